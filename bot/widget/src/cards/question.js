/** A question of a guided conversation: how far it is, its answers, one step back, why, and stop. */

import { button, h } from "../dom.js";
import { CONTENT } from "../words.js";

const NOTHING = /^(?:none|neither|no|nothing)\b/i; // an answer that excludes the others
const BACK_IN = "self_check:"; // the conversation that knows the way back

export function questionCard(card, { reply, turn, key }, tools) {
  const { words, say, choose } = tools;
  const lead = h("p", { class: "count-of" }, words.question(card.number, card.of), bar(card.number / card.of));
  const answers = card.many
    ? ticks(reply.buttons, key, tools)
    : h(
        "div",
        { class: "choices column live", role: "group", "aria-label": words.choices, lang: CONTENT },
        ...reply.buttons.map(({ title, id }) => button(title, () => choose(id, title), { class: "choice" })),
      );
  const canGoBack = card.number > 1 && turn.expecting?.startsWith(BACK_IN);
  const steps = h(
    "p",
    { class: "steps live" },
    canGoBack && button(words.back, () => say("go back", words.back), { class: "quiet" }),
    button(words.why, () => say("why do you ask?", words.why), { class: "quiet" }),
    button(words.stop, () => say("stop", words.stop), { class: "quiet" }),
  );
  return { lead: [lead], nodes: [answers, steps], answers: true };
}

/** A bar for the eye; `share` is 0 to 1. */
export function bar(share) {
  const done = h("i");
  done.style.setProperty("inline-size", `${Math.round(share * 100)}%`);
  return h("span", { class: "bar", "aria-hidden": "true" }, done);
}

/** Check boxes for several answers at once, and the last choice ("not sure") as a button of its own. */
function ticks(buttons, key, { words, say, choose }) {
  const options = buttons.slice(0, -1);
  const unsure = buttons[buttons.length - 1];
  const hint = h("p", { class: "hint", role: "alert" });
  const boxes = options.map((option, at) =>
    h("input", { type: "checkbox", id: `${key}-${at}`, onchange: () => settle(at) }),
  );

  /** "None of these" and the others exclude each other. */
  function settle(at) {
    hint.textContent = "";
    if (!boxes[at].checked) return;
    const alone = NOTHING.test(options[at].title);
    boxes.forEach((box, other) => {
      if (other !== at && (alone || NOTHING.test(options[other].title))) box.checked = false;
    });
  }

  function send(event) {
    event.preventDefault();
    const chosen = options.map((_, at) => at).filter((at) => boxes[at].checked);
    if (!chosen.length) {
      hint.textContent = words.manyNone;
      boxes[0].focus();
    } else if (chosen.length === 1) choose(options[chosen[0]].id, options[chosen[0]].title);
    else say(chosen.map((at) => at + 1).join(", "), chosen.map((at) => options[at].title).join("; "));
  }

  const line = (box, at) => h("label", { class: "tick", lang: CONTENT }, box, h("span", {}, options[at].title));
  return h(
    "form",
    { class: "live", novalidate: true, onsubmit: send },
    h("fieldset", {}, h("legend", {}, words.many), ...boxes.map(line)),
    hint,
    h(
      "div",
      { class: "choices" },
      button(words.manySend, () => {}, { type: "submit", class: "main" }),
      button(unsure.title, () => choose(unsure.id, unsure.title), { class: "choice", lang: CONTENT }),
    ),
  );
}
