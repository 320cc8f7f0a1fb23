/** The timer as it is seen: what is held, the seconds left, and buttons to start, pause and begin again. */

import { button, h } from "../dom.js";
import { bar } from "./question.js";
import { elapsedOf, partsOf, placeAt, STANDING, switched } from "./timer.js";

const TICK = 200; // ms

export function timer(card, key, { words, mark, setMark }) {
  const name = `${key} timer`;
  const parts = partsOf(card);
  let clock = mark(name) ?? STANDING;
  let ticking = null;

  const label = h("p", { class: "part", role: "status" });
  const seconds = h("p", { class: "seconds", role: "timer" });
  const line = bar(0);
  const start = button("", () => turn(switched(clock, Date.now())), { class: "main" });
  const reset = button(words.reset, () => turn(STANDING), { class: "plain" });
  const node = h(
    "div",
    { class: "timer", role: "group", "aria-label": words.timer },
    label,
    seconds,
    line,
    h("div", { class: "choices" }, start, reset),
  );

  function turn(next) {
    clock = next;
    setMark(name, clock);
    draw();
  }

  function said(part) {
    if (part.kind !== "hold") return words[part.kind];
    return words.part(part.side === null ? words.hold : [words.first, words.other][part.side], part.number, card.sets);
  }

  function draw() {
    const elapsed = elapsedOf(clock, Date.now());
    const { part, left, share } = placeAt(parts, elapsed);
    const fresh = !elapsed && clock.since === null;
    const text = fresh ? words.seconds(card.seconds) : part ? said(part) : words.finished;
    if (label.textContent !== text) label.textContent = text;
    seconds.textContent = fresh || !part ? "" : `${left}`;
    seconds.hidden = fresh || !part;
    line.firstChild.style.setProperty("inline-size", `${fresh ? 0 : share * 100}%`);
    start.textContent = clock.since !== null ? words.pause : fresh ? words.start : words.resume;
    start.hidden = !part;
    reset.hidden = fresh;
    node.classList.toggle("resting", Boolean(part) && part.kind !== "hold");
    if (clock.since !== null && part) ticking ??= setInterval(beat, TICK);
    else stop();
  }

  function beat() {
    if (node.isConnected) draw();
    else stop();
  }

  function stop() {
    clearInterval(ticking);
    ticking = null;
  }

  draw();
  return node;
}
