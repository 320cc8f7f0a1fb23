/** The result of the self-check: how many answers fit, fit other causes too, do not fit, or are open. */

import { button, h } from "../dom.js";
import { blocks } from "../text.js";
import { CONTENT } from "../words.js";
import { answerList } from "./answers.js";

const OPEN = ["Not sure", "Skipped"];

export function resultCard(card, { reply }, { words, say }) {
  const open = card.answers.filter(({ answer }) => OPEN.includes(answer)).length;
  const counts = { fits: card.fits, shared: card.shared, against: card.against, open };
  const tally = Object.entries(counts).map(([name, count]) =>
    h("li", { class: name }, h("b", {}, `${count}`), ` ${words[name]}`),
  );
  const parts = reply.text.split("\n\n");
  const at = parts.findIndex((part) => part.includes(`(${card.fits}): `));
  const named = at < 0 ? [] : parts[at].split("\n").map((line) => h("li", {}, line));
  const node = h(
    "section",
    { class: "card", lang: CONTENT, "aria-label": words.answers },
    h("ul", { class: "tally" }, ...tally),
    named.length > 0 && h("ul", {}, ...named),
    h("details", {}, h("summary", {}, words.answers), answerList(card.answers)),
    h("p", { class: "live" }, button(words.change, () => say("change my answers", words.change), { class: "plain" })),
  );
  const rest = h("div", { class: "said", lang: CONTENT, dir: "auto" }, ...blocks(parts.slice(at + 1).join("\n\n")));
  return at < 0 ? { nodes: [node] } : { text: parts.slice(0, at).join("\n\n"), nodes: [node, rest] };
}
