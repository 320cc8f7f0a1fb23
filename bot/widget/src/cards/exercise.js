/** One exercise: picture, steps, dose, what to feel, when to stop, and a timer for what is held. */

import { button, h, icon } from "../dom.js";
import { CONTENT } from "../words.js";
import { timer } from "./timer_view.js";
import { tickList } from "./ticks.js";

const HAND = "M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 8v5m0 3v.1";

export function exerciseCard(card, { reply, key }, tools) {
  const { words, base, say } = tools;
  const place = `${card.number} of ${card.of}`;
  const picture = card.picture && h("img", {
    src: `${base}/pictures/${card.picture}`,
    alt: card.picture_text ?? words.drawing(card.name),
    width: "320",
    height: "240",
  });
  const node = h(
    "section",
    { class: "card exercise", lang: CONTENT, "aria-label": card.name },
    h("h3", {}, card.name),
    card.of > 1 && !reply.text.includes(place) && h("p", { class: "small" }, words.exercise(card.number, card.of)),
    picture,
    h("h4", {}, words.steps),
    h("ol", {}, ...card.steps.map((step) => h("li", {}, step))),
    h("h4", {}, words.dose),
    h("p", {}, card.dose),
    card.seconds ? timer(card, key, tools) : rounds(card, key, tools),
    h("h4", {}, words.feel),
    h("p", {}, card.feel),
    h("p", { class: "stop" }, icon(HAND), card.stop),
    card.number > 1 && h("p", { class: "live" }, button(words.back, () => say("go back", words.back), { class: "quiet" })),
  );
  return { text: beyond(card, reply.text), nodes: [node] };
}

/** What the text says that the card does not. */
function beyond(card, text) {
  const steps = card.steps.join(" ");
  if (!text.includes(steps)) return text.replace(card.stop, "").trim();
  const feel = new RegExp(`[^.:\\s][^.:]*: ${escaped(card.feel)}`, "i");
  const rest = [steps, card.dose, card.stop].reduce((left, part) => left.replace(part, ""), text);
  return rest.replace(feel, "").trim();
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Boxes to tick off rounds of what is repeated. */
function rounds(card, key, tools) {
  const { words } = tools;
  const sides = card.sides === 2 ? [words.first, words.other] : [words.round];
  const names = Array.from({ length: card.sets }, (_, at) => at + 1).flatMap((number) =>
    sides.map((side) => words.part(side, number, card.sets)),
  );
  return tickList(names.map((name) => ({ name })), `${key} rounds`, tools);
}
