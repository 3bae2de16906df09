// What all parts of the page share: its words, small elements, messages to the reader.

let words = {};
export const said = () => words;

/** Takes over the words that the server put into the page; true when they are new. */
export const readWords = () => {
  const text = document.querySelector("[data-words]")?.dataset.words;
  if (!text || text === readWords.last) return false;
  readWords.last = text;
  words = JSON.parse(text);
  document.documentElement.lang = words.code;
  document.title = words.title;
  return true;
};

/** An element with text, never HTML. */
export const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
};

export const field = () => document.querySelector("#question textarea, #question input");

/** Writes into the question box so that Gradio notices. */
export const setQuestion = (text) => {
  const box = field();
  if (!box) return;
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
};

/** Focus moves to the question where there are keys; on a phone it would call up the keyboard. */
export const focusQuestion = () => {
  if (window.matchMedia("(pointer: fine)").matches || !("ontouchstart" in window)) field()?.focus();
};

const voice = make("div", { class: "visually-hidden", id: "voice", "aria-live": "polite" });
const toasts = make("div", { id: "toast", role: "status" });
let fading = 0;

export const addRegions = () => document.body.append(voice, toasts);

/** Says a text once to those who listen to the page. */
export const announce = (text) => { voice.textContent = text; };

/** Shows a short message for a few seconds. */
export const toast = (text) => {
  toasts.textContent = text;
  toasts.classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => toasts.classList.remove("shown"), 3000);
};

export const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
