// The list of past conversations: search, open again, rename, delete. Made of text only.

import * as store from "./store.js";
import * as conversation from "./conversation.js";
import { focusQuestion, make, said } from "./page.js";

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** What was asked and answered in a packed turn. */
const saidIn = (packed) => {
  try {
    const { question, answer } = JSON.parse(packed);
    return [question, ...answer.sentences.map((sentence) => sentence.text)].join(" ");
  } catch {
    return "";
  }
};

const matches = (entry, wanted) => !wanted || fold([entry.title, ...entry.turns.map(saidIn)].join(" ")).includes(wanted);

const when = (time) => new Intl.DateTimeFormat(said().code, { dateStyle: "medium", timeStyle: "short" }).format(time);

let dialog = null;

const fill = (list, search) => {
  const entries = store.all();
  const found = entries.filter((entry) => matches(entry, fold(search.value.trim())));
  list.replaceChildren(...found.map((entry) => row(entry, () => fill(list, search))));
  if (!found.length) list.append(make("li", { class: "empty" }, entries.length ? said().history_no_match : said().history_none));
  dialog.querySelector(".delete-all").hidden = !entries.length;
};

const row = (entry, refresh) => {
  const item = make("li", entry.id === conversation.currentId() ? { "aria-current": "true" } : {});
  const opener = make("button", { type: "button", class: "entry", click: () => { dialog.close(); conversation.reopen(entry.id); } },
    make("span", { class: "title" }, entry.title), make("span", { class: "when" }, when(entry.updated)));
  const renamer = make("button", { type: "button", class: "tool", "aria-label": `${said().rename}: ${entry.title}`, click: () => item.replaceChildren(nameForm(entry, refresh)) }, said().rename);
  const remover = make("button", { type: "button", class: "tool", "aria-label": `${said().delete}: ${entry.title}`, click: () => {
    store.remove(entry.id);
    if (entry.id === conversation.currentId()) conversation.begin();
    refresh();
    dialog.querySelector("input").focus();
  } }, said().delete);
  item.append(opener, renamer, remover);
  return item;
};

const nameForm = (entry, refresh) => {
  const input = make("input", { type: "text", maxlength: "120", value: entry.title, "aria-label": said().rename_label });
  const form = make("form", { class: "rename", submit: (event) => {
    event.preventDefault();
    const title = input.value.trim() || entry.title;
    store.rename(entry.id, title);
    conversation.retitle(entry.id, title);
    refresh();
  } }, input, make("button", { class: "tool outlined" }, said().rename));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    refresh();
  });
  setTimeout(() => input.select());
  return form;
};

const deleteAll = (refresh) => {
  const button = make("button", { type: "button", class: "tool outlined delete-all", click: () => {
    if (!button.dataset.sure) {
      button.dataset.sure = "1";
      button.textContent = said().delete_all_sure;
      return;
    }
    store.removeAll();
    conversation.begin();
    refresh();
  } }, said().delete_all);
  return button;
};

/** Opens the list; the focus is in its search. */
export const open = () => {
  dialog?.remove();
  const list = make("ul", {});
  const search = make("input", { type: "search", placeholder: said().history_search, "aria-label": said().history_search, input: () => fill(list, search) });
  const title = make("h2", { id: "history-title" }, said().history);
  const close = make("button", { type: "button", class: "tool", click: () => dialog.close() }, said().close);
  const note = make("p", { class: "note" }, store.isKept() ? said().history_note : said().history_unkept);
  dialog = make("dialog", { id: "history-dialog", "aria-labelledby": "history-title", close: () => focusQuestion() },
    make("header", {}, title, close), search, list,
    make("footer", {}, note, deleteAll(() => fill(list, search))));
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  fill(list, search);
  dialog.showModal();
  search.focus();
};
