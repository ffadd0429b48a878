// Updates the page from an answer's HTML with as few changes as possible, and shows which figures changed.

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
 * Morph an element's contents in place, which keeps focus, cursor, scroll position and open panels.
 * @param {HTMLElement} place
 * @param {DocumentFragment} made
 */
export function morph(place, made) {
  Idiomorph.morph(place, made, {
    morphStyle: "innerHTML",
    ignoreActiveValue: true,
    callbacks: {
      beforeNodeMorphed: (/** @type {Node} */ old, /** @type {Node} */ made) => {
        // While some input is invalid the engine sends empty figures: keep the last valid ones.
        if (old instanceof HTMLOutputElement && made.textContent === "") return false;
        // Most of an answer is unchanged, and the browser compares fast. A control is always morphed, because its value
        // may differ from its attributes.
        return !(old instanceof Element && !holdsControl(old) && old.isEqualNode(made));
      },
      // Panels that the reader opened stay open.
      beforeAttributeUpdated: (/** @type {string} */ name, /** @type {Element} */ _node, /** @type {string} */ how) =>
        !(name === "open" && how === "remove"),
    },
  });
}

/**
 * Record the figures of an example before an update.
 * @param {ParentNode} example
 * @returns {() => void} marks each figure that has changed since
 */
export function noteFigures(example) {
  const noted = [...example.querySelectorAll("output")].map((output) => ({
    ...{ output, name: output.name, before: output.textContent ?? "" },
  }));
  return () => {
    for (const { output, name, before } of noted) {
      // An element may have become another figure's, which then has not changed.
      if (output.isConnected && output.name === name && output.textContent !== before) showChange(output, before);
    }
  };
}

/**
 * Flash a changed figure, and show its previous value until the next change.
 * @param {HTMLOutputElement} output
 * @param {string} before
 */
function showChange(output, before) {
  output.dataset.was = before;
  output.classList.add("we-changed");
  // Not `animationend`, which never fires in a closed panel or under reduced motion.
  setTimeout(() => output.classList.remove("we-changed"), FLASH);
}
