/** The script tag is all that a page needs: it defines the element and puts one into the page. */

import { assistantFrom } from "./element.js";
import { NAMES } from "./settings.js";

const TAG = "ankle-assistant";
const script = document.currentScript ?? document.querySelector('script[src$="/widget.js"]');
const origin = new URL(".", script?.src ?? location.href).href;

/** A page of its own has the window where the script stands; else it hangs on the page's corner. */
function place() {
  if (document.querySelector(TAG)) return;
  const element = document.createElement(TAG);
  for (const name of NAMES) {
    const value = script?.getAttribute(`data-${name}`);
    if (value != null) element.setAttribute(`data-${name}`, value);
  }
  if (script?.dataset.open === "page" && document.body.contains(script)) script.before(element);
  else document.body.append(element);
}

if (!customElements.get(TAG)) {
  customElements.define(TAG, assistantFrom(origin));
  if (document.readyState !== "loading") place();
  else document.addEventListener("DOMContentLoaded", place, { once: true });
}
