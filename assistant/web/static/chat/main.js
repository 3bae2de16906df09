// The chat page. Gradio draws it; these scripts hold the conversation, send the questions and listen to the reader.

import * as actions from "./actions.js";
import * as citations from "./citations.js";
import * as connection from "./connection.js";
import * as conversation from "./conversation.js";
import * as keys from "./keys.js";
import { addRegions } from "./page.js";

const start = () => {
  addRegions();
  actions.connect();
  citations.connect();
  keys.connect();
  new MutationObserver(conversation.notice).observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-ticket", "aria-busy"],
  });
  window.assistantChat = { submit: conversation.submit };
  conversation.open();
  connection.watch();
};

// Gradio and this file load in either order.
if (window.assistantBridge) start();
else document.addEventListener("assistant-bridge", start, { once: true });

// Gradio sets its dark class by the system's wish when it starts; the visitor's choice stands over it.
const followTheme = () => document.body.classList.toggle("dark", document.documentElement.dataset.theme === "dark");
new MutationObserver(() => {
  if (document.body.classList.contains("dark") !== (document.documentElement.dataset.theme === "dark")) followTheme();
}).observe(document.body, { attributes: true, attributeFilter: ["class"] });
followTheme();
