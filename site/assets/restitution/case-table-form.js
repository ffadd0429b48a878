// A table of a case on a narrow screen: a list with a line for each row, or one row as a form. It shows the same state as
// the grid, and what is typed becomes the same edits.

import { asTyped, fillChoices, INPUT_MODES, needsLines } from "./case-table-editor.js";
import { element, explained } from "./case-table-grid.js";
import { capital, choicesOf, summaryOf } from "./case-table-model.js";

/** @typedef {import("./case-table-grid.js").State} State */
/** @typedef {import("./case-table-model.js").Column} Column */
/** @typedef {import("./case-table-editor.js").Control} Control */
/** @typedef {{ column: Column, control: Control, error: HTMLElement, reads: HTMLElement, shown: string }} Asked */
/**
 * @typedef {object} Told what the form asks the table to do
 * @property {(row: number, column: string, text: string) => void} typed
 * @property {() => void} went to another row, or to the list
 */

/** Lines of the list that are shown at once. */
const LINES = 50;

export class Form {
  root = element("div", { class: "ct-form" });
  /** @type {number | null} */
  row = null;
  #first = 0;
  /** @type {Asked[]} */
  #asked = [];
  #heading = element("p", { class: "ct-heading", tabindex: "-1" });
  /** @type {HTMLElement} */
  #about = element("p", { class: "ct-row-error we-error" });
  /** @type {State} */
  #state;
  /** @type {Told} */
  #told;

  /**
   * @param {State} state
   * @param {Told} told
   */
  constructor(state, told) {
    this.#state = state;
    this.#told = told;
    this.root.addEventListener("click", (event) => this.#clicked(event));
    this.root.addEventListener("change", ({ target }) => this.#changed(target));
  }

  /** Draw the list or the row anew. */
  build() {
    const { rows } = this.#state;
    if (this.row !== null && this.row >= rows.length) this.row = rows.length ? rows.length - 1 : null;
    if (this.row === null) this.#buildList();
    else this.#buildRow(this.row);
  }

  /** Show what has changed, and leave alone what is being typed. */
  update() {
    const { rows, columns, shown } = this.#state;
    const same =
      this.#asked.length === shown.length && this.#asked.every((one, at) => one.column === columns[shown[at] ?? 0]);
    if (this.row === null || !rows[this.row] || !same) {
      this.build();
      return;
    }
    for (const one of this.#asked) {
      const text = this.#textOf(one.column);
      const isTyped = one.control.value !== one.shown && document.activeElement === one.control;
      if (isTyped || text === one.shown) continue;
      fill(one.control, one.column, text);
      one.shown = one.control.value;
    }
    this.#notes();
  }

  /** Whether something is typed that the table has not been told of. */
  commit() {
    for (const one of this.#asked) this.#changed(one.control);
  }

  /**
   * @param {number} row
   * @param {string | null} column whose control gets the focus; null leaves it at the heading
   */
  open(row, column) {
    this.row = row;
    this.build();
    const asked = this.#asked.find((one) => one.column.name === column);
    (asked?.control ?? this.#heading).focus();
  }

  /** The first control of the open row. */
  focusFirst() {
    this.#asked[0]?.control.focus();
  }

  /** Show the list, with the focus on the line of the row that was open. */
  toList() {
    const row = this.row ?? 0;
    this.row = null;
    this.#first = Math.floor(row / LINES) * LINES;
    this.build();
    /** @type {HTMLElement | null} */ (this.root.querySelector(`[data-open="${row}"]`))?.focus();
  }

  #buildList() {
    const { rows, columns, shown, plural, totals, errors } = this.#state;
    this.#asked = [];
    if (this.#first >= rows.length) this.#first = 0;
    const list = element("ol", { class: "ct-list", "aria-label": capital(plural) });
    for (const [at, row] of rows.slice(this.#first, this.#first + LINES).entries()) {
      const index = this.#first + at;
      const parts = summaryOf(row, columns, shown).map((text) => element("bdi", {}, text));
      const line = element("button", { type: "button", class: "ct-line", "data-open": String(index) });
      line.append(element("span", { class: "ct-line-number" }, `${index + 1}. `));
      if (!parts.length) line.append("Empty");
      for (const [place, part] of parts.entries()) line.append(place ? ", " : "", part);
      if (errors.get(index)?.size) line.append(element("span", { class: "we-error" }, "To be corrected"));
      list.append(element("li", {}, line));
    }
    const turn = (/** @type {string} */ words, /** @type {number} */ to) =>
      to >= 0 && to < rows.length ? [button(words, "turn", String(to))] : [];
    const sums = columns.filter(({ name }) => totals[name]);
    const total = element("dl", { class: "ct-sums" });
    for (const { name, kind, label } of sums) {
      // Of a column without amounts the rows are counted.
      const words = kind === "money" ? `Total: ${label}` : "Total";
      total.append(element("dt", {}, words), element("dd", { class: "ct-total" }, totals[name] ?? ""));
    }
    this.root.replaceChildren(
      ...turn(`Rows ${this.#first - LINES + 1} to ${this.#first}`, this.#first - LINES),
      ...(rows.length ? [list] : []),
      ...turn(`Rows from ${this.#first + LINES + 1} on`, this.#first + LINES),
      ...(sums.length ? [total] : []),
    );
  }

  /** @param {number} row */
  #buildRow(row) {
    const { id, columns, shown, noun, rows } = this.#state;
    this.#asked = shown.map((at) => this.#ask(/** @type {Column} */ (columns[at])));
    this.#heading.textContent = `${capital(noun)} ${row + 1} of ${rows.length}`;
    const bar = element("div", { class: "ct-bar" }, button("Back to the list", "list"));
    if (row > 0) bar.append(button("Previous", "go", String(row - 1)));
    if (row < rows.length - 1) bar.append(button("Next", "go", String(row + 1)));
    const fields = this.#asked.map(({ column, control, error, reads }) => {
      const label = element("label", { for: control.id }, column.label);
      const why = element("span", { class: "we-why", id: `${id}-f-${column.name}-why` }, explained(column));
      return element("div", { class: "ct-field" }, label, control, why, reads, error);
    });
    this.#about.id = `${id}-f-row`;
    this.root.replaceChildren(bar, this.#heading, this.#about, ...fields);
    this.#notes();
  }

  /**
   * @param {Column} column
   * @returns {Asked}
   */
  #ask(column) {
    const text = this.#textOf(column);
    const name = choicesOf(column, text) ? "select" : needsLines(column, text) ? "textarea" : "input";
    const control = element(name, { id: `${this.#state.id}-f-${column.name}`, class: "ct-box" });
    if (!(control instanceof HTMLSelectElement)) {
      asTyped(control);
      control.inputMode = INPUT_MODES[column.kind] ?? "text";
    }
    fill(control, column, text);
    const error = element("span", { class: "we-error", id: `${control.id}-error` });
    const reads = element("span", { class: "we-why", id: `${control.id}-reads` });
    return { column, control, error, reads, shown: control.value };
  }

  /** Put the words about the row and its cells beside them. */
  #notes() {
    const { errors, reads } = this.#state;
    const wrong = errors.get(this.row ?? 0);
    const read = reads.get(this.row ?? 0);
    say(this.#about, wrong?.get("") ?? "");
    for (const one of this.#asked) {
      const { name } = one.column;
      say(one.error, wrong?.get(name) ?? "");
      say(one.reads, read?.get(name) ?? "");
      const described = [one.error, one.reads].filter(({ hidden }) => !hidden).map(({ id }) => id);
      one.control.setAttribute("aria-describedby", [...described, `${one.control.id}-why`].join(" "));
      if (wrong?.get(name)) one.control.setAttribute("aria-invalid", "true");
      else one.control.removeAttribute("aria-invalid");
    }
  }

  /** @param {Column} column */
  #textOf(column) {
    return this.#state.rows[this.row ?? 0]?.[this.#state.columns.indexOf(column)] ?? "";
  }

  /** @param {EventTarget | null} target */
  #changed(target) {
    const one = this.#asked.find(({ control }) => control === target);
    if (!one || this.row === null || one.control.value === one.shown) return;
    one.shown = one.control.value;
    this.#told.typed(this.row, one.column.name, one.control.value);
  }

  /** @param {Event} event */
  #clicked({ target }) {
    const pressed = target instanceof Element ? target.closest("button") : null;
    const { open, go, turn, list } = pressed?.dataset ?? {};
    if (open ?? go) {
      this.open(Number(open ?? go), null);
      this.#told.went();
    } else if (turn) {
      this.#first = Number(turn);
      this.build();
      /** @type {HTMLElement | null} */ (this.root.querySelector(".ct-line"))?.focus();
    } else if (list !== undefined) {
      this.toList();
      this.#told.went();
    }
  }
}

/**
 * @param {Control} control
 * @param {Column} column
 * @param {string} text
 */
function fill(control, column, text) {
  if (control instanceof HTMLSelectElement) fillChoices(control, column, text);
  else control.value = text;
}

/**
 * @param {HTMLElement} place
 * @param {string} words
 */
function say(place, words) {
  place.textContent = words;
  place.hidden = !words;
}

/**
 * @param {string} words
 * @param {string} does
 * @param {string} [value]
 */
const button = (words, does, value = "") =>
  element("button", { type: "button", class: "ct-button", [`data-${does}`]: value }, words);
