/** The window: title, banner, log, state of the connection, text box; as a dialog, or as a part of the page. */

import { button, h, icon } from "../dom.js";
import { Banner } from "./banner.js";
import { composer } from "./composer.js";
import { Log } from "./log.js";

const CROSS = "M5 5l14 14M19 5 5 19";
const BIN = "M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13M10 11v5m4-5v5";
const SLOW = 500; // ms before it is said that a reply is being written

export class Panel {
  #words;
  #writing;
  #timer;

  /** `tools` as in element.js, with `close()` and `clear()`; `page` for a part of the page. */
  constructor(tools, title, page) {
    const { words } = tools;
    this.#words = words;
    this.log = new Log(tools);
    this.banner = new Banner(words);
    this.composer = composer(tools);
    this.title = h("h2", { id: "title", tabindex: "-1" }, title || words.title);
    this.status = h("p", { class: "status", role: "status" });
    this.#writing = h("p", { class: "writing", role: "status" });
    this.asks = h("div", { class: "asks", role: "group", "aria-label": words.clear, hidden: true });
    const act = (name, path, run) => button(icon(path), run, { class: "tool", "aria-label": name, title: name });
    this.bin = act(words.clear, BIN, () => this.#ask(tools.clear));
    this.node = h(
      page ? "section" : "dialog",
      { class: page ? "panel page" : "panel", "aria-labelledby": "title", part: "panel" },
      h(
        "div",
        { class: "head" },
        h("div", { class: "names" }, this.title, h("p", {}, words.subtitle)),
        this.bin,
        page ? null : act(words.close, CROSS, tools.close),
      ),
      this.asks,
      this.banner.node,
      this.log.node,
      this.#writing,
      this.status,
      this.composer.node,
    );
  }

  /** Say that a reply is being written, or not any more. */
  writing(is) {
    clearTimeout(this.#timer);
    if (!is) return this.#writing.replaceChildren();
    if (this.#writing.firstChild) return;
    const dots = h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
    this.#timer = setTimeout(() => this.#writing.replaceChildren(this.#words.writing, dots), SLOW);
  }

  /** Say how the connection is. */
  reach(state) {
    this.status.textContent = state === "ok" ? "" : this.#words[state];
  }

  /** End the question whether to delete; true when it was there. */
  unask() {
    if (this.asks.hidden) return false;
    this.asks.hidden = true;
    this.bin.focus();
    return true;
  }

  #ask(clear) {
    const words = this.#words;
    const question = h("p", { id: "asked" }, words.clearAsk);
    const yes = button(words.clearYes, async () => {
      if (await clear()) this.asks.hidden = true;
      else question.textContent = words.clearFailed;
    }, { class: "danger", "aria-describedby": "asked" });
    this.asks.replaceChildren(question, yes, button(words.clearNo, () => this.unask(), { class: "plain" }));
    this.asks.hidden = false;
    yes.focus();
  }
}
