// Light or dark: what the visitor chose, else what the system says. Read before the page is drawn, so nothing flashes.
(() => {
  "use strict";
  const KEY = "assistant-theme";
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try { return localStorage.getItem(KEY); } catch { return null; }
  };
  const current = () => chosen() ?? (system.matches ? "dark" : "light");
  const apply = () => {
    document.documentElement.dataset.theme = current();
    // Gradio's own switch, on the chat page.
    document.body?.classList.toggle("dark", current() === "dark");
    for (const button of document.querySelectorAll(".theme-switch")) {
      const next = current() === "dark" ? button.dataset.light : button.dataset.dark;
      button.setAttribute("aria-label", next);
      button.title = next;
    }
  };
  apply();
  system.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", apply);
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.(".theme-switch")) return;
    try { localStorage.setItem(KEY, current() === "dark" ? "light" : "dark"); } catch { /* a private window keeps nothing */ }
    apply();
  });
})();
