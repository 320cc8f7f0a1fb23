/** What a site sets: attributes of the script tag, or of the element where the page holds one itself. */

import { languageOf } from "./words.js";

/** Names of the attributes, without `data-`. */
export const NAMES = ["label", "title", "position", "theme", "lang", "open", "base"];

/** The settings of `element`; `origin` is where the script came from. */
export function settingsOf(element, origin) {
  const given = (name) => element.getAttribute(`data-${name}`) || "";
  return {
    base: (given("base") || origin).replace(/\/+$/, ""),
    label: given("label"),
    title: given("title"),
    language: languageOf(given("lang") || document.documentElement.lang),
    page: given("open") === "page",
    left: isLeft(given("position") || "end", getComputedStyle(element).direction),
  };
}

/** `start` and `end` are as the page's text runs. */
function isLeft(position, direction) {
  return position === "left" || position === (direction === "rtl" ? "end" : "start");
}
