/** Makes DOM nodes. Nothing in the widget parses HTML, so it runs under Trusted Types. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element of the tag with attributes and children. Strings become text; null and false children are left out.
 * An attribute whose name starts with "on" takes a listener; `true` sets an empty attribute, null or false none.
 */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** An icon of 24 by 24 units with one path, for the eye only. */
export function icon(path) {
  const line = svg("path", { d: path });
  return svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }, line);
}

/** A button that runs `act` with the click. */
export function button(title, act, attributes = {}) {
  return h("button", { type: "button", onclick: act, ...attributes }, title);
}

/** Text that is only read out. */
export function unseen(text) {
  return h("span", { class: "unseen" }, text);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value != null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child != null && child !== false));
  return node;
}
