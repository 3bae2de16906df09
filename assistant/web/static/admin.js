// The admin area: uploads, progress of the running job, selections. Everything else is plain forms.
(() => {
  "use strict";
  const fill = (format, values) => format.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

  // On a narrow screen the parts scroll sideways: the one that is open is in sight.
  const open = document.querySelector(".admin-bar [aria-current]");
  if (open) open.closest("nav").scrollLeft = open.offsetLeft - open.closest("nav").offsetLeft - 40;

  // Selections and confirmations
  document.addEventListener("change", (event) => {
    const target = event.target;
    if (target.matches("[data-submit]")) target.form.submit();
    if (target.matches("[data-select-all]"))
      for (const box of target.closest("table").querySelectorAll("tbody input[type=checkbox]")) box.checked = target.checked;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-confirm]");
    if (button && !window.confirm(button.dataset.confirm)) event.preventDefault();
  });

  // The running job
  const duration = (seconds) => (seconds === null ? "–" : seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`);
  const panel = document.getElementById("job");
  const watchJob = async () => {
    let state;
    try {
      const answer = await fetch(panel.dataset.url, { headers: { Accept: "application/json" } });
      if (answer.status === 401) return window.location.reload();
      state = await answer.json();
    } catch {
      return setTimeout(watchJob, 3000); // the server restarts, or the network is gone for a moment
    }
    const job = state.job;
    if (!job || job.state !== "running") return window.location.reload();
    const bar = document.getElementById("job-bar");
    if (job.total > 0) bar.value = job.done / job.total;
    else bar.removeAttribute("value");
    document.getElementById("job-line").textContent =
      job.total > 0 ? fill(panel.dataset.words, { ...job, remaining: duration(job.remaining_s) }) : panel.dataset.preparing;
    document.getElementById("job-at").textContent = job.at;
    document.getElementById("job-cancel").disabled = job.cancelling;
    return setTimeout(watchJob, 1000);
  };
  if (panel) watchJob();

  // Uploads: one request a file, a few at a time
  const drop = document.getElementById("drop");
  if (!drop) return;
  const AT_ONCE = 3;
  const queue = [];
  const sizes = { sent: 0, total: 0 };
  const counts = { done: 0, total: 0, running: 0 };
  const waiting = document.getElementById("waiting");

  const showList = async () => {
    let answer;
    try { answer = await fetch(drop.dataset.list); } catch { return; }
    if (!answer.ok) return;
    const chosen = new Map([...waiting.querySelectorAll("input[name=id]")].map((box) => [box.value, [box.checked, box.dataset.touched]]));
    // The list is a template of ours, in which every name is escaped.
    waiting.innerHTML = await answer.text();
    for (const box of waiting.querySelectorAll("input[name=id]")) {
      const [checked, touched] = chosen.get(box.value) ?? [];
      if (touched) { box.checked = checked; box.dataset.touched = "yes"; }
    }
  };
  waiting.addEventListener("change", (event) => { event.target.dataset.touched = "yes"; });
  let watching = false;
  let arrived = false; // a file may come in while a list without it is under way
  const watchChecks = async () => {
    arrived = true;
    if (watching) return;
    watching = true;
    const busy = () => counts.running > 0 || queue.length > 0 || waiting.querySelector("[data-checking]")?.dataset.checking !== "0";
    while (arrived || busy()) {
      if (!arrived) await new Promise((resume) => setTimeout(resume, 1000));
      arrived = false;
      await showList();
    }
    watching = false;
  };

  const show = () => {
    document.getElementById("sending").hidden = counts.total === 0;
    document.getElementById("sending-bar").value = sizes.total ? sizes.sent / sizes.total : 0;
    document.getElementById("sending-line").textContent = fill(drop.dataset.progress, counts);
  };
  const refuse = (file, why) => {
    const line = document.createElement("li");
    line.textContent = `${file.name}: ${why}`;
    document.getElementById("refusals").append(line);
  };
  const send = (file) => {
    const request = new XMLHttpRequest();
    let before = 0;
    request.upload.onprogress = (event) => { sizes.sent += event.loaded - before; before = event.loaded; show(); };
    request.onloadend = () => {
      sizes.sent += file.size - before;
      counts.running -= 1;
      counts.done += 1;
      if (request.status === 401) return window.location.reload();
      if (request.status !== 200) {
        let why = drop.dataset.failed;
        try { why = JSON.parse(request.responseText).error; } catch { /* the connection ended before the answer */ }
        refuse(file, why);
      }
      show();
      return next();
    };
    request.open("POST", drop.dataset.url);
    request.setRequestHeader("X-CSRF-Token", drop.dataset.csrf);
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.send(file);
  };
  const next = () => {
    while (counts.running < AT_ONCE && queue.length) {
      counts.running += 1;
      send(queue.shift());
    }
    watchChecks();
  };
  const add = (files) => {
    if (counts.done === counts.total) {
      Object.assign(counts, { done: 0, total: 0 });
      Object.assign(sizes, { sent: 0, total: 0 });
    }
    for (const file of files) {
      if (file.size > Number(drop.dataset.max)) {
        refuse(file, drop.dataset.tooLarge); // the server says the same, but only once much has been sent
        continue;
      }
      queue.push(file);
      counts.total += 1;
      sizes.total += file.size;
    }
    show();
    next();
  };
  document.getElementById("files").addEventListener("change", (event) => { add([...event.target.files]); event.target.value = ""; });
  for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => { event.preventDefault(); add([...event.dataTransfer.files]); });
  if (waiting.querySelector("[data-checking]")?.dataset.checking !== "0") watchChecks();
})();
