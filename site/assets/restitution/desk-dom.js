// Making elements without writing HTML, and keeping in its place on the screen what is being typed in.

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function made(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * A button that the desk recognizes by what it does.
 * @param {string} does
 * @param {string} words
 * @param {Record<string, string>} [attributes]
 */
export const button = (does, words, attributes = {}) =>
  made("button", { type: "button", "data-do": does, ...attributes }, words);

/**
 * Change the page while the focused element stays where it is on the screen: a list of mistakes that appears above a
 * field must not move it away from under the fingers.
 * @param {Element} root the style sheet turns the browser's own way of doing so off for it
 * @param {() => void} change
 */
export function holding(root, change) {
  const held = document.activeElement;
  const before = held && root.contains(held) ? held.getBoundingClientRect().top : undefined;
  change();
  if (before === undefined || !held?.isConnected) return;
  const moved = held.getBoundingClientRect().top - before;
  if (Math.abs(moved) >= 1) scrollBy({ top: moved, behavior: "instant" });
}
