// The number of a citation shows its quote, and leads to its card. By touch the first tap shows, the second leads.

import { calm, make, said } from "./page.js";

let shownFor = null;
let tip = null;
let shownAt = 0; // where its mark was

export const closeTip = () => {
  const was = tip !== null;
  tip?.remove();
  shownFor?.removeAttribute("aria-describedby");
  tip = shownFor = null;
  return was;
};

const showTip = (mark, touched = false) => {
  closeTip();
  shownFor = mark;
  tip = make("div", { class: "quote-tip", id: "quote-tip", role: "tooltip" },
    make("strong", {}, mark.dataset.title), make("span", {}, mark.dataset.quote));
  if (touched) tip.append(make("button", { type: "button", class: "tool outlined", click: () => lead(mark) }, said().go_to_source));
  document.body.append(tip);
  mark.setAttribute("aria-describedby", "quote-tip");
  const at = mark.getBoundingClientRect();
  shownAt = at.top;
  tip.style.width = `${Math.ceil(tip.getBoundingClientRect().width)}px`; // or it would grow over its mark where space is narrow
  const left = Math.min(at.left, window.innerWidth - tip.offsetWidth - 12);
  const above = at.top - tip.offsetHeight - 8;
  tip.style.left = `${Math.max(12, left)}px`;
  tip.style.top = `${above > 8 ? above : at.bottom + 8}px`;
};

const lead = (mark) => {
  const card = document.getElementById(mark.getAttribute("href").slice(1));
  if (!card) return;
  closeTip();
  const folded = card.closest("details");
  if (folded) folded.open = true;
  for (const other of document.querySelectorAll(".card.chosen")) other.classList.remove("chosen");
  card.classList.add("chosen");
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
};

const markOf = (event) => event.target.closest?.("a.cite");

export const connect = () => {
  document.addEventListener("mouseover", (event) => markOf(event) && showTip(markOf(event)));
  document.addEventListener("mouseout", (event) => markOf(event) && closeTip());
  document.addEventListener("focusin", (event) => {
    if (markOf(event)?.matches(":focus-visible")) showTip(markOf(event));
  });
  document.addEventListener("focusout", (event) => markOf(event) && closeTip());
  document.addEventListener("click", (event) => {
    const mark = markOf(event);
    if (!mark) {
      if (!event.target.closest?.(".quote-tip")) closeTip();
      return;
    }
    event.preventDefault();
    if (event.pointerType === "touch" && !(shownFor === mark && tip?.querySelector("button"))) showTip(mark, true);
    else lead(mark);
  });
  // It goes when its mark moves away from under it.
  document.addEventListener("scroll", () => {
    if (tip && Math.abs(shownFor.getBoundingClientRect().top - shownAt) > 4) closeTip();
  }, { passive: true, capture: true });
};
