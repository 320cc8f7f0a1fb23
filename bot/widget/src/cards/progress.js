/** The pain after each session as a small chart, with the same as a table. */

import { h, svg } from "../dom.js";

const MOST = 10;
const WIDTH = 280;
const HEIGHT = 110;
const EDGE = 22;

export function progressCard(card, _context, { words }) {
  const told = card.sessions.map(({ pain }) => (pain === null ? words.untold : `${pain}`));
  const row = ({ day }, at) => h("tr", {}, h("td", {}, `${at + 1}`), h("td", {}, day), h("td", {}, told[at]));
  const head = [words.session, words.day, words.pain].map((name) => h("th", { scope: "col" }, name));
  const table = h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...card.sessions.map(row)));
  const node = h(
    "section",
    { class: "card", "aria-label": words.progress },
    h("h3", {}, words.progress),
    chart(card.sessions.map(({ pain }) => pain), `${words.progress}: ${told.join(", ")}`),
    h("details", {}, h("summary", {}, words.table), table),
  );
  return { nodes: [node] };
}

function chart(pains, label) {
  const step = (WIDTH - 2 * EDGE) / Math.max(1, pains.length - 1);
  const x = (at) => EDGE + at * step;
  const y = (pain) => HEIGHT - 12 - (pain / MOST) * (HEIGHT - 24);
  const lines = [0, 5, MOST].flatMap((pain) => [
    svg("path", { class: "grid", d: `M${EDGE} ${y(pain)}H${WIDTH - 4}` }),
    svg("text", { x: EDGE - 6, y: y(pain) + 4, "text-anchor": "end" }, `${pain}`),
  ]);
  const known = pains.map((pain, at) => [pain, at]).filter(([pain]) => pain !== null);
  const path = known.map(([pain, at], first) => `${first ? "L" : "M"}${x(at).toFixed(1)} ${y(pain).toFixed(1)}`).join("");
  const dots = known.map(([pain, at]) => svg("circle", { cx: x(at), cy: y(pain), r: 4 }));
  return svg(
    "svg",
    { class: "chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label },
    ...lines,
    path && svg("path", { class: "course", d: path }),
    ...dots,
  );
}
