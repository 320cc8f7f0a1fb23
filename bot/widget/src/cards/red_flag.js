/** Advice about a danger, as it stands in the log; the banner says what to do first. */

import { h } from "../dom.js";
import { blocks, callable } from "../text.js";
import { CONTENT } from "../words.js";

export function redFlagCard(card, { reply }, { words }) {
  const said = blocks(reply.text);
  said.forEach((block) => block.replaceChildren(...callable(block.textContent)));
  const body = h("div", { class: "said", lang: CONTENT, dir: "auto" }, ...said);
  return { text: "", nodes: [h("div", { class: "advice", "data-level": card.level }, h("h3", {}, words[card.level]), body)] };
}
