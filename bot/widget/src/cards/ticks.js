/** Things to tick off; what was ticked outlives a reload. */

import { h } from "../dom.js";

/** Check boxes for `items` (`{name, more}`), remembered under `key`, with a count of those done. */
export function tickList(items, key, { words, mark, setMark }) {
  const done = new Set(mark(key) ?? []);
  const count = h("p", { class: "small", role: "status" });
  const tell = () => (count.textContent = words.ticked(done.size, items.length));
  const line = ({ name, more }, at) => {
    const box = h("input", {
      type: "checkbox",
      onchange: () => {
        if (box.checked) done.add(at);
        else done.delete(at);
        setMark(key, [...done]);
        tell();
      },
    });
    box.checked = done.has(at);
    return h("li", {}, h("label", { class: "tick" }, box, h("span", {}, name, more && h("small", {}, more))));
  };
  tell();
  return h("div", { class: "ticks" }, h("ul", {}, ...items.map(line)), count);
}
