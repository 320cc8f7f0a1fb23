/** The red-flag banner: pinned above the log as long as the danger holds, also after a reload. */

import { h, icon } from "../dom.js";
import { advice } from "../model/alerts.js";
import { callable } from "../text.js";
import { CONTENT } from "../words.js";

const WARNING = "M12 3 2 20h20L12 3zm0 6v5m0 3v.1";
const CALENDAR = "M4 6h16v14H4zM4 10h16M8 3v4m8-4v4";

export class Banner {
  #words;
  #shown = "";

  constructor(words) {
    this.#words = words;
    this.node = h("div", { class: "banner", role: "alert", hidden: true });
  }

  /** Show `[level, text]`, or nothing for null; the same again is not announced again. */
  show(alert) {
    const shown = JSON.stringify(alert);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.node.hidden = !alert;
    this.node.replaceChildren(...(alert ? this.#parts(...alert) : []));
    if (alert) this.node.dataset.level = alert[0];
  }

  #parts(level, text) {
    const sign = icon(level === "professional" ? CALENDAR : WARNING);
    const [act, rest] = advice(text);
    const parts = [h("h3", {}, sign, this.#words[level])];
    if (act) parts.push(h("p", { class: "act", lang: CONTENT, dir: "auto" }, ...callable(act)));
    if (rest) {
      const more = h("p", { lang: CONTENT, dir: "auto" }, rest);
      parts.push(h("details", {}, h("summary", {}, this.#words.advice), more));
    }
    return parts;
  }
}
