// Whether the server is there, and whether it is ready. A lost connection is said in a banner; nothing is lost with it.

import * as conversation from "./conversation.js";
import { make, said } from "./page.js";

const OFTEN = 2000; // milliseconds between two looks while something is in the way
const SELDOM = 15_000;
const PATIENCE = 10_000; // for one look: a busy machine is not a lost one

const banner = make("div", { id: "connection", role: "alert", hidden: true });
let lost = false;
let slow = 0;
let known = "";
let looking = false;
let looked = 0;

const setLost = (now) => {
  if (now === lost) return;
  lost = now;
  document.body.classList.toggle("offline", lost);
  banner.hidden = false;
  banner.textContent = lost ? said().offline : said().online;
  banner.classList.toggle("back", !lost);
  if (lost) return;
  setTimeout(() => { banner.hidden = !lost; }, 4000);
  if (!conversation.isWaiting()) return;
  // Gradio still waits for an answer or a drawing that was under way: the page begins anew, with all that it has kept.
  conversation.abandon();
  location.reload();
};

const ready = () => document.querySelector(".status.ready") !== null;

const look = async () => {
  if (looking) return;
  looking = true;
  try {
    const answer = await fetch("/health", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    const state = await answer.json();
    slow = 0;
    setLost(false);
    const now = `${state.model_loaded} ${state.generation}`;
    if (now !== known || !ready()) conversation.refreshStatus();
    known = now;
  } catch (error) {
    slow += 1;
    // A look that takes too long may mean a busy machine; twice in a row, or a refused connection, does not.
    if (error.name !== "TimeoutError" || slow > 1) setLost(true);
  }
  looking = false;
  looked = Date.now();
};

// Whether a look is due is asked at each beat: a question may have come since the last one.
const beat = () => {
  if (lost || !ready() || conversation.isBusy() || Date.now() - looked >= SELDOM) look();
};

export const watch = () => {
  document.body.prepend(banner);
  window.addEventListener("offline", look);
  window.addEventListener("online", look);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  setInterval(beat, OFTEN);
  look();
};
