/** The style sheet, adopted by the shadow tree: allowed under any style policy of the page. */

import cards from "./cards.css";
import log from "./log.css";
import panel from "./panel.css";
import theme from "./theme.css";

/** A new sheet with all rules. */
export function sheet() {
  const made = new CSSStyleSheet();
  made.replaceSync(theme + panel + log + cards);
  return made;
}

/** For the page: what gets the focus is not scrolled to under the button. Any rule of the page's own wins. */
export function roomSheet() {
  const made = new CSSStyleSheet();
  made.replaceSync(":where(html) { scroll-padding-block-end: 5rem; }");
  return made;
}
