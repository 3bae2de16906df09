// Comforts of the catalogue: the list answers while one types, marks answer the pointer. Everything works without.
(() => {
  "use strict";
  document.documentElement.classList.add("scripted");
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  for (const button of all("button.print")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const select of all(".map-filter select")) select.addEventListener("change", () => select.form.requestSubmit());
  for (const select of all(".compare-add select")) {
    select.addEventListener("change", () => { if (select.value) select.form.requestSubmit(); });
  }
  const field = document.getElementById("q") ?? document.getElementById("quick");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || !field) return;
    if (event.target.closest("input, select, textarea")) return;
    event.preventDefault();
    field.focus();
  });

  list(document.getElementById("professions"));
  suggestions(document.getElementById("quick"));
  map(document.querySelector(".map-columns"));
  likeness(document.querySelector("svg.scatter"));

  // The list: what is typed or chosen takes effect at once, and stands in the address.
  function list(form) {
    if (!form) return;
    const narrow = window.matchMedia("(max-width: 820px)");
    const picked = new Map();
    const bar = document.getElementById("compare");
    let turn = 0;
    let timer = 0;
    let unfolded = !narrow.matches;

    const address = () => {
      const pairs = new URLSearchParams([...new FormData(form)].filter(([, value]) => String(value).trim()));
      return `${form.getAttribute("action")}${pairs.size ? `?${pairs}` : ""}`;
    };
    const show = async (url, remember) => {
      const mine = ++turn;
      clearTimeout(timer);
      const found = document.getElementById("found");
      found.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(url, { headers: { Accept: "text/html" } });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.getElementById("found");
        if (mine !== turn) return;
        if (!answer.ok || !fresh) throw new Error(String(answer.status));
        const focused = document.activeElement;
        const folds = all("details[data-fold][open]", found).map((fold) => fold.dataset.fold);
        found.replaceWith(document.adoptNode(fresh));
        document.querySelector(".count").textContent = page.querySelector(".count").textContent;
        if (remember) history[remember](null, "", url);
        for (const fold of folds) fresh.querySelector(`details[data-fold="${fold}"]`)?.setAttribute("open", "");
        dress();
        if (focused && !focused.isConnected && focused.name) {
          const same = all(`[name="${focused.name}"]`, form).find((one) => one.type !== "checkbox" || one.value === focused.value);
          same?.focus();
        }
      } catch {
        if (mine === turn) window.location.assign(url); // the browser says what is wrong
      }
    };
    const dress = () => {
      const filters = form.querySelector(".filters");
      filters.open = unfolded;
      filters.addEventListener("toggle", () => { unfolded = filters.open; });
      for (const pick of all('input[name="ids"]')) pick.checked = picked.has(pick.value);
      count();
    };
    // Picks outlive the list that they were made in: those that it no longer shows are sent along.
    const count = () => {
      const shown = all('input[name="ids"]:not([type="hidden"])');
      for (const pick of shown) pick.disabled = !pick.checked && picked.size >= 3;
      bar.querySelector(".picked").textContent = picked.size
        ? `${bar.dataset[picked.size === 1 ? "one" : "several"].replace("{count}", picked.size)} : ${[...picked.values()].join(", ")}`
        : "";
      bar.classList.toggle("waiting", picked.size === 0);
      bar.querySelector('[type="reset"]').hidden = picked.size === 0;
      bar.querySelector(".primary").disabled = picked.size < 2;
      for (const hidden of all('input[type="hidden"]', bar)) hidden.remove();
      for (const id of picked.keys()) {
        if (shown.some((pick) => pick.value === id)) continue;
        const hidden = document.createElement("input");
        Object.assign(hidden, { type: "hidden", name: "ids", value: id });
        bar.append(hidden);
      }
    };
    for (const pick of all('input[name="ids"]:checked')) picked.set(pick.value, pick.dataset.title);
    form.addEventListener("change", (event) => {
      const { target } = event;
      if (target.name === "ids") {
        if (target.checked) picked.set(target.value, target.dataset.title);
        else picked.delete(target.value);
        count();
      } else if (target.name !== "q") {
        show(address(), "pushState");
      }
    });
    bar.addEventListener("reset", () => {
      picked.clear();
      for (const pick of all('input[name="ids"]')) pick.checked = false;
      count();
      field.focus();
    });
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => show(address(), "replaceState"), 180);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      show(address(), "pushState");
    });
    window.addEventListener("popstate", () => {
      field.value = new URLSearchParams(location.search).get("q") ?? "";
      show(location.href, "");
    });
    window.addEventListener("pageshow", dress);
    dress();
  }

  // Beside the list: titles while one types; arrows move, Escape closes.
  function suggestions(box) {
    if (!box) return;
    const found = document.createElement("ul");
    found.className = "suggestions";
    found.hidden = true;
    box.after(found);
    let turn = 0;
    let timer = 0;
    const close = () => { found.hidden = true; };
    const suggest = async () => {
      const mine = ++turn;
      if (box.value.trim().length < 2) return close();
      try {
        const answer = await fetch(`/professions/search?q=${encodeURIComponent(box.value)}`);
        const professions = answer.ok ? await answer.json() : [];
        if (mine !== turn) return;
        found.replaceChildren(...professions.map((profession) => {
          const item = document.createElement("li");
          const link = document.createElement("a");
          const sector = document.createElement("small");
          link.href = profession.link;
          sector.textContent = profession.sector;
          link.append(profession.title, sector);
          item.append(link);
          return item;
        }));
        found.hidden = professions.length === 0;
      } catch {
        close();
      }
    };
    box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(suggest, 180);
    });
    box.form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { close(); box.focus(); }
      if (found.hidden || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
      event.preventDefault();
      const stops = [box, ...all("a", found)];
      const at = stops.indexOf(document.activeElement);
      stops[(at + (event.key === "ArrowDown" ? 1 : stops.length - 1)) % stops.length].focus();
    });
    document.addEventListener("click", (event) => { if (!box.form.contains(event.target)) close(); });
  }

  // The map and its list point at each other.
  function map(columns) {
    if (!columns) return;
    const light = (number, on) => {
      for (const one of all(`[data-mark="${number}"], #cluster-${number}`, columns)) one.classList.toggle("lit", on);
    };
    for (const mark of all("[data-mark]", columns)) {
      const number = mark.dataset.mark;
      const entry = document.getElementById(`cluster-${number}`);
      const enter = () => { light(number, true); entry.scrollIntoView({ block: "nearest" }); };
      const leave = () => light(number, false);
      mark.addEventListener("focus", enter);
      mark.addEventListener("blur", leave);
      mark.addEventListener("pointerenter", () => light(number, true));
      mark.addEventListener("pointerleave", leave);
      entry.addEventListener("pointerenter", () => light(number, true));
      entry.addEventListener("pointerleave", leave);
      entry.addEventListener("focusin", () => light(number, true));
      entry.addEventListener("focusout", leave);
    }
  }

  // A point of the map of likeness shows its full title and its neighbours.
  function likeness(drawing) {
    if (!drawing) return;
    const says = document.querySelector(".spoken");
    const points = all("a[data-id]", drawing);
    for (const point of points) {
      const near = point.dataset.near.split(" ").filter(Boolean);
      const enter = () => {
        for (const other of points) other.classList.toggle("near", near.includes(other.dataset.id));
        drawing.classList.add("chosen");
        point.classList.add("lit");
        says.textContent = point.querySelector("title").textContent;
      };
      const leave = () => {
        for (const other of points) other.classList.remove("near", "lit");
        drawing.classList.remove("chosen");
        says.textContent = says.dataset.hint;
      };
      point.addEventListener("focus", enter);
      point.addEventListener("blur", leave);
      point.addEventListener("pointerenter", enter);
      point.addEventListener("pointerleave", leave);
    }
  }
})();
