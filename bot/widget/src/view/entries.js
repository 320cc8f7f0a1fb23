/** One entry of the log: something the person said, a reply, or a note of the widget's own. */

import { cardOf } from "../cards/index.js";
import { button, h, unseen } from "../dom.js";
import { blocks, inline } from "../text.js";
import { FAILED, SENDING } from "../transport/outbox.js";
import { CONTENT } from "../words.js";

const SLOW = 700; // ms after which it is said that a message is still on its way

/** What the person said, with what became of it. */
export function userEntry(entry, { words, retry }) {
  const state = h("div", { class: "state" });
  const text = entry.hidden ? [] : [unseen(`${words.you} `), h("p", { dir: "auto" }, entry.text)];
  const node = h("div", { class: `entry user${entry.hidden ? " hidden" : ""}`, tabindex: "-1" }, ...text, state);
  let timer;
  const update = () => {
    clearTimeout(timer);
    state.replaceChildren();
    node.classList.toggle("failed", entry.state === FAILED);
    if (entry.state === FAILED) {
      const again = button(words.retry, () => retry(entry));
      state.append(navigator.onLine ? words.notSent : words.waits, " ", ...(entry.final ? [] : [again]));
    } else if (entry.state === SENDING && !entry.hidden) {
      timer = setTimeout(() => state.append(`${words.sending}…`), SLOW);
    }
  };
  update();
  return { node, update };
}

/** A reply: text, card, sources, choices. */
export function botEntry(entry, tools) {
  const { turn } = entry;
  const node = h("div", { class: "entry bot", tabindex: "-1" }, unseen(`${tools.words.bot} `));
  for (const reply of turn.replies) {
    const card = cardOf({ reply, turn, key: entry.key }, tools);
    const said = h("div", { class: "said", lang: CONTENT, dir: "auto" }, ...blocks(card?.text ?? reply.text));
    node.append(...(card?.lead ?? []), said, ...(card?.nodes ?? []), ...sources(reply.sources, tools.words));
    if (!card?.answers) node.append(...choices(reply.buttons, tools));
  }
  if (turn.topic) node.append(unhelpful(tools));
  return { node };
}

/** A remark of the widget. */
export function noteEntry(entry, { words }) {
  return { node: h("div", { class: "entry note" }, h("p", {}, words.fresh)) };
}

/** The offered choices as buttons; none for none. */
export function choices(buttons, { words, choose }) {
  if (!buttons.length) return [];
  const group = h("div", { class: "choices live", role: "group", "aria-label": words.choices, lang: CONTENT });
  for (const { title, id } of buttons) group.append(button(title, () => choose(id, title), { class: "choice" }));
  return [group];
}

function sources(labels, words) {
  if (!labels.length) return [];
  if (labels.length === 1) return [h("p", { class: "sources" }, `${words.source}: `, ...inContent(labels[0]))];
  const list = h("ul", {}, ...labels.map((label) => h("li", {}, ...inContent(label))));
  return [h("details", { class: "sources" }, h("summary", {}, words.sources(labels.length)), list)];
}

function inContent(label) {
  return [h("span", { lang: CONTENT, dir: "auto" }, ...inline(label))];
}

function unhelpful({ words, say }) {
  // In these words: "did not help" can also be said of a treatment.
  const act = () => say("That did not answer my question", words.unhelpful);
  return h("p", { class: "unhelpful live" }, button(words.unhelpful, act, { class: "quiet" }));
}
