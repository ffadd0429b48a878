// Puts an answer's HTML into the page with as little change as possible, and shows which figures changed.

import { Idiomorph } from "../vendor/idiomorph.js";

/** @typedef {HTMLInputElement | HTMLSelectElement} Box */

const FLASH = 200;
const CONTROLS = "input, select";

/** @param {Element} element */
const holdsControl = (element) => element.matches(CONTROLS) || element.querySelector(CONTROLS) !== null;

/** @param {Element} place */
export const copyOf = (place) => [...place.childNodes].map((node) => node.cloneNode(true));

/**
 * The named controls of a form.
 * @param {ParentNode} form
 * @returns {Box[]}
 */
export const boxesOf = (form) => [...form.querySelectorAll(/** @type {"input"} */ ("input[name], select[name]"))];

/**
 * @param {ParentNode} form
 * @returns {import("./typing.js").Values}
 */
export const valuesOf = (form) => Object.fromEntries(boxesOf(form).map((box) => [box.name, box.value]));

/**
 * Change a place into what was made, so that focus, cursor, reading position and opened parts stay.
 * @param {HTMLElement} place
 * @param {DocumentFragment} made
 */
export function morph(place, made) {
  Idiomorph.morph(place, made, {
    morphStyle: "innerHTML",
    ignoreActiveValue: true,
    callbacks: {
      beforeNodeMorphed: (/** @type {Node} */ old, /** @type {Node} */ made) => {
        // While something typed is refused the engine sends empty figures: the last valid ones stay.
        if (old instanceof HTMLOutputElement && made.textContent === "") return false;
        // Most of an answer is as before, and the browser finds that out fast. A control's value may differ from its
        // attributes: it is always looked at.
        return !(old instanceof Element && !holdsControl(old) && old.isEqualNode(made));
      },
      // What the reader opened stays open.
      beforeAttributeUpdated: (/** @type {string} */ name, /** @type {Element} */ _node, /** @type {string} */ how) =>
        !(name === "open" && how === "remove"),
    },
  });
}

/**
 * Note the figures of an example before they change.
 * @param {ParentNode} example
 * @returns {() => void} marks every figure that has changed since
 */
export function noteFigures(example) {
  const noted = [...example.querySelectorAll("output")].map((output) => ({ output, before: output.textContent ?? "" }));
  return () => {
    for (const { output, before } of noted) {
      if (output.isConnected && output.textContent !== before) showChange(output, before);
    }
  };
}

/**
 * Flash a new figure, and show what it was until the next change.
 * @param {HTMLOutputElement} output
 * @param {string} before
 */
function showChange(output, before) {
  output.dataset.was = before;
  output.classList.add("we-changed");
  // A timer, not `animationend`: that never fires in a closed part of the page, or under reduced motion.
  setTimeout(() => output.classList.remove("we-changed"), FLASH);
}
