// Small comforts of the chat page. Everything works without them.
(() => {
  "use strict";

  const field = () => document.querySelector("#question textarea, #question input");

  // "/" moves to the question from anywhere outside a field.
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && field()) {
      event.preventDefault();
      field().focus();
    }
    if (event.key === "Escape") document.querySelector(".quote-tip")?.remove();
  });

  // A citation's number shows its quote, and leads to its card.
  const showTip = (mark) => {
    document.querySelector(".quote-tip")?.remove();
    const tip = document.createElement("div");
    tip.className = "quote-tip";
    tip.setAttribute("role", "tooltip");
    tip.textContent = mark.dataset.quote;
    document.body.append(tip);
    const at = mark.getBoundingClientRect();
    const left = Math.min(at.left, window.innerWidth - tip.offsetWidth - 12);
    const above = at.top - tip.offsetHeight - 8;
    tip.style.left = `${Math.max(12, left)}px`;
    tip.style.top = `${above > 8 ? above : at.bottom + 8}px`;
  };
  for (const [on, off] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(on, (event) => event.target.closest?.("a.cite") && showTip(event.target.closest("a.cite")));
    document.addEventListener(off, (event) => event.target.closest?.("a.cite") && document.querySelector(".quote-tip")?.remove());
  }
  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.("a.cite");
    if (!mark) return;
    const card = document.getElementById(mark.getAttribute("href").slice(1));
    if (!card) return;
    event.preventDefault();
    card.closest("details").open = true;
    document.querySelectorAll(".card.chosen").forEach((other) => other.classList.remove("chosen"));
    card.classList.add("chosen");
    card.focus({ preventScroll: true });
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    card.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  });

  // A new question comes to the top; the page stays still while its answer grows. The finished answer is announced once.
  let turns = 0;
  const voice = document.createElement("div");
  voice.className = "visually-hidden";
  voice.setAttribute("aria-live", "polite");
  let spoken = "";
  const watch = () => {
    document.body.append(voice);
    new MutationObserver(() => {
      const all = document.querySelectorAll("#conversation .turn");
      if (all.length > turns) all[all.length - 1].scrollIntoView({ block: "start" });
      turns = all.length;
      const last = all[all.length - 1]?.querySelector(".answer");
      if (last && !last.hasAttribute("aria-busy")) {
        const text = [...last.querySelectorAll("p")].map((p) => p.textContent).join(" ");
        if (text !== spoken) voice.textContent = spoken = text;
      }
    }).observe(document.body, { childList: true, subtree: true });
  };
  document.body ? watch() : document.addEventListener("DOMContentLoaded", watch);
})();
