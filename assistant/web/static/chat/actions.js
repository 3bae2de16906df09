// What the buttons of the page do. A button names its action in `data-do`.

import * as conversation from "./conversation.js";
import * as history from "./history.js";
import { make, said, toast } from "./page.js";

const copy = async ({ copy: text = "", link = "" }) => {
  const whole = [text, link && new URL(link, location.origin).href].filter(Boolean).join(" ");
  try {
    await navigator.clipboard.writeText(whole);
  } catch {
    // No clipboard without TLS: the old way, by a selection.
    const box = make("textarea", { class: "visually-hidden" });
    box.value = whole;
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    if (!done) return toast(said().copy_failed);
  }
  return toast(said().copied);
};

const opinion = async (record, up, reason) => {
  try {
    const answer = await fetch("/feedback", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ record, up, reason }),
    });
    toast(answer.ok ? said().thanks : said().not_stored);
    return answer.ok;
  } catch {
    toast(said().not_stored);
    return false;
  }
};

const rate = async ({ record, way, at }, button) => {
  if (!(await opinion(record, way === "up", ""))) return;
  conversation.noteRating(Number(at), way);
  const tools = button.closest(".tools");
  for (const thumb of tools.querySelectorAll('[data-do="rate"]')) thumb.setAttribute("aria-pressed", String(thumb === button));
  tools.parentElement.querySelector(".reason")?.remove();
  const input = make("input", { type: "text", maxlength: "500", "aria-label": said().why, placeholder: said().why });
  const form = make("form", { class: "reason", submit: async (event) => {
    event.preventDefault();
    if (input.value.trim() && !(await opinion(record, way === "up", input.value.trim()))) return;
    form.remove();
    button.focus();
  } }, input, make("button", { class: "tool outlined" }, said().why_send));
  tools.after(form);
  input.focus();
};

/** The question becomes a field; asked again, it replaces its turn. */
const edit = ({ at }, button) => {
  const heading = button.closest(".turn").querySelector(".question");
  if (heading.hidden) return;
  const box = make("textarea", { "aria-label": said().edit_label, maxlength: "2000", rows: "2" });
  box.value = heading.textContent;
  const leave = () => { form.remove(); heading.hidden = false; button.focus(); };
  const again = () => conversation.ask(box.value, Number(at)) && form.remove();
  const form = make("form", { class: "edit", submit: (event) => { event.preventDefault(); again(); } }, box,
    make("button", { class: "tool outlined" }, said().save_edit),
    make("button", { type: "button", class: "tool", click: leave }, said().cancel));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.stopPropagation(); leave(); }
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); again(); }
  });
  heading.hidden = true;
  heading.after(form);
  box.focus();
};

const sendForm = (address, fields, target) => {
  const form = make("form", { method: "post", action: address, target, hidden: true, rel: "noopener" },
    ...Object.entries(fields).map(([name, value]) => {
      const input = make("input", { type: "hidden", name });
      input.value = value;
      return input;
    }));
  document.body.append(form);
  form.submit();
  form.remove();
};

const exportAs = async ({ form }, button) => {
  button.closest("details").open = false;
  const content = JSON.stringify({ code: conversation.code(), origin: location.origin, turns: conversation.turns() });
  if (form === "print") return sendForm("/conversation/print", { conversation: content }, "_blank");
  try {
    const answer = await fetch("/conversation/markdown", { method: "POST", body: new URLSearchParams({ conversation: content }) });
    if (!answer.ok) throw new Error(answer.statusText);
    const address = URL.createObjectURL(await answer.blob());
    make("a", { href: address, download: "conversation.md" }).click();
    return setTimeout(() => URL.revokeObjectURL(address), 10_000);
  } catch {
    return toast(said().offline);
  }
};

const ACTIONS = {
  ask: ({ ask }) => conversation.ask(ask),
  everywhere: ({ ask }) => { conversation.clearFilters(); conversation.ask(ask); },
  retry: ({ at }) => conversation.ask(conversation.questionAt(Number(at))?.question ?? "", Number(at), conversation.filtersAt(Number(at))),
  stop: conversation.stop,
  new: conversation.begin,
  history: history.open,
  "clear-filters": conversation.clearFilters,
  copy, edit, rate, export: exportAs,
};

export const connect = () => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-do]");
    if (button) ACTIONS[button.dataset.do]?.(button.dataset, button);
    // A menu closes when one clicks beside it.
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
    const language = event.target.closest?.(".site-header .languages a");
    if (language) {
      event.preventDefault();
      conversation.switchLanguage(language.hreflang);
    }
  });
  document.addEventListener("change", (event) => {
    const list = event.target.closest?.("[data-filter]");
    if (list) conversation.setFilter(list.dataset.filter, list.value);
  });
};
