// Comforts of the catalogue: filters apply at once, suggestions while typing. Everything works without them.
(() => {
  "use strict";
  const form = document.getElementById("professions");
  document.querySelector("button.print")?.addEventListener("click", () => window.print());
  document.querySelector("#sector")?.addEventListener("change", (event) => event.target.form.submit());
  if (!form) return;

  // A filter or an order is applied when it is chosen; the picks for a comparison belong to another form.
  form.addEventListener("change", (event) => {
    if (event.target.name !== "q" && event.target.name !== "ids") form.requestSubmit();
  });

  // On a narrow page the filters would hide the list.
  if (window.matchMedia("(max-width: 800px)").matches) form.querySelector(".filters").open = false;

  // Two or three can be compared.
  const picks = [...document.querySelectorAll('input[name="ids"]')];
  const bar = document.querySelector(".compare-bar button");
  const count = () => {
    const chosen = picks.filter((pick) => pick.checked).length;
    if (bar) bar.disabled = chosen < 2;
    for (const pick of picks) pick.disabled = !pick.checked && chosen >= 3;
  };
  picks.forEach((pick) => pick.addEventListener("change", count));
  count();

  // What matches, while one types; arrows move, Escape closes.
  const field = form.querySelector("#q");
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.hidden = true;
  field.parentElement.append(list);
  let asked = 0;
  const close = () => { list.hidden = true; };
  const suggest = async () => {
    const turn = ++asked;
    if (field.value.trim().length < 2) return close();
    try {
      const answer = await fetch(`/professions/search?q=${encodeURIComponent(field.value)}`);
      const found = await answer.json();
      if (turn !== asked || document.activeElement !== field) return;
      list.replaceChildren(...found.map((profession) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = profession.link;
        const title = document.createElement("span");
        title.textContent = profession.title;
        const sector = document.createElement("small");
        sector.textContent = profession.sector;
        link.append(title, sector);
        item.append(link);
        return item;
      }));
      list.hidden = found.length === 0;
    } catch {
      close();
    }
  };
  let timer = 0;
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(suggest, 150); });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { close(); field.focus(); }
    if (list.hidden || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    const stops = [field, ...list.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    stops[(at + (event.key === "ArrowDown" ? 1 : stops.length - 1)) % stops.length].focus();
  });
  document.addEventListener("click", (event) => { if (!field.parentElement.contains(event.target)) close(); });
})();
