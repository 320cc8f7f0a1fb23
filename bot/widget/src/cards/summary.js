/** The summary of a self-check for a clinician: to read, copy, print or save. */

import { button, h } from "../dom.js";
import { blocks } from "../text.js";
import { CONTENT } from "../words.js";
import { asFile, printed, saved, summaryPage } from "./summary_page.js";

export function summaryCard(card, { reply }, { words }) {
  const told = h("p", { class: "small", role: "status" });
  const name = `self-check-${card.date}`;
  const page = () => summaryPage(card, words);
  const savePage = () => saved(`${name}.html`, "text/html", asFile(page()));
  const act = (title, run) => button(title, run, { class: "plain" });
  const node = h(
    "section",
    { class: "card summary", "aria-label": words.summary },
    h("h3", {}, words.summary),
    h("div", { class: "said", lang: CONTENT, dir: "auto" }, ...blocks(reply.text)),
    h(
      "div",
      { class: "choices" },
      act(words.copy, async () => (told.textContent = (await copied(reply.text)) ? words.copied : words.copyFailed)),
      act(words.print, () => printed(page()) || savePage()),
      act(words.asText, () => saved(`${name}.txt`, "text/plain", reply.text)),
      act(words.asPage, savePage),
    ),
    told,
  );
  return { text: "", nodes: [node] };
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // not a secure page, or forbidden
  }
}
