/** A routine: its exercises to tick off, with their doses. */

import { h } from "../dom.js";
import { blocks } from "../text.js";
import { CONTENT } from "../words.js";
import { tickList } from "./ticks.js";

const LISTED = /^- /m;

export function routineCard(card, { reply, key }, tools) {
  const { words } = tools;
  const items = (entries) =>
    entries.map(({ name, dose, days }) => ({ name, more: `${dose} ${words.days(days)}.` }));
  const node = h(
    "section",
    { class: "card routine", lang: CONTENT, "aria-label": words.routine(card.week) },
    h("h3", {}, words.routine(card.week)),
    tickList(items(card.exercises), `${key} exercises`, tools),
    card.strength.length > 0 && [h("h4", {}, words.strength), tickList(items(card.strength), `${key} strength`, tools)],
    card.left_out.length > 0 && h("p", { class: "small" }, `${words.leftOut}: ${card.left_out.join(", ")}`),
  );
  const parts = reply.text.split("\n\n");
  const at = parts.findIndex((part) => LISTED.test(part));
  if (at < 0) return { nodes: [node] };
  const lead = parts[at].split("\n").filter((line) => !LISTED.test(line)); // the lists are the card's
  const rest = parts.slice(at + 1).filter((part) => !LISTED.test(part));
  const behind = h("div", { class: "said", lang: CONTENT, dir: "auto" }, ...blocks(rest.join("\n\n")));
  return { text: [...parts.slice(0, at), lead.join("\n")].join("\n\n"), nodes: [node, behind] };
}
