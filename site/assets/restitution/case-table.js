// The one table of a case, whatever it holds. It edits like a spreadsheet: its own rows change at once, and an event says
// how, for the engine. On a narrow screen the same rows are a list and a form. It computes and formats nothing.

import { Form } from "./case-table-form.js";
import { element, Grid } from "./case-table-grid.js";
import { Hands } from "./case-table-hands.js";
import {
  apply,
  blockOf,
  capital,
  cellsIn,
  narrowed,
  notesAt,
  notesOf,
  rowAfter,
  rowMoved,
  wholeRow,
  widened,
} from "./case-table-model.js";
import { Tools } from "./case-table-tools.js";

/** @typedef {import("./case-table-model.js").Cell} Cell */
/** @typedef {import("./case-table-model.js").Column} Column */
/** @typedef {import("./case-table-model.js").Edit} Edit */
/** @typedef {Omit<Edit, "table">} Change */

const NARROW = "(max-width: 39.99em)";

const KEYS =
  "Arrow keys move. Typing, Enter or F2 changes a cell. Ctrl+Enter adds a row, Ctrl+Delete removes rows, " +
  "Alt+Shift+Up or Down moves them. Esc, then Tab, leaves the table.";

let made = 0;

class CaseTable extends HTMLElement {
  /** @type {AbortController | undefined} */
  #life;
  /** @type {import("./case-table-grid.js").State} */
  #state = {
    id: "",
    name: "",
    noun: "row",
    plural: "rows",
    columns: [],
    shown: [],
    rows: [],
    errors: new Map(),
    reads: new Map(),
    totals: {},
    selection: { anchor: { row: 0, column: 0 }, active: { row: 0, column: 0 } },
  };
  #grid = new Grid(this.#state);
  #hands = new Hands(this.#state, this.#grid, {
    typed: ({ row, column }, text) => this.#edit({ op: "cell", row, column: this.#nameAt(column), text }),
    pasted: (paste) => this.#tell("case-paste", { table: this.#state.name, ...paste }),
    fill: ({ row, column }, cells) => this.fill({ row, column: this.#nameAt(column), cells }),
    clear: () => this.#clear(),
    add: (at) => this.#add(at),
    remove: () => this.#remove(),
    move: (by) => this.#move(by),
    turn: (which) => this.#tell(which),
    selected: () => this.#drawTools(),
  });
  #form = new Form(this.#state, {
    typed: (row, column, text) => this.#edit({ op: "cell", row, column, text }),
    went: () => this.#drawTools(),
  });
  #tools = new Tools({
    add: () => this.#addHere(),
    remove: () => this.#remove(),
    move: (by) => this.#move(by),
  });
  #live = element("div", { class: "we-hidden", role: "status" });
  #busy = false;

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    if (!this.#state.id) this.#declare();
    if (!this.#live.isConnected) this.#layOut();
    this.#hands.listen(signal);
    const narrow = matchMedia(NARROW);
    narrow.addEventListener("change", () => this.#turn(narrow.matches), { signal });
    this.#turn(narrow.matches);
    const sized = new ResizeObserver(() => this.#sized());
    sized.observe(this.#grid.region);
    signal.addEventListener("abort", () => sized.disconnect());
  }

  disconnectedCallback() {
    this.#life?.abort();
  }

  /** An element that is made by a script has its attributes only later. */
  #declare() {
    const { name, noun, plural, columns } = JSON.parse(this.dataset.table ?? "{}");
    made += 1;
    const shown = columns.map((/** @type {Column} */ _, /** @type {number} */ at) => at);
    Object.assign(this.#state, { id: `ct${made}`, name, noun, plural, columns, shown });
  }

  /** Children that stand in the element are tools of the desk. */
  #layOut() {
    const { id, noun, plural } = this.#state;
    this.#tools.name(noun, plural, [...this.children], this.dataset.add !== "outside");
    this.#hands.name(element("p", { class: "ct-keys", id: `${id}-keys` }, KEYS));
    this.replaceChildren(this.#tools.root, this.#live);
    this.#grid.build();
    this.#hands.redraw();
  }

  // --- What the desk says and asks ---

  get rows() {
    return this.#state.rows.map((row) => [...row]);
  }

  set rows(rows) {
    if (!this.#state.id) this.#declare();
    const { columns } = this.#state;
    this.#state.rows = rows.map((row) => wholeRow(row, columns));
    this.#state.errors = new Map();
    this.#state.reads = new Map();
    this.#hands.close(false);
    this.#hands.within();
    if (this.#live.isConnected) this.#redraw();
    this.#grid.forget();
  }

  get busy() {
    return this.#busy;
  }

  set busy(busy) {
    this.#busy = busy;
    this.#drawTools();
  }

  get #isNarrow() {
    return this.dataset.view === "form";
  }

  /**
   * Bring the rows up to date with the engine's. What is being typed stays, in its row.
   * @param {number} at
   * @param {number} remove
   * @param {string[][]} rows
   */
  splice(at, remove, rows) {
    const state = this.#state;
    const whole = rows.map((row) => wholeRow(row, state.columns));
    const change = narrowed(state.rows, at, remove, whole);
    if (!change.remove && !change.made.length) return;
    state.rows.splice(change.at, change.remove, ...change.made);
    this.#shift(change.at, change.remove, change.made.length);
    this.#redraw();
  }

  /** @param {{ row: number, column: string | null, message: string }[]} errors */
  showErrors(errors) {
    const list = errors.map(({ row, column, message }) => ({ row, column, words: message }));
    if (!list.length && !this.#state.errors.size) return;
    this.#state.errors = notesOf(list);
    this.#redraw();
  }

  /** @param {{ row: number, column: string, words: string }[]} reads */
  showReads(reads) {
    if (!reads.length && !this.#state.reads.size) return;
    this.#state.reads = notesOf(reads);
    this.#hands.redrawRow(this.#state.selection.active.row);
    if (this.#isNarrow) this.#form.update();
  }

  /** @param {Record<string, string>} totals */
  showTotals(totals) {
    this.#state.totals = totals;
    this.#grid.drawFoot();
    this.#grid.draw();
    if (this.#isNarrow) this.#form.update();
  }

  /** @param {Record<string, boolean>} columns that are not named stay as they are */
  showColumns(columns) {
    const state = this.#state;
    const shown = state.columns.flatMap(({ name }, at) => ((columns[name] ?? state.shown.includes(at)) ? [at] : []));
    if (String(shown) === String(state.shown)) return;
    this.commit();
    const { active } = state.selection;
    const cell = { row: active.row, column: Math.max(shown.indexOf(state.shown[active.column] ?? 0), 0) };
    state.shown = shown;
    state.selection = { anchor: cell, active: cell };
    this.#hands.rebuild();
    if (this.#isNarrow) this.#form.update();
  }

  /**
   * Go to a cell: to the first of its row where the column is not shown.
   * @param {number} row
   * @param {string | null} column
   */
  focusCell(row, column) {
    this.commit();
    const at = Math.max(this.#placeOf(column), 0);
    this.#hands.select({ row, column: at }, false, !this.#isNarrow);
    if (!this.#isNarrow) return;
    if (row < this.#state.rows.length) this.#form.open(row, this.#nameAt(at));
    else this.#add(this.#state.rows.length);
  }

  /** Take over what is being typed, as if its cell were left. */
  commit() {
    if (this.#isNarrow) this.#form.commit();
    else this.#hands.close(true);
  }

  /**
   * Lay a block over the shown columns from a cell on: what a paste asks for, once it is known to be meant so.
   * @param {{ row: number, column: string, cells: string[][] }} block
   */
  fill({ row, column, cells }) {
    const { rows, shown } = this.#state;
    const left = Math.max(this.#placeOf(column), 0);
    const corner = { row, column: left };
    this.#edit({ op: "fill", row, column, cells: widened(rows, shown, corner, cells) });
    const wide = Math.max(...cells.map((texts) => texts.length), 1);
    this.#state.selection = {
      anchor: { row: row + cells.length - 1, column: Math.min(left + wide, shown.length) - 1 },
      active: corner,
    };
    this.#hands.within();
    this.#redraw();
  }

  /** @param {number} at among the shown columns */
  #nameAt(at) {
    return this.#state.columns[this.#state.shown[at] ?? 0]?.name ?? "";
  }

  /** @param {string | null} name */
  #placeOf(name) {
    return this.#state.shown.indexOf(this.#state.columns.findIndex((column) => column.name === name));
  }

  // --- Edits ---

  /**
   * @param {string} name
   * @param {object} [detail]
   */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }

  /**
   * Carry out an edit, show it and tell the desk.
   * @param {Change} change
   */
  #edit(change) {
    const state = this.#state;
    const edit = { ...change, table: this.#state.name };
    const { op, at = 0, count = 0, to = 0, row = 0 } = edit;
    const before = state.rows.length;
    apply(state.rows, state.columns, edit);
    if (op === "add") this.#shift(at, 0, count);
    if (op === "remove") this.#shift(at, count, 0);
    if (op === "move") this.#place((one) => rowMoved(one, at, count, to));
    // What was said of a text that is no longer there would be untrue.
    if (op === "cell") for (const notes of [state.errors, state.reads]) notes.get(row)?.delete(edit.column ?? "");
    if (op === "cell" && state.rows.length === before && !this.#isNarrow) this.#hands.redrawRow(row);
    else this.#redraw();
    this.#tell("case-edit", edit);
  }

  /**
   * Follow rows that came or went.
   * @param {number} at
   * @param {number} remove
   * @param {number} added
   */
  #shift(at, remove, added) {
    if (remove === added) return;
    const isGone = (/** @type {number} */ row) => row >= at + added && row < at + remove;
    this.#place(
      (row) => rowAfter(row, at, remove, added),
      (row) => (isGone(row) ? null : rowAfter(row, at, remove, added)),
    );
    this.#grid.shifted(at, remove, added);
  }

  /**
   * Follow rows to their new places.
   * @param {(row: number) => number} now
   * @param {(row: number) => number | null} [ofNotes]
   */
  #place(now, ofNotes = now) {
    const state = this.#state;
    const { anchor, active } = state.selection;
    state.errors = notesAt(state.errors, ofNotes);
    state.reads = notesAt(state.reads, ofNotes);
    this.#grid.renumber(active.row, now(active.row));
    state.selection = { anchor: { ...anchor, row: now(anchor.row) }, active: { ...active, row: now(active.row) } };
    if (this.#form.row !== null) this.#form.row = now(this.#form.row);
    this.#hands.within();
  }

  #redraw() {
    this.#hands.redraw();
    if (this.#isNarrow) this.#form.update();
    this.#drawTools();
  }

  /** Empty the selected cells; what is hidden between them stays. */
  #clear() {
    const { rows, shown, selection } = this.#state;
    const { top, bottom, left, right } = blockOf(selection);
    const cells = cellsIn(rows, shown, { top, bottom, left, right });
    if (cells.flat().every((text) => !text)) return;
    const width = right - left + 1;
    const here = { row: top, column: this.#nameAt(left) };
    const isWhole = (shown[right] ?? 0) - (shown[left] ?? 0) + 1 === width;
    if (cells.length === 1 && width === 1) this.#edit({ op: "cell", ...here, text: "" });
    else if (isWhole) this.#edit({ op: "clear", ...here, rows: cells.length, columns: width });
    else this.#edit({ op: "fill", ...here, cells: widened(rows, shown, { row: top, column: left }, blank(cells)) });
  }

  /** @param {number} at */
  #add(at) {
    if (this.#busy) return;
    this.#edit({ op: "add", at, count: 1 });
    this.#say(`${capital(this.#state.noun)} ${at + 1} added.`);
    this.#hands.select({ row: at, column: 0 }, false, !this.#isNarrow);
    if (this.#isNarrow) this.#form.open(at, this.#nameAt(0));
    this.#drawTools();
  }

  /** Below the selected rows; on a narrow screen at the end, which the list shows. */
  #addHere() {
    const { rows, selection } = this.#state;
    this.#add(this.#isNarrow ? rows.length : Math.min(blockOf(selection).bottom + 1, rows.length));
  }

  /** The selected rows, or the one that the form shows; the line for a new one is none. */
  get #chosen() {
    const { rows, selection } = this.#state;
    const { row } = this.#form;
    if (this.#isNarrow) return { at: row ?? 0, count: row === null ? 0 : 1 };
    const { top, bottom } = blockOf(selection);
    return { at: top, count: Math.min(bottom, rows.length - 1) - top + 1 };
  }

  #remove() {
    const { at, count } = this.#chosen;
    if (this.#busy || count < 1) return;
    const { noun, plural, selection, rows } = this.#state;
    const { column } = selection.active;
    this.#edit({ op: "remove", at, count });
    this.#say(count === 1 ? `${capital(noun)} ${at + 1} removed.` : `${count} ${plural} removed.`);
    const row = Math.min(at, Math.max(rows.length - 1, 0));
    this.#hands.select({ row, column }, false, !this.#isNarrow);
    if (this.#isNarrow && rows.length) this.#form.open(row, null);
    else if (this.#isNarrow) this.#tools.focus();
    this.#drawTools();
  }

  /**
   * Move the selected rows by one.
   * @param {number} by
   */
  #move(by) {
    const { at, count } = this.#chosen;
    const { rows, noun, plural } = this.#state;
    if (this.#busy || count < 1 || at + by < 0 || at + count + by > rows.length) return;
    this.#edit({ op: "move", at, count, to: at + by });
    this.#say(`${count === 1 ? capital(noun) : `${count} ${plural}`} moved to row ${at + by + 1}.`);
    this.#hands.redraw(false, true);
  }

  // --- Tools and views ---

  #drawTools() {
    const { at, count } = this.#chosen;
    const total = this.#state.rows.length;
    this.#tools.draw({ at, count, total, busy: this.#busy, onlyAdd: this.#isNarrow && this.#form.row === null });
  }

  /** @param {boolean} narrow */
  #turn(narrow) {
    if (this.dataset.view) this.commit();
    this.dataset.view = narrow ? "form" : "grid";
    this.#form.row = null;
    // Of the two only one is in the page: a field of the other would be a second one of the same name.
    for (const part of [this.#grid.region, this.#form.root, this.#hands.note]) part.remove();
    if (narrow) {
      this.prepend(this.#form.root);
      this.#form.build();
    } else {
      this.prepend(this.#grid.region, this.#hands.note);
      this.#grid.measureAgain();
      this.#hands.redraw();
    }
    this.#drawTools();
  }

  /** The table was unfolded, or has another width. */
  #sized() {
    const { region } = this.#grid;
    if (!region.clientWidth) return;
    this.#grid.measureAgain();
    // Only what scrolls sideways is worth a stop of its own.
    if (region.scrollWidth > region.clientWidth) region.tabIndex = 0;
    else region.removeAttribute("tabindex");
  }

  /** @param {string} words */
  #say(words) {
    this.#live.textContent = words;
  }
}

/** @param {string[][]} cells */
const blank = (cells) => cells.map((row) => row.map(() => ""));

customElements.define("case-table", CaseTable);
