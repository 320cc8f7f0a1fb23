/** The log: what was said, oldest first. Screen readers are told what is added, once. */

import { h } from "../dom.js";
import { botEntry, noteEntry, userEntry } from "./entries.js";

export class Log {
  #tools;
  #shown = new Map();
  #newest = null;
  #atEnd = true;

  /** `tools` is what entries act with: see element.js. */
  constructor(tools) {
    this.#tools = tools;
    this.node = h("div", { class: "log", role: "log", "aria-label": tools.words.log, "aria-live": "off", tabindex: "0" });
    this.node.addEventListener("scroll", () => (this.#atEnd = this.#left() < 8));
    new ResizeObserver(() => this.#atEnd && this.toEnd()).observe(this.node); // a banner or keyboard takes room
  }

  /** Show `entries` without announcing them, such as after a reload. */
  restore(entries) {
    this.node.setAttribute("aria-live", "off");
    this.node.replaceChildren();
    this.#shown.clear();
    this.#newest = null;
    entries.forEach((entry) => this.#put(entry));
    this.toEnd();
  }

  /** Add an entry, announce it, and bring its beginning into view. */
  add(entry) {
    this.node.setAttribute("aria-live", "polite");
    const view = this.#put(entry);
    if (view) this.#reveal(view.node);
  }

  /** Show a changed state of an entry. */
  update(entry) {
    this.#shown.get(entry.key)?.update?.();
  }

  /** Scroll to the end. */
  toEnd() {
    this.node.scrollTop = this.node.scrollHeight;
  }

  /** Put the focus on the newest thing that the person said, so that the next Tab finds the answer's choices. */
  focusNewest() {
    (this.#newest ?? this.node).focus({ preventScroll: true });
  }

  #left() {
    return this.node.scrollHeight - this.node.clientHeight - this.node.scrollTop;
  }

  #put(entry) {
    if (entry.kind !== "user" || !entry.hidden) this.#retire();
    const make = { user: userEntry, bot: botEntry, note: noteEntry }[entry.kind];
    const view = make(entry, this.#tools);
    this.#shown.set(entry.key, view);
    this.node.append(view.node);
    if (entry.kind === "user" && !entry.hidden) this.#newest = view.node;
    return view;
  }

  /** Choices belong to the newest reply only: the server refuses older ones. */
  #retire() {
    this.node.querySelectorAll(".live").forEach((node) => node.remove());
  }

  /** To the end, but never past the start of something that is higher than the window. */
  #reveal(node) {
    const start = node.offsetTop - this.node.offsetTop - 12;
    this.node.scrollTop = Math.min(start, this.node.scrollHeight - this.node.clientHeight);
  }
}
