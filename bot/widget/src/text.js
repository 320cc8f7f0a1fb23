/** Turns the plain text of a reply into nodes: paragraphs, lists, and links that are safe to follow. */

import { h } from "./dom.js";

const LINK = /\bhttps:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]|\bmailto:[^\s<>"]+@[^\s<>"]+[^\s<>".,;:!?)\]]|\btel:\+?[\d-]+\d/g;
const NUMBER = /(?<![\d-])(?:\d{3}|\d{2,4}(?: \d{2,4}){1,3})(?![\d%-])/g;
const BULLET = /^- (.*)/;
const NUMBERED = /^\d+\. (.*)/;

/** Paragraphs and lists of `text`. */
export function blocks(text) {
  return text
    .split(/\n\s*\n/)
    .filter((part) => part.trim())
    .flatMap(block);
}

/** `text` with its https, mailto and tel addresses as links. */
export function inline(text) {
  return linked(text, LINK, (address) => {
    const away = address.startsWith("https:") ? { target: "_blank", rel: "noopener noreferrer" } : {};
    return h("a", { href: address, ...away }, address.replace(/^(mailto|tel):/, ""));
  });
}

/** `text` with its telephone numbers to tap. Only for advice on whom to call: elsewhere a number may be anything. */
export function callable(text) {
  return linked(text, NUMBER, (number) => h("a", { href: `tel:${number.replace(/ /g, "")}` }, number));
}

function block(part) {
  const found = [];
  for (const line of part.trim().split("\n")) {
    const last = found[found.length - 1];
    const [kind, said] = lineOf(line.trim());
    if (last && last.kind === kind) last.lines.push(said);
    else found.push({ kind, lines: [said] });
  }
  return found.map(({ kind, lines }) =>
    kind === "p"
      ? h("p", {}, ...lines.flatMap((line, at) => (at ? [h("br"), ...inline(line)] : inline(line))))
      : h(kind, {}, ...lines.map((line) => h("li", {}, ...inline(line)))),
  );
}

function lineOf(line) {
  const bullet = BULLET.exec(line);
  if (bullet) return ["ul", bullet[1]];
  const numbered = NUMBERED.exec(line);
  return numbered ? ["ol", numbered[1]] : ["p", line];
}

function linked(text, pattern, link) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    nodes.push(text.slice(end, match.index), link(match[0]));
    end = match.index + match[0].length;
  }
  return [...nodes, text.slice(end)].filter((node) => node !== "");
}
