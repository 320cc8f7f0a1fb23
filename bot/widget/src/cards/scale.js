/** A number on a scale, one button each. */

import { button, h } from "../dom.js";

export function scaleCard(card, _context, { words, say }) {
  const numbers = Array.from({ length: card.to - card.from + 1 }, (_, at) => `${card.from + at}`);
  const ends = { [card.from]: words.least, [card.to]: words.most };
  const buttons = numbers.map((number) =>
    button(number, () => say(number, number), {
      class: "choice",
      "aria-label": ends[number] ? `${number}, ${ends[number]}` : null,
    }),
  );
  const legend = h(
    "p",
    { class: "ends", "aria-hidden": "true" },
    h("span", {}, `${card.from}: ${words.least}`),
    h("span", {}, `${card.to}: ${words.most}`),
  );
  const group = h("div", { class: "scale", role: "group", "aria-label": words.scale }, ...buttons);
  return { nodes: [h("div", { class: "live" }, group, legend)] };
}
