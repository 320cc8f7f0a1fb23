/** Where the person types: Enter sends, Shift+Enter makes a new line, and a counter warns before the limit. */

import { button, h, icon } from "../dom.js";

const MOST = 1000; // characters, as the server counts them
const WARN = 200; // characters left from which they are counted
const PLANE = "M3 11.5 21 3l-6 18-4-7.5-8-2zm8 2L21 3";

/** `node` is the form; `focus()` puts the focus into the box. `say` takes what is sent. */
export function composer({ words, say, person }) {
  const count = h("p", { class: "count", id: "count", role: "status" });
  const box = h("textarea", {
    id: "box",
    rows: "1",
    placeholder: words.placeholder,
    autocomplete: "off",
    enterkeyhint: "send",
    "aria-describedby": "count",
    oninput: update,
    onkeydown: (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      send();
    },
  });
  const sendButton = button(icon(PLANE), () => {}, { type: "submit", class: "send", "aria-label": words.send });
  const onsubmit = (event) => (event.preventDefault(), send());
  const node = h(
    "form",
    { class: "composer", novalidate: true, onsubmit },
    h("label", { for: "box", class: "unseen" }, words.box),
    h("div", { class: "line" }, box, sendButton),
    count,
    h("div", { class: "foot" }, button(words.person, person, { class: "quiet" }), h("p", {}, words.lasting)),
  );

  function update() {
    const left = MOST - [...box.value.trim()].length;
    count.textContent = left < 0 ? words.over(-left) : left < WARN ? words.left(left) : "";
    box.setAttribute("aria-invalid", left < 0);
    box.style.setProperty("block-size", "auto");
    box.style.setProperty("block-size", `${box.scrollHeight + 2}px`);
    return left;
  }

  function send() {
    const text = box.value.trim();
    if (!text || update() < 0) return box.focus();
    box.value = "";
    update();
    say(text);
  }

  return { node, focus: () => box.focus() };
}
