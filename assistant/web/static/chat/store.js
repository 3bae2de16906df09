// The visitor's conversations, in this browser's storage and nowhere else. What is read from it is not trusted: its
// shape is checked here, its content by the server, which alone turns it into HTML.

const KEY = "assistant-conversations";
const CURRENT = "assistant-conversation";
const MOST = 50; // conversations
const LONGEST = 3_000_000; // characters of all of them; browsers keep about 5 million
const TURNS = 20; // of one conversation, as on the server
const LONGEST_CONVERSATION = 500_000; // characters; the server takes no request of more than a million octets

/** The newest turns, as many as a conversation may have. */
export const within = (turns) => {
  const kept = turns.slice(-TURNS);
  while (kept.length > 1 && kept.reduce((sum, turn) => sum + turn.length, 0) > LONGEST_CONVERSATION) kept.shift();
  return kept;
};

let memory = "[]"; // for a private window that denies storage
let keeps = true;

/** Whether this browser keeps conversations beyond the page. */
export const isKept = () => keeps;

const read = (storage, key) => {
  try { return window[storage].getItem(key); } catch { keeps = storage === "localStorage" ? false : keeps; return null; }
};
const write = (storage, key, value) => {
  try { window[storage].setItem(key, value); return true; } catch { return false; }
};

const isText = (value) => typeof value === "string";
const isConversation = (c) => isText(c?.id) && isText(c.title) && Number.isFinite(c.updated)
  && Array.isArray(c.turns) && c.turns.every(isText);

/** All conversations, the newest first. */
export const all = () => {
  try {
    const list = JSON.parse(read("localStorage", KEY) ?? memory);
    return Array.isArray(list) ? list.filter(isConversation) : [];
  } catch {
    return [];
  }
};

const keep = (list) => {
  const kept = list.slice(0, MOST);
  let text = JSON.stringify(kept);
  while (kept.length > 1 && text.length > LONGEST) { kept.pop(); text = JSON.stringify(kept); }
  while (!write("localStorage", KEY, text)) {
    // Full, or denied: the oldest make room; if one alone has none, the page remembers for itself.
    if (kept.length <= 1) { keeps = false; memory = text; return; }
    kept.pop();
    text = JSON.stringify(kept);
  }
  keeps = true;
};

export const fresh = () => ({ id: crypto.randomUUID?.() ?? String(Math.random()).slice(2), title: "", updated: Date.now(), turns: [], pending: null });

/** The conversation of this tab, or a new one. */
export const current = () => all().find((c) => c.id === read("sessionStorage", CURRENT)) ?? fresh();

export const choose = (conversation) => write("sessionStorage", CURRENT, conversation.id);

/** Puts a conversation that has something in it on top of the list. */
export const save = (conversation) => {
  choose(conversation);
  if (!conversation.turns.length && !conversation.pending) return;
  conversation.updated = Date.now();
  keep([conversation, ...all().filter((c) => c.id !== conversation.id)]);
};

export const rename = (id, title) => keep(all().map((c) => (c.id === id ? { ...c, title } : c)));
export const remove = (id) => keep(all().filter((c) => c.id !== id));
export const removeAll = () => keep([]);

/** Small things of this tab: the draft of a question, the filters that are set. */
export const remember = (name, value) => write("sessionStorage", `assistant-${name}`, JSON.stringify(value));
export const recall = (name, otherwise) => {
  try { return JSON.parse(read("sessionStorage", `assistant-${name}`)) ?? otherwise; } catch { return otherwise; }
};
