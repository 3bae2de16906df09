// Comforts of the library: a filter takes effect at once, and filters are folded away on a phone. It works without.
(() => {
  "use strict";
  const form = document.getElementById("library");
  if (!form) return;
  document.documentElement.classList.add("scripted");
  if (window.matchMedia("(max-width: 820px)").matches) form.querySelector(".filters").open = false;
  form.addEventListener("change", (event) => {
    if (event.target.matches("[type=checkbox], select")) form.requestSubmit();
  });
  // An empty field says nothing: it stays out of the address.
  form.addEventListener("submit", () => {
    const query = form.elements.q;
    if (!query.value.trim()) query.disabled = true;
  });
  window.addEventListener("pageshow", () => { form.elements.q.disabled = false; });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea")) return;
    event.preventDefault();
    form.elements.q.focus();
  });
})();
