// The desk's own controls: each belongs to a single field of the case, or to a column of the first row of a table.

import { rowsOf } from "./desk-model.js";

/** @typedef {import("./desk-model.js").Edit} Edit */
/** @typedef {import("./desk-model.js").Model} Model */
/** @typedef {import("./desk-model.js").ColumnsOf} ColumnsOf */
/** @typedef {import("./desk-session.js").Place} Place */
/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Box */

const BOXES = "[data-field], [data-column]";

/** @param {Element | null} element @returns {element is Box} */
export const isBox = (element) => element?.matches(BOXES) === true;

/**
 * The controls that hold a text already: what was typed before the page's scripts had come.
 * @param {ParentNode} root
 */
export const filledIn = (root) =>
  [...root.querySelectorAll(/** @type {"input"} */ (BOXES))].filter(({ value }) => value);

/**
 * Where what is typed into a control belongs.
 * @param {Box} box
 * @returns {Place}
 */
const placeOf = ({ dataset: { field, table, column = "" } }) => (field ? { field } : { table, row: 0, column });

/**
 * The text of the case that a control shows.
 * @param {Box} box
 * @param {Model} model
 * @param {ColumnsOf} columnsOf
 */
function textFor({ dataset: { field, table = "", column = "" } }, model, columnsOf) {
  if (field) return model.fields.get(field) ?? "";
  return rowsOf(model, table)[0]?.[columnsOf(table).indexOf(column)] ?? "";
}

/**
 * The edits that a control asks for. A row that needs more than the one text gets the rest along with it.
 * @param {Box} box
 * @param {Model} model
 * @param {ColumnsOf} columnsOf
 * @returns {Edit[]}
 */
export function editsFrom({ value: text, dataset: { field, table = "", column = "", along } }, model, columnsOf) {
  if (field) return [{ op: "set", field, text }];
  const cell = (/** @type {string} */ name, /** @type {string} */ words) => ({
    op: "cell",
    table,
    row: 0,
    column: name,
    text: words,
  });
  const [row] = rowsOf(model, table);
  const missing = Object.entries(/** @type {Record<string, string>} */ (JSON.parse(along ?? "{}"))).filter(
    ([name]) => text && !row?.[columnsOf(table).indexOf(name)],
  );
  return [cell(column, text), ...missing.map(([name, words]) => cell(name, words))];
}

export class Controls {
  #root;
  #columnsOf;
  /** @type {Box[]} */
  #boxes;

  /**
   * @param {HTMLElement} root
   * @param {ColumnsOf} columnsOf
   */
  constructor(root, columnsOf) {
    this.#root = root;
    this.#columnsOf = columnsOf;
    this.#boxes = [...root.querySelectorAll(/** @type {"input"} */ (BOXES))];
  }

  /**
   * Show the texts of the case, and one row of a table as controls only while it has no more rows.
   * @param {Model} model
   */
  show(model) {
    for (const single of this.#all("[data-single]")) {
      const several = rowsOf(model, single.dataset.single ?? "").length > 1;
      single.hidden = several;
      const many = /** @type {HTMLElement | null} */ (
        this.#root.querySelector(`[data-many="${single.dataset.single}"]`)
      );
      if (many) many.hidden = !several;
    }
    for (const box of this.#boxes) write(box, textFor(box, model, this.#columnsOf));
  }

  /**
   * The control at a place, if it is one that can be seen. A mistake of a whole row or table is the first control's.
   * @param {Place} place
   */
  at({ field, table, row, column }) {
    return this.#boxes.find((box) => {
      if (box.closest("[hidden]")) return false;
      if (field) return box.dataset.field === field;
      return box.dataset.table === table && !row && (!column || box.dataset.column === column);
    });
  }

  /**
   * The question that asks for the first row of a table that has none; empty if no control does.
   * @param {Place} place
   */
  questionAt(place) {
    if (place.field || typeof place.row === "number") return "";
    return this.at(place)?.labels?.[0]?.textContent?.replace(/\?$/, "") ?? "";
  }

  /** @param {readonly (Place & { message: string, missing?: boolean })[]} errors */
  showErrors(errors) {
    for (const box of this.#boxes) {
      const place = placeOf(box);
      const wrong = errors.filter((error) => !error.missing && isAt(error, place));
      say(box, "error", wrong.map(({ message }) => message).join(" "));
      if (wrong.length) box.setAttribute("aria-invalid", "true");
      else box.removeAttribute("aria-invalid");
    }
  }

  /** @param {readonly (Place & { words: string })[]} reads */
  showReads(reads) {
    for (const box of this.#boxes) {
      const place = placeOf(box);
      const words = reads.find((read) => isAt(read, place))?.words;
      say(box, "read", words ? `Read as ${words}.` : "");
    }
  }

  /**
   * Show or hide the control of a single field. One that is used or wrong is always shown.
   * @param {string} path
   * @param {boolean} shown
   */
  showField(path, shown) {
    const box = this.#boxes.find(({ dataset }) => dataset.field === path);
    const control = /** @type {HTMLElement | null | undefined} */ (box?.closest(".we-control"));
    if (control) control.hidden = !shown && box !== document.activeElement;
  }

  /** @param {string} selector */
  #all(selector) {
    return /** @type {HTMLElement[]} */ ([...this.#root.querySelectorAll(selector)]);
  }
}

/**
 * @param {Place} one
 * @param {Place} other
 */
const isAt = (one, other) =>
  other.field
    ? one.field === other.field
    : one.table === other.table && one.row === other.row && one.column === other.column;

/**
 * Put a text into a control; into a list of choices also one that it does not have, for nothing typed may be lost.
 * @param {Box} box
 * @param {string} text
 */
function write(box, text) {
  if (box.value === text) return;
  if (box instanceof HTMLSelectElement) {
    box.querySelector("[data-stray]")?.remove();
    if (![...box.options].some(({ value }) => value === text)) {
      const stray = new Option(text, text);
      stray.dataset.stray = "";
      box.append(stray);
    }
  }
  box.value = text;
}

/**
 * @param {Box} box
 * @param {"error" | "read"} what
 * @param {string} words
 */
function say(box, what, words) {
  const line = document.getElementById(`${box.id}-${what}`);
  if (!line || line.textContent === words) return;
  line.textContent = words;
  line.hidden = !words;
}
