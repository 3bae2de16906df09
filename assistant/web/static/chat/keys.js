// The keyboard: / goes to the question, Escape stops or closes, the arrow up takes up earlier questions.

import * as conversation from "./conversation.js";
import * as store from "./store.js";
import { closeTip } from "./citations.js";
import { field, setQuestion } from "./page.js";

let back = 0; // how many questions back the arrow has gone

const recallBy = (step) => {
  const questions = conversation.turns().map((_, at) => conversation.questionAt(at)?.question ?? "").filter(Boolean);
  back = Math.min(Math.max(back + step, 0), questions.length);
  setQuestion(back ? questions[questions.length - back] : "");
  const box = field();
  box.setSelectionRange(box.value.length, box.value.length);
};

const inQuestion = (event) => {
  const shown = event.target.value;
  const recalled = back > 0;
  if (event.key === "ArrowUp" && (!shown || recalled)) { event.preventDefault(); recallBy(1); }
  else if (event.key === "ArrowDown" && recalled) { event.preventDefault(); recallBy(-1); }
  else if (event.key === "Enter") back = 0;
};

const escape = () => {
  const menu = document.querySelector("details.menu[open]");
  if (closeTip()) return;
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else conversation.stop();
};

export const connect = () => {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    if (event.target === field()) inQuestion(event);
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && field()) {
      event.preventDefault();
      field().focus();
    }
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) escape();
  });
  document.addEventListener("input", (event) => {
    if (event.target !== field()) return;
    if (event.isTrusted) back = 0;
    store.remember("draft", event.target.value);
  });
};
