// The conversation of this tab: asks, shows, stops. The browser holds it and sends it along; the server keeps nothing.

import * as store from "./store.js";
import { announce, field, focusQuestion, readWords, said, setQuestion, toast } from "./page.js";

let conversation = store.fresh();
let asking = null; // the question that is being answered: { ticket, at }
let afterwards = null; // what waits for the end of the answer
let awaited = null; // a page that is being drawn: { ticket, then }
let language = null; // chosen on this page
export const chosen = {}; // the filters that are set

const NAMES = ["kind", "cluster", "region", "sector", "language"];
const newTicket = () => Math.random().toString(36).slice(2);
const send = (name, data = {}) => window.assistantBridge(name, {
  code: language ?? said().code ?? null, origin: location.origin, chosen, turns: conversation.turns, ...data,
});

export const isBusy = () => asking !== null;
/** Whether anything is expected of the server. */
export const isWaiting = () => isBusy() || awaited !== null;
export const turns = () => conversation.turns;
export const currentId = () => conversation.id;
export const code = () => said().code;

const place = (packed, at) => {
  const list = [...conversation.turns];
  if (at !== null && at < list.length) list[at] = packed; else list.push(packed);
  conversation.turns = store.within(list);
};

const drawn = () => {
  document.body.classList.toggle("busy", isBusy());
  document.body.classList.toggle("talking", isBusy() || conversation.turns.length > 0);
};

/** Draws the whole page from what the browser holds; `then` runs when it is there. */
export const show = (then = null) => {
  // A new question that never got its answer is shown as such; a question that was asked anew keeps its old answer.
  const pending = conversation.pending?.at === null ? conversation.pending : null;
  conversation.pending = pending;
  awaited = { ticket: newTicket(), then, pending, live: pending !== null || conversation.turns.length > 0 };
  send("shown", { ticket: awaited.ticket, ...(pending ? { ...pending, pending: true } : {}) });
  drawn();
};

/** Asks a question, as soon as the page is drawn; false while another one is being answered. */
export const ask = (question, at = null, asWith = null) => {
  if (isBusy() || !question.trim()) return false;
  if (awaited) {
    const { then } = awaited;
    awaited.then = () => { then?.(); ask(question, at, asWith); };
    return true;
  }
  asking = { ticket: newTicket(), at };
  conversation.pending = { question, at, chosen: { ...(asWith ?? chosen) } };
  const filters = document.querySelector("details.filters");
  if (filters) filters.open = false;
  conversation.title ||= question.trim().slice(0, 120);
  store.save(conversation);
  send("asked", { question, at, chosen: conversation.pending.chosen, ticket: asking.ticket });
  drawn();
  return true;
};

/** The packed turn that the page shows under a ticket, and whether it is whole. */
const live = (ticket) => document.querySelector(`#live article[data-ticket="${ticket}"]`);

const finish = (article) => {
  place(article.dataset.turn, asking.at);
  conversation.pending = null;
  asking = null;
  store.save(conversation);
  drawn();
  announce([...article.querySelectorAll(".answer > p")].map((p) => p.textContent).join(" "));
  afterwards?.();
  afterwards = null;
};

/** Stops the answer; what has come of it stays. */
export const stop = () => {
  if (!isBusy()) return;
  window.assistantBridge("stopped", { ticket: asking.ticket });
  focusQuestion();
};

/** Keeps what has come of an answer that will not come any more, because the server was lost. */
export const abandon = () => {
  if (!isBusy()) return;
  const packed = live(asking.ticket)?.dataset.turn;
  if (packed && asking.at === null) {
    place(packed, null);
    conversation.pending = null;
  }
  asking = null;
  store.save(conversation);
};

const turnTo = (next, then = null) => {
  if (isBusy()) {
    afterwards = () => turnTo(next, then);
    stop();
    return;
  }
  conversation = next;
  store.choose(conversation);
  show(then);
};

export const begin = () => turnTo(store.fresh(), focusQuestion);
export const reopen = (id) => {
  const found = store.all().find((c) => c.id === id);
  if (found) turnTo(found, () => document.querySelector("#live .question")?.scrollIntoView({ block: "start" }));
};
export const retitle = (id, title) => { if (id === conversation.id) conversation.title = title; };

/** Notes the reader's opinion with the turn, so that it is still there after a reload. */
export const noteRating = (at, rating) => {
  try {
    conversation.turns[at] = JSON.stringify({ ...JSON.parse(conversation.turns[at]), rating });
    store.save(conversation);
  } catch { /* a turn that cannot be read cannot be noted */ }
};

export const questionAt = (at) => {
  try { return JSON.parse(conversation.turns[at]); } catch { return null; }
};

/** The filters with which a turn was asked. */
export const filtersAt = (at) => {
  const filters = questionAt(at)?.filters ?? {};
  return Object.fromEntries(NAMES.map((name) => [name, filters[name]?.[0] ?? ""]));
};

export const setFilter = (name, value) => {
  chosen[name] = value;
  store.remember("filters", chosen);
  send("filtered");
};
export const clearFilters = () => {
  for (const name of NAMES) chosen[name] = "";
  store.remember("filters", chosen);
  send("filtered");
};

export const switchLanguage = (to) => {
  document.cookie = `assistant-language=${to}; path=/; max-age=31536000; samesite=lax`;
  const change = () => { language = to; show(); };
  if (isBusy()) afterwards = change; else change();
};

export const refreshStatus = () => send("polled");

/** Called whenever the page has changed: notices what it was waiting for. */
export const notice = () => {
  readWords();
  if (awaited && document.querySelector(`[data-words][data-ticket="${awaited.ticket}"]`)
    && (!awaited.live || live(awaited.ticket))) {
    const { then, pending, ticket } = awaited;
    awaited = null;
    if (pending && conversation.pending === pending) {
      place(live(ticket).dataset.turn, null);
      conversation.pending = null;
      store.save(conversation);
      drawn();
    }
    for (const list of document.querySelectorAll("[data-filter]")) chosen[list.dataset.filter] = list.value;
    then?.();
  }
  if (!asking) return;
  const article = live(asking.ticket);
  if (!article) return;
  if (!asking.seen) {
    asking.seen = true;
    if (article.id === "turn-1") window.scrollTo(0, 0); else article.scrollIntoView({ block: "start" });
  }
  if (!article.querySelector("[aria-busy]")) finish(article);
};

/** The question box hands over a question; what it returns stays in the box. */
export const submit = (question) => {
  if (document.body.classList.contains("offline")) {
    toast(said().offline);
    return question;
  }
  if (question.trim() && !ask(question)) return question;
  store.remember("draft", "");
  return "";
};

/** Opens the page: a question in its address is asked, else the conversation of this tab is there again. */
export const open = () => {
  const query = new URLSearchParams(location.search);
  const asked = query.get("q")?.trim();
  const to = query.get("lang");
  if (to === "fr" || to === "en") {
    language = to;
    document.cookie = `assistant-language=${to}; path=/; max-age=31536000; samesite=lax`;
  }
  const inAddress = NAMES.some((name) => query.has(name));
  Object.assign(chosen, inAddress || asked ? {} : store.recall("filters", {}));
  for (const name of NAMES) if (query.has(name)) chosen[name] = query.get(name);
  if (location.search) history.replaceState(null, "", location.pathname);
  conversation = asked ? store.fresh() : store.current();
  store.choose(conversation);
  show(() => {
    const draft = store.recall("draft", "");
    if (draft && !field()?.value) setQuestion(draft);
    if (asked) ask(asked); else focusQuestion();
    if (window.assistantEarly) setQuestion(submit(field().value));
  });
};
