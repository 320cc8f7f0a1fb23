/** The conversation: what was said, what is on its way, and what the views must show of it. */

import { Api } from "../transport/api.js";
import { Inbox } from "../transport/inbox.js";
import { FAILED, Outbox, SENDING, SENT } from "../transport/outbox.js";
import { Session } from "../transport/session.js";
import { alertsAfter, isAbove } from "./alerts.js";
import { Store } from "./store.js";

const GREETING = "hello"; // brings the greeting with its disclosure; not shown as the person's words
const PATIENCE = 60_000; // ms after which nobody waits for a reply any more

export class Conversation {
  #store;
  #session;
  #inbox;
  #outbox;
  #show;
  #watched = false;
  #misses = 0;
  #timer;

  /**
   * `show` has `added(entry)`, `updated(entry)`, `cleared()`, `alerted()`, `waiting(bool)` and
   * `reach("ok" | "offline" | "unreachable" | "refused")`.
   */
  constructor(base, show) {
    this.#store = new Store(base);
    this.#show = show;
    const api = new Api(base);
    this.#session = new Session(api, this.#store);
    this.#outbox = new Outbox(api, {
      token: () => this.#session.begun(),
      next: () => this.entries.find((entry) => entry.state === SENDING),
      sent: (entry, message, token) => this.#sent(entry, message, token),
      refused: (entry, turn) => this.#refused(entry, turn),
      failed: (entry, error) => this.#failed(entry, error),
      lost: (token) => this.#lost(token),
    });
    this.#inbox = new Inbox(api, {
      token: () => this.#session.token,
      after: () => this.#store.data.after,
      reply: (event) => this.#reply(event),
      reached: () => this.#reached(),
      failed: (error) => this.#missed(error),
    });
  }

  /** Everything said so far, oldest first. */
  get entries() {
    return this.#store.data.entries;
  }

  /** `[level, advice]` of the danger that holds, or null. */
  get alert() {
    const { level, alerts } = this.#store.data;
    return level && [level, alerts[level] ?? ""];
  }

  /** Whether the window was open when the page was left. */
  get open() {
    return this.#store.data.open;
  }

  set open(open) {
    this.#store.data.open = open;
    this.#store.save();
  }

  /** A tick or timer of a card, by its name. */
  mark(name) {
    return this.#store.data.marks[name];
  }

  /** Remember it. */
  setMark(name, value) {
    this.#store.data.marks[name] = value;
    this.#store.save();
  }

  /** The person looks at it: begin where nothing was said yet, send what waits, and listen. */
  watch() {
    this.#watched = true;
    if (!this.entries.length) this.#add({ kind: "user", hidden: true, state: SENDING, text: GREETING });
    this.#resend();
    this.#show.reach(navigator.onLine ? "ok" : "offline");
    this.#listen();
    this.#tellWaiting();
  }

  /** The person does not look: the stream is closed; replies are there when they come back. */
  rest() {
    this.#watched = false;
    this.#inbox.stop();
  }

  /** The browser found the network again, or lost it. */
  online(is) {
    this.#misses = 0;
    this.#show.reach(is ? "ok" : "offline");
    if (is) {
      this.#resend();
      this.#inbox.again();
    }
  }

  /** The person says `text`; `shown` is how it stands in the log. */
  say(text, shown = text) {
    this.#add({ kind: "user", state: SENDING, text: shown }, { text });
  }

  /** The person takes an offered choice. */
  choose(id, title) {
    this.#add({ kind: "user", state: SENDING, text: title }, { choice: id });
  }

  /** Send a message that did not get through once more. */
  retry(entry) {
    Object.assign(entry, { state: SENDING, refused: false });
    this.#changed(entry);
    this.#outbox.flush();
  }

  /** Delete the conversation on the server, then here, and begin a new one. False where the server did not. */
  async clear() {
    if (!(await this.#session.ended())) return false;
    this.#inbox.stop();
    this.forget();
    this.watch();
    return true;
  }

  /** Forget what was said, here only. */
  forget() {
    this.#store.clear();
    this.#show.cleared();
    this.#show.alerted();
  }

  #add(entry, said = { text: entry.text }) {
    const id = unique();
    Object.assign(entry, { key: id, body: { id, ...said } });
    this.entries.push(entry);
    this.#store.save();
    this.#show.added(entry);
    this.#outbox.flush();
    this.#tellWaiting();
  }

  #sent(entry, message, token) {
    if (token !== this.#session.token) return this.#session.end(token); // deleted while this was on its way
    Object.assign(entry, { state: SENT, message, at: Date.now() });
    entry.answered = this.entries.some((other) => other.kind === "bot" && other.message === message);
    this.#changed(entry);
    this.#reached();
    this.#listen();
  }

  #listen() {
    if (this.#watched && this.#session.token) this.#inbox.start();
  }

  #refused(entry, turn) {
    Object.assign(entry, { state: FAILED, refused: true });
    this.#changed(entry);
    const { level } = this.#store.data; // such a turn knows nothing of what was said before
    const known = isAbove(level, turn.level) ? { ...turn, level, outcome: "" } : turn;
    this.#hear({ kind: "bot", key: unique(), turn: known });
  }

  #failed(entry, error) {
    entry.state = FAILED;
    entry.final = error.status >= 400 && error.status < 500 && ![401, 429].includes(error.status);
    this.#changed(entry);
    this.#show.reach(error.status === 403 ? "refused" : navigator.onLine ? "unreachable" : "offline");
  }

  #reply({ number, message, turn }) {
    if (number <= this.#store.data.after) return;
    this.#store.data.after = number;
    const asked = this.entries.find((entry) => entry.kind === "user" && entry.message === message);
    if (asked) asked.answered = true;
    this.#hear({ kind: "bot", key: unique(), message, turn });
  }

  #hear(entry) {
    Object.assign(this.#store.data, alertsAfter(this.#store.data, entry.turn));
    this.entries.push(entry);
    this.#store.save();
    this.#show.alerted();
    this.#tellWaiting();
    this.#show.added(entry);
  }

  #reached() {
    this.#misses = 0;
    this.#show.reach("ok");
    this.#resend();
  }

  /** True where there is no sense in another attempt. */
  #missed(error) {
    if (error.status === 401) {
      this.#lost(this.#session.token);
      return true;
    }
    if (error.status === 403) this.#show.reach("refused");
    else if (++this.#misses > 1 || !navigator.onLine) this.#show.reach(navigator.onLine ? "unreachable" : "offline");
    return error.status === 403;
  }

  /** The server does not know `token` any more: begin a new conversation, and say that it is one. */
  #lost(token) {
    if (!this.#session.lost(token)) return;
    this.#inbox.stop();
    for (const entry of this.entries) if (entry.state === SENT && !entry.answered) entry.state = FAILED;
    const note = { kind: "note", key: unique() };
    this.entries.push(note);
    this.#store.save();
    this.#show.added(note);
    this.#session.begun().then(
      () => this.#watched && this.watch(),
      (error) => this.#missed(error),
    );
  }

  #resend() {
    for (const entry of this.entries) {
      if (entry.state === FAILED && !entry.final && !entry.refused) {
        entry.state = SENDING;
        this.#changed(entry);
      }
    }
    this.#outbox.flush();
  }

  #changed(entry) {
    this.#store.save();
    this.#show.updated(entry);
    this.#tellWaiting();
  }

  #tellWaiting() {
    const since = Date.now() - PATIENCE;
    const waits = this.entries.some((entry) => entry.state === SENT && !entry.answered && entry.at > since);
    this.#show.waiting(waits);
    clearTimeout(this.#timer);
    if (waits) this.#timer = setTimeout(() => this.#tellWaiting(), PATIENCE);
  }
}

function unique() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
