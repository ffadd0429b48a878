// What keys, presses and the clipboard do in the grid of a table: they move the selection and open the cell, and ask the
// table for edits.

import { copy, paste } from "./case-table-clipboard.js";
import { CellEditor } from "./case-table-editor.js";
import { element, explained } from "./case-table-grid.js";
import { commandOf } from "./case-table-keys.js";
import { blockOf, choicesOf } from "./case-table-model.js";

/** @typedef {import("./case-table-model.js").Cell} Cell */
/** @typedef {import("./case-table-model.js").Column} Column */
/** @typedef {import("./case-table-keys.js").Command} Command */
/**
 * @typedef {object} Asks what is asked of the table
 * @property {(cell: Cell, text: string) => void} typed
 * @property {(paste: import("./case-table-clipboard.js").Paste) => void} pasted more than one cell
 * @property {(cell: Cell, cells: string[][]) => void} fill
 * @property {() => void} clear
 * @property {(at: number) => void} add
 * @property {() => void} remove
 * @property {(by: number) => void} move
 * @property {(which: "case-undo" | "case-redo") => void} turn
 * @property {() => void} selected
 */

const LISTED = new Set(["ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"]);

export class Hands {
  /** The words about the active cell. */
  note = element("div", { class: "ct-note" });
  #editor = new CellEditor();
  /** @type {import("./case-table-grid.js").State} */
  #state;
  /** @type {import("./case-table-grid.js").Grid} */
  #grid;
  /** @type {Asks} */
  #asks;
  /** Whether Tab goes on within the table: a reader who only passes through is not held. */
  #holds = false;
  /** @type {number | null} the column in which a row began that is typed with Tab from cell to cell */
  #began = null;
  #drags = false;
  #touches = false;
  /** Whether a button of the mouse is down, wherever. */
  #presses = false;
  /** Whether the last thing done to a list of choices was a key that steps through it. */
  #steps = false;
  /** Whether the table is about to be drawn as a whole: to draw a part of it before would be done twice. */
  #waits = false;
  #drawing = 0;
  #words = ["error", "reads", "why"].map((name) => element("p", { class: `ct-${name}`, hidden: "" }));

  /**
   * @param {import("./case-table-grid.js").State} state
   * @param {import("./case-table-grid.js").Grid} grid
   * @param {Asks} asks
   */
  constructor(state, grid, asks) {
    this.#state = state;
    this.#grid = grid;
    this.#asks = asks;
  }

  /** @param {HTMLElement} keys what the keys do: shown until a cell has the focus, and described at the table */
  name(keys) {
    for (const word of this.#words) word.id = `${this.#state.id}-${word.className.slice(3)}`;
    this.#words[0]?.classList.add("we-error");
    this.note.replaceChildren(keys, ...this.#words);
  }

  /** @param {AbortSignal} signal */
  listen(signal) {
    const { region } = this.#grid;
    const on = (/** @type {string} */ name, /** @type {(event: any) => void} */ does) =>
      region.addEventListener(name, does, { signal });
    on("keydown", (event) => this.#pressed(event));
    on("input", () => this.#typed());
    on("compositionstart", () => this.#typed());
    on("change", () => this.#chosen());
    on("focusin", (event) => this.#entered(event));
    on("focusout", () => this.#left());
    on("pointerdown", ({ pointerType }) => {
      this.#touches = pointerType === "touch";
      this.#steps = false;
    });
    const held = { signal, capture: true };
    document.addEventListener("pointerdown", () => (this.#presses = true), held);
    for (const ends of ["pointerup", "pointercancel"]) {
      document.addEventListener(ends, () => (this.#presses = false), held);
    }
    on("mousedown", (event) => this.#pointed(event));
    on("mousemove", (event) => this.#dragged(event));
    on("dblclick", (event) => this.#pointedTwice(event));
    const whole = (/** @type {Event} */ { target }) => target === this.#editor.control && !this.#editor.isEditing;
    on("copy", (event) => whole(event) && copy(event, this.#state));
    on("cut", (event) => whole(event) && copy(event, this.#state) && this.#asks.clear());
    on("paste", (event) => whole(event) && paste(event, this.#state, this.#asks));
    // Safari copies from a field only if something in it is selected, unless it is told that there is something.
    for (const about of ["beforecopy", "beforecut"]) on(about, (event) => whole(event) && event.preventDefault());
    on("scroll", () => {
      cancelAnimationFrame(this.#drawing);
      this.#drawing = requestAnimationFrame(() => this.#grid.scrolled());
    });
    signal.addEventListener("abort", () => cancelAnimationFrame(this.#drawing));
  }

  get #active() {
    return this.#state.selection.active;
  }

  /** @returns {Column} */
  get #column() {
    const { columns, shown } = this.#state;
    return /** @type {Column} */ (columns[shown[this.#active.column] ?? 0]);
  }

  get #text() {
    const { rows, shown } = this.#state;
    return rows[this.#active.row]?.[shown[this.#active.column] ?? 0] ?? "";
  }

  get hasFocus() {
    return this.#editor.hasFocus;
  }

  /** Keep to the rows and columns that there are. */
  within() {
    const { selection, rows, shown } = this.#state;
    const kept = (/** @type {Cell} */ { row, column }) => ({
      row: Math.max(Math.min(row, rows.length), 0),
      column: Math.max(Math.min(column, shown.length - 1), 0),
    });
    this.#state.selection = { anchor: kept(selection.anchor), active: kept(selection.active) };
  }

  /**
   * Go to a cell, or let the selection reach to it.
   * @param {Cell} cell
   * @param {boolean} [extend]
   * @param {boolean} [focus]
   */
  select(cell, extend = false, focus = true) {
    this.#settle();
    this.#state.selection = { anchor: extend ? this.#state.selection.anchor : cell, active: cell };
    this.within();
    if (focus) this.#holds = true;
    this.redraw(focus, true);
    this.#asks.selected();
  }

  /**
   * Draw the rows anew, with the control in the active cell: as it is while something is typed in it.
   * @param {boolean} [focus] whether it gets the focus, which it keeps in any case
   * @param {boolean} [reveal] whether the cell comes into sight
   */
  redraw(focus = false, reveal = false) {
    if (this.#waits) return;
    const hadFocus = this.#editor.hasFocus;
    this.#editor.moving = true;
    this.#grid.draw();
    this.#grid.repaint();
    this.#editor.moving = false;
    const cell = this.#grid.cellAt(this.#active.row, this.#active.column);
    if (this.#editor.isEditing || !cell) this.#editor.say(this.#spoken());
    else this.#editor.rest(cell, this.#column, this.#text, this.#spoken(), focus || hadFocus);
    if (hadFocus && !this.#editor.hasFocus) this.#editor.focus();
    if (!reveal) return;
    // Last: to take the focus has the page laid out in any case.
    this.#editor.moving = true;
    this.#grid.reveal();
    this.#editor.moving = false;
  }

  /**
   * Draw one row anew, with the control in it if it is the active one.
   * @param {number} row
   */
  redrawRow(row) {
    if (this.#waits) return;
    this.#grid.repaintRow(row);
    const cell = this.#grid.cellAt(this.#active.row, this.#active.column);
    if (row !== this.#active.row || this.#editor.isEditing || !cell) return;
    this.#editor.rest(cell, this.#column, this.#text, this.#spoken(), this.#editor.hasFocus);
  }

  /** Draw everything anew, after the columns have changed. */
  rebuild() {
    const hadFocus = this.#editor.hasFocus;
    this.#editor.moving = true;
    this.#grid.build();
    this.#editor.moving = false;
    this.redraw(hadFocus);
  }

  /**
   * What is said of the active cell: written below the table, and described at the control.
   * @returns {import("./case-table-editor.js").Spoken}
   */
  #spoken() {
    const { errors, reads, rows, noun } = this.#state;
    const { row } = this.#active;
    const column = this.#column;
    const wrong = [errors.get(row)?.get(column.name), errors.get(row)?.get("")].filter(Boolean).join(" ");
    const texts = [wrong, reads.get(row)?.get(column.name) ?? "", explained(column)];
    for (const [at, word] of this.#grid.isHeld ? [] : this.#words.entries()) {
      word.textContent = texts[at] ?? "";
      word.hidden = !texts[at];
    }
    return {
      name: row < rows.length ? `${column.label}, ${noun} ${row + 1}` : `${column.label}, new ${noun}`,
      invalid: errors.get(row)?.get(column.name) !== undefined,
      describedBy: this.#words
        .filter(({ hidden }) => !hidden)
        .map(({ id }) => id)
        .join(" "),
    };
  }

  /**
   * End the editing of the cell.
   * @param {boolean} keeps whether what was typed is taken
   */
  close(keeps) {
    const editor = this.#editor;
    if (!editor.isEditing) return;
    const text = editor.value;
    const changed = keeps && editor.isChanged;
    editor.mode = "rest";
    if (changed) this.#asks.typed({ ...this.#active }, text);
    else this.redraw();
  }

  /** Take what is being typed; whoever asks for it draws the table next. */
  #settle() {
    this.#waits = true;
    this.close(true);
    this.#waits = false;
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.target !== this.#editor.control) return;
    const { ctrlKey, metaKey, altKey, key } = event;
    // The theme has keys of its own for letters that are not typed into a field.
    if (key.length === 1 && !ctrlKey && !metaKey && !altKey) event.stopPropagation();
    // Space, and Alt with an arrow, open the list: what is then chosen in it comes without a key.
    this.#steps = !altKey && (LISTED.has(key) || (key.length === 1 && key !== " "));
    if (key.length === 1 && !ctrlKey && !metaKey && !altKey && this.#editor.spells(key)) return event.preventDefault();
    const kind = choicesOf(this.#column, this.#text) ? (this.#column.kind === "flag" ? "flag" : "choice") : "";
    const command = commandOf(event, this.#editor.mode, kind);
    if (command && this.#obey(command)) event.preventDefault();
  }

  /**
   * @param {Command} command
   * @returns {boolean} whether the key is used up
   */
  #obey(command) {
    const { rows, shown, selection } = this.#state;
    const { row, column } = this.#active;
    const { down = 0, right = 0, extend = false } = command;
    const last = { row: rows.length, column: shown.length - 1 };
    if (command.do === "release") {
      this.#holds = false;
      this.#state.selection = { anchor: selection.active, active: selection.active };
      this.redraw();
      return true;
    }
    if (command.do === "tab") return this.#tab(right);
    this.#holds = true;
    const began = this.#began;
    this.#began = null;
    switch (command.do) {
      case "move":
        this.select({ row: row + down, column: column + right }, extend);
        break;
      case "edge": {
        // Control and End goes to the last row that there is; an arrow goes on to the line for a new one.
        const bottom = right ? Math.max(last.row - 1, 0) : last.row;
        const to = (/** @type {number} */ way, /** @type {number} */ now, /** @type {number} */ end) =>
          way < 0 ? 0 : way > 0 ? end : now;
        this.select({ row: to(down, row, bottom), column: to(right, column, last.column) }, extend);
        break;
      }
      case "page":
        this.select({ row: row + down * this.#grid.page, column }, extend);
        break;
      case "row":
        this.#state.selection.anchor = { row: selection.anchor.row, column: last.column };
        this.select({ row, column: 0 }, true);
        break;
      case "all":
        this.#state.selection.anchor = { row: Math.max(last.row - 1, 0), column: last.column };
        this.select({ row: 0, column: 0 }, true);
        break;
      case "edit":
        this.#began = began;
        this.#editor.open("edit");
        break;
      case "commit":
        // After a row that was typed with Tab, Enter goes to where the next begins.
        this.select({ row: row + down, column: down > 0 && began !== null ? began : column + right });
        break;
      case "cancel":
        this.close(false);
        break;
      case "break":
        this.#editor.breakLine();
        break;
      case "toggle":
        this.#asks.typed({ row, column }, this.#text === "true" ? "false" : "true");
        break;
      case "choose":
        this.#editor.open("select");
        this.#editor.spells(command.letter ?? "");
        break;
      case "clear":
        this.#asks.clear();
        break;
      case "add":
        this.#asks.add(Math.min(blockOf(selection).bottom + 1, rows.length));
        break;
      case "remove":
        this.#asks.remove();
        break;
      case "shift":
        this.#asks.move(down);
        break;
      case "undo":
      case "redo":
        this.#asks.turn(`case-${command.do}`);
    }
    return true;
  }

  /**
   * Go to the next cell, and on to the next row; out of the table where there is none, or no cell was worked in.
   * @param {number} right
   */
  #tab(right) {
    const worked = this.#holds || this.#editor.isEditing;
    if (!worked) return false;
    const { row, column } = this.#active;
    this.#settle();
    const width = this.#state.shown.length;
    const next = row * width + column + right;
    if (next < 0 || next >= (this.#state.rows.length + 1) * width) {
      this.#holds = false;
      this.redraw();
      return false;
    }
    const began = this.#began ?? column;
    this.select({ row: Math.floor(next / width), column: next % width });
    this.#began = next % width > began ? began : null;
    return true;
  }

  #typed() {
    if (this.#editor.isEditing) return;
    this.#holds = true;
    this.#editor.open("over");
  }

  /** A choice that was pressed is taken at once; one that was reached by arrows, when its cell is left. */
  #chosen() {
    if (this.#editor.mode === "select" && !this.#steps) this.close(true);
  }

  /** @param {FocusEvent} event */
  #entered({ target, relatedTarget }) {
    if (target !== this.#editor.control) return;
    this.note.firstElementChild?.classList.add("we-hidden");
    if (this.#editor.moving) return;
    if (relatedTarget instanceof Node && !this.#grid.region.contains(relatedTarget)) this.#holds = false;
    if (!this.#editor.isEditing) this.#editor.focus();
    this.#asks.selected();
  }

  #left() {
    // A window that loses the focus keeps what is being typed.
    if (this.#editor.moving || this.#editor.hasFocus) return;
    if (this.#presses && this.#editor.isEditing) this.#waitForRelease();
    this.close(true);
  }

  /** What is pressed below the table stays below the pointer until it is let go: else the press would miss it. */
  #waitForRelease() {
    this.#grid.isHeld = true;
    const waiting = new AbortController();
    const { signal } = waiting;
    const release = () => {
      if (signal.aborted) return;
      waiting.abort();
      this.#grid.isHeld = false;
      this.redraw();
    };
    document.addEventListener("click", release, { capture: true, signal });
    // A press that ends elsewhere is no click.
    for (const ends of ["pointerup", "pointercancel"]) {
      document.addEventListener(ends, () => setTimeout(release), { capture: true, signal });
    }
  }

  /** @param {MouseEvent} event */
  #pointed(event) {
    const place = this.#grid.placeOf(event.target);
    if (!place || (this.#editor.isEditing && event.target === this.#editor.control)) return;
    event.preventDefault();
    this.#began = null;
    const { row, column } = place;
    const { top, bottom, left, right } = blockOf(this.#state.selection);
    if (event.button === 2) {
      if (row < top || row > bottom || column < left || column > right) this.select({ row, column });
      // The browser's menu then is that of a field, which can paste.
      this.#editor.control.dataset.mode = "menu";
      return;
    }
    if (event.button) return;
    this.#drags = true;
    addEventListener("mouseup", () => (this.#drags = false), { once: true });
    const again = this.#editor.hasFocus && this.#active.row === row && this.#active.column === column;
    if (column < 0) {
      const anchor = event.shiftKey ? this.#state.selection.anchor.row : row;
      this.close(true);
      this.#state.selection.anchor = { row: anchor, column: this.#state.shown.length - 1 };
      this.select({ row, column: 0 }, true);
    } else if (again && this.#touches) this.#open();
    else this.select({ row, column }, event.shiftKey);
  }

  /** @param {MouseEvent} event */
  #dragged({ target, buttons }) {
    if (!this.#drags || !(buttons & 1) || this.#editor.isEditing) return;
    const place = this.#grid.placeOf(target);
    if (!place || place.column < 0) return;
    if (place.row !== this.#active.row || place.column !== this.#active.column) this.select(place, true);
  }

  /** @param {MouseEvent} event */
  #pointedTwice({ target }) {
    if ((this.#grid.placeOf(target)?.column ?? -1) >= 0 && !this.#editor.isEditing) this.#open();
  }

  #open() {
    this.#editor.open("edit");
    if (this.#editor.mode === "select") this.#editor.showChoices();
  }
}
