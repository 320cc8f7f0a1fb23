/** The summary as a page of its own, made of nodes: nothing that a person wrote can be taken for markup. */

import { answerList } from "./answers.js";

const STYLE = `@page{size:A4;margin:18mm}
body{font:11pt/1.45 system-ui,sans-serif;color:#1f2933;max-width:46em;margin:2em auto;padding:0 1em}
h1{font-size:1.5em;margin-bottom:.2em}
dt{font-weight:600;margin-top:.7em;break-after:avoid}
dd{margin:.1em 0 0}
.raised{border-left:4px solid #b3261e;padding:.4em .8em}`;

/** The root element of the page for a card of type `summary`, without style. */
export function summaryPage(card, words) {
  const page = document.implementation.createHTMLDocument(`${words.summary}, ${card.date}`);
  const make = (tag, attributes, ...children) => {
    const node = page.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };
  page.documentElement.lang = "en";
  page.head.prepend(make("meta", { charset: "utf-8" }));
  const result = card.result?.replaceAll("_", " ").replace(":", ": ");
  page.body.append(
    make("h1", {}, words.summary),
    make("p", {}, `${card.date}. ${words.lasting}`),
    make("p", { class: "raised" }, `${words.raised}: ${card.raised.join(", ") || words.none}.`),
    answerList(card.answers, make),
    ...(result ? [make("p", {}, `${words.match}: ${result} (${words.version} ${card.version}).`)] : []),
  );
  return page.documentElement;
}

/** The page as the text of a file, with its style: as an element it would be refused by a strict policy of the site. */
export function asFile(root) {
  return `<!doctype html>\n${root.outerHTML.replace("</head>", () => `<style>${STYLE}</style></head>`)}`;
}

/** Print the page from a window of its own. False where the browser opens none. */
export function printed(root) {
  const opened = window.open("", "_blank");
  if (!opened) return false;
  const { document: sheet } = opened;
  sheet.replaceChild(sheet.adoptNode(root), sheet.documentElement);
  try {
    const style = new opened.CSSStyleSheet();
    style.replaceSync(STYLE);
    sheet.adoptedStyleSheets = [style];
  } catch {
    // it prints plainer
  }
  opened.print();
  return true;
}

/** Save `text` as a file. */
export function saved(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  Object.assign(link, { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
