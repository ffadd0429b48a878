// Draws a table of a case: its head, the rows in sight, its foot. Of many rows only a window is in the page; the active
// row always is, so that the focus stays in it while it is scrolled out of sight.

import { blockOf, capital, rowAfter, shownText, windowOf } from "./case-table-model.js";

/** @typedef {import("./case-table-model.js").Column} Column */
/** @typedef {import("./case-table-model.js").Notes} Notes */
/**
 * @typedef {object} State what a table shows, whichever way
 * @property {string} id unlike that of any other table in the page
 * @property {string} name
 * @property {string} noun
 * @property {string} plural
 * @property {Column[]} columns
 * @property {number[]} shown the places of the columns that can matter
 * @property {string[][]} rows
 * @property {Notes} errors
 * @property {Notes} reads
 * @property {Record<string, string>} totals
 * @property {import("./case-table-model.js").Selection} selection
 */
/** @typedef {{ row: HTMLTableRowElement, head: HTMLTableCellElement, cells: HTMLTableCellElement[] }} Drawn */

/** Widths in ems, where the declaration has none. Columns of text take what is left of the table's width. */
/** @type {Record<string, number>} */
const WIDTHS = { money: 9, whole: 6.5, rate: 6.5, factor: 6.5, day: 8.5, flag: 7, choice: 12, code: 6, codes: 9 };
const WIDTH = 9;
const WIDTH_OF_TEXT = 14;
const WIDTH_OF_NUMBERS = 4.4;
const NUMERIC = new Set(["money", "whole", "rate", "factor"]);

// Until a row has been measured, and while the table is folded away.
const ROW_HEIGHT = 32;
const HEIGHT = 600;

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

/** @param {Column} column */
const widthOf = ({ kind, width }) => width ?? (kind === "text" ? WIDTH_OF_TEXT : (WIDTHS[kind] ?? WIDTH));

/** @param {Column} column */
export const explained = ({ question, why }) => [question, why].filter(Boolean).join(" ");

export class Grid {
  /** The region that scrolls. */
  region = element("div", { class: "ct-scroll", role: "region" });
  #table = element("table", { class: "ct-grid", role: "grid", "aria-multiselectable": "true" });
  #widths = element("colgroup");
  #head = element("thead", { role: "rowgroup" });
  #body = element("tbody", { role: "rowgroup" });
  #foot = element("tfoot", { role: "rowgroup" });
  #gaps = [0, 1, 2].map(() => element("tr", { class: "ct-gap", "aria-hidden": "true" }, element("td")));
  /** @type {Map<number, Drawn>} */
  #drawn = new Map();
  /** @type {Drawn[]} rows of the page that stand for none at present */
  #spare = [];
  /** Whether the height of the table stays as it is for now. */
  isHeld = false;
  #rowHeight = 0;
  /** The height of the region, and how far it is scrolled: to ask the page would lay it out before all is drawn. */
  #height = 0;
  #top = 0;
  /** @type {State} */
  #state;

  /** @param {State} state */
  constructor(state) {
    this.#state = state;
    this.#table.append(this.#widths, this.#head, this.#body, this.#foot);
    this.region.append(this.#table);
  }

  /** How many rows of a page's height there are, for the keys that turn pages. */
  get page() {
    return Math.max(Math.floor((this.#height || HEIGHT) / (this.#rowHeight || ROW_HEIGHT)) - 3, 1);
  }

  get #count() {
    // The last is the line for a new row.
    return this.#state.rows.length + 1;
  }

  /** Draw everything anew, after the columns have changed. */
  build() {
    const { id, columns, shown, noun, plural } = this.#state;
    this.#table.setAttribute("aria-label", capital(plural));
    this.region.setAttribute("aria-label", `${capital(plural)}: table`);
    this.#table.setAttribute("aria-describedby", `${id}-keys`);
    const of = shown.map((at) => /** @type {Column} */ (columns[at]));
    const col = (/** @type {string} */ width) => {
      const made = element("col");
      made.style.setProperty("--ct-wide", width);
      return made;
    };
    const grows = of.some(({ kind }) => kind === "text");
    const least = of.reduce((sum, column) => sum + widthOf(column), WIDTH_OF_NUMBERS);
    this.#table.style.setProperty("--ct-least", `${least}em`);
    this.#table.classList.toggle("ct-grows", grows);
    this.#widths.replaceChildren(
      col(`${WIDTH_OF_NUMBERS}em`),
      ...of.map((column) => col(column.kind === "text" ? "auto" : `${widthOf(column)}em`)),
    );
    const corner = element("th", { role: "columnheader", scope: "col" }, hidden(`Number of the ${noun}`));
    const heads = of.map((column) => {
      const why = explained(column);
      const head = element("th", { role: "columnheader", scope: "col", id: `${id}-c-${column.name}` }, column.label);
      if (NUMERIC.has(column.kind)) head.classList.add("ct-number");
      if (why) {
        head.setAttribute("aria-describedby", `${id}-y-${column.name}`);
        // Outside of the name of the head: that is said at each cell.
        head.append(element("span", { id: `${id}-y-${column.name}`, hidden: "" }, why));
      }
      return head;
    });
    this.#head.replaceChildren(element("tr", { role: "row", "aria-rowindex": "1" }, corner, ...heads));
    for (const { row } of this.#drawn.values()) row.remove();
    for (const gap of this.#gaps) gap.firstElementChild?.setAttribute("colspan", String(of.length + 1));
    this.#drawn.clear();
    this.#spare = [];
    this.#foot.replaceChildren();
    this.drawFoot();
    this.draw();
  }

  drawFoot() {
    const { columns, shown, totals, rows } = this.#state;
    const of = shown.map((at) => /** @type {Column} */ (columns[at]));
    const before = this.#foot.firstElementChild;
    if (!of.some(({ name }) => totals[name])) {
      before?.remove();
      return;
    }
    const row = before ?? this.#newFoot(of);
    set(row, "aria-rowindex", String(rows.length + 3));
    for (const [at, { name }] of of.entries()) write(/** @type {Element} */ (row.children[at + 1]), totals[name] ?? "");
    if (!before) this.#foot.append(row);
  }

  /** @param {Column[]} of */
  #newFoot(of) {
    const head = element("th", { role: "rowheader", scope: "row" }, "Total");
    const cells = of.map(({ name, kind }) => {
      const cell = element("td", { role: "gridcell", class: "ct-total", "data-column": name });
      if (NUMERIC.has(kind)) cell.classList.add("ct-number");
      return cell;
    });
    return element("tr", { role: "row" }, head, ...cells);
  }

  /** Draw the rows that are in sight, and take those away that no longer are. */
  draw() {
    if (this.isHeld) return;
    const [first, last] = windowOf(this.#top, this.#height || HEIGHT, this.#rowHeight || ROW_HEIGHT, this.#count);
    const active = Math.min(this.#state.selection.active.row, this.#count - 1);
    for (const [index, drawn] of this.#drawn) {
      if ((index >= first && index < last) || index === active) continue;
      this.#drawn.delete(index);
      drawn.row.remove();
      this.#spare.push(drawn);
    }
    /** @type {HTMLTableRowElement[]} */
    const order = [];
    const [above, between, below] = /** @type {[HTMLTableRowElement, HTMLTableRowElement, HTMLTableRowElement]} */ (
      this.#gaps
    );
    const gap = (/** @type {HTMLTableRowElement} */ row, /** @type {number} */ count) => {
      if (count <= 0) return;
      const tall = `${count * (this.#rowHeight || ROW_HEIGHT)}px`;
      if (row.style.getPropertyValue("--ct-gap") !== tall) row.style.setProperty("--ct-gap", tall);
      order.push(row);
    };
    if (active < first) {
      gap(above, active);
      order.push(this.#row(active).row);
      gap(between, first - active - 1);
    } else gap(above, first);
    for (let index = first; index < last; index++) order.push(this.#row(index).row);
    if (active >= last) {
      gap(between, active - last);
      order.push(this.#row(active).row);
      gap(below, this.#count - active - 1);
    } else gap(below, this.#count - last);
    this.#arrange(order);
    const foot = this.#foot.firstElementChild;
    set(this.#table, "aria-rowcount", String(this.#count + 1 + Number(foot !== null)));
    if (foot) set(foot, "aria-rowindex", String(this.#count + 2));
    this.#measure();
  }

  /**
   * Put the rows in order without moving any that stands right: the focus would be lost.
   * @param {HTMLTableRowElement[]} order
   */
  #arrange(order) {
    const wanted = new Set(order);
    for (const gap of this.#gaps) if (!wanted.has(gap)) gap.remove();
    /** @type {Element | null} */
    let next = this.#body.firstElementChild;
    const focused = this.#drawn.get(this.#state.selection.active.row)?.row;
    for (const row of order) {
      if (row === next) next = next.nextElementSibling;
      else if (row === focused && row.isConnected) {
        // What stands before it belongs after it.
        while (next && next !== row) {
          const moved = next;
          next = next.nextElementSibling;
          moved.remove();
        }
        next = row.nextElementSibling;
      } else this.#body.insertBefore(row, next);
    }
  }

  #measure() {
    if (this.#rowHeight || !this.#height) return;
    const height = this.#drawn.values().next().value?.row.getBoundingClientRect().height ?? 0;
    if (!height) return;
    this.#rowHeight = height;
    this.#fixed();
    this.draw();
  }

  /** What scrolls into sight is not to lie under the head or the foot, which stay in their places. */
  #fixed() {
    this.region.style.setProperty("--ct-head", `${this.#head.getBoundingClientRect().height}px`);
    this.region.style.setProperty("--ct-foot", `${this.#foot.getBoundingClientRect().height}px`);
  }

  /** Measure again: the table was shown, or its text has another size. */
  measureAgain() {
    this.#rowHeight = 0;
    this.#height = this.region.clientHeight;
    this.scrolled();
  }

  /** Draw what has come into sight. */
  scrolled() {
    this.#top = this.region.scrollTop;
    this.draw();
  }

  /**
   * @param {number} index
   * @returns {Drawn}
   */
  #row(index) {
    let drawn = this.#drawn.get(index);
    if (drawn) return drawn;
    drawn = this.#spare.pop() ?? this.#newRow();
    this.#drawn.set(index, drawn);
    this.#paint(index, drawn);
    return drawn;
  }

  #newRow() {
    const { columns, shown } = this.#state;
    const head = element("th", { role: "rowheader", scope: "row" }, element("span"));
    const cells = shown.map((at) => {
      const { kind, name } = /** @type {Column} */ (columns[at]);
      const cell = element("td", { role: "gridcell", "data-column": name }, element("span", { class: "ct-text" }));
      if (NUMERIC.has(kind)) cell.classList.add("ct-number");
      return cell;
    });
    return { row: element("tr", { role: "row" }, head, ...cells), head, cells };
  }

  /**
   * Let the row in the page that stood for one row stand for another: what is typed in it goes on.
   * @param {number} before
   * @param {number} now
   */
  renumber(before, now) {
    const drawn = this.#drawn.get(before);
    if (before === now || !drawn) return;
    const other = this.#drawn.get(now);
    this.#drawn.delete(before);
    if (other) this.#drawn.set(before, other);
    this.#drawn.set(now, drawn);
  }

  /** Draw what all the rows in the page hold anew. */
  repaint() {
    for (const [index, drawn] of this.#drawn) this.#paint(index, drawn);
  }

  /** Keep no texts of rows that the table no longer has. */
  forget() {
    for (const { cells } of this.#spare)
      for (const { firstElementChild } of cells) firstElementChild?.replaceChildren();
    this.#spare = [];
  }

  /** @param {number} index */
  repaintRow(index) {
    const drawn = this.#drawn.get(index);
    if (drawn) this.#paint(index, drawn);
  }

  /**
   * @param {number} index
   * @param {Drawn} drawn
   */
  #paint(index, { row, head, cells }) {
    const { id, columns, shown, rows, errors, selection, noun } = this.#state;
    const texts = rows[index];
    const block = blockOf(selection);
    const wrong = errors.get(index);
    const selected = index >= block.top && index <= block.bottom;
    set(row, "aria-rowindex", String(index + 2));
    row.classList.toggle("ct-new", !texts);
    set(row, "data-row", String(index));
    write(/** @type {Element} */ (head.firstElementChild), texts ? String(index + 1) : "+");
    if (texts) head.removeAttribute("aria-label");
    else set(head, "aria-label", `New ${noun}`);
    mark(head, `${id}-e-${index}`, wrong?.get(""));
    for (const [at, cell] of cells.entries()) {
      const column = /** @type {Column} */ (columns[shown[at] ?? 0]);
      const text = texts?.[shown[at] ?? 0] ?? "";
      // The control stands in the active cell, and has its text.
      const held = index === selection.active.row && at === selection.active.column;
      write(/** @type {Element} */ (cell.firstElementChild), held ? "" : shownText(column, text));
      set(cell, "aria-selected", String(selected && at >= block.left && at <= block.right));
      cell.classList.toggle("ct-active", held);
      mark(cell, `${id}-e-${index}-${column.name}`, wrong?.get(column.name));
    }
  }

  /**
   * The cell in the page, if it is there.
   * @param {number} row
   * @param {number} column
   */
  cellAt(row, column) {
    return this.#drawn.get(row)?.cells[column];
  }

  /**
   * The row and the column of something in the table; column -1 is the row's head.
   * @param {EventTarget | null} target
   * @returns {{ row: number, column: number } | null}
   */
  placeOf(target) {
    const cell = target instanceof Element ? target.closest("td, th") : null;
    const row = cell?.parentElement;
    if (!row || row.parentElement !== this.#body || !row.dataset.row) return null;
    return { row: Number(row.dataset.row), column: [...row.children].indexOf(cell) - 1 };
  }

  /** Scroll as little as brings the active cell into sight, and draw what is around it. */
  reveal() {
    const { row, column } = this.#state.selection.active;
    this.cellAt(row, column)?.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
    this.scrolled();
  }

  /**
   * Keep what is in sight where it is when rows come or go above it.
   * @param {number} at
   * @param {number} remove
   * @param {number} added
   */
  shifted(at, remove, added) {
    const height = this.#rowHeight || ROW_HEIGHT;
    const top = Math.floor(this.#top / height);
    if (at + remove > top) return;
    this.region.scrollTop += (rowAfter(top, at, remove, added) - top) * height;
    this.#top = this.region.scrollTop;
  }
}

/** @param {string} text */
export const hidden = (text) => element("span", { class: "we-hidden" }, text);

/**
 * @param {Element} at
 * @param {string} text
 */
function write(at, text) {
  if (at.textContent !== text) at.textContent = text;
}

/**
 * @param {Element} at
 * @param {string} name
 * @param {string} value
 */
function set(at, name, value) {
  if (at.getAttribute(name) !== value) at.setAttribute(name, value);
}

/**
 * Mark a cell as wrong, with the words for it, or take the mark away.
 * @param {HTMLElement} cell
 * @param {string} id
 * @param {string | undefined} message
 */
function mark(cell, id, message) {
  const before = cell.hasAttribute("aria-invalid") ? cell.querySelector(".ct-wrong") : null;
  if (!message) {
    if (!before) return;
    before.remove();
    cell.removeAttribute("aria-invalid");
    cell.removeAttribute("aria-describedby");
    return;
  }
  const words = before ?? element("span", { class: "ct-wrong", hidden: "" });
  words.id = id;
  write(words, message);
  if (!before) cell.append(words);
  cell.setAttribute("aria-invalid", "true");
  cell.setAttribute("aria-describedby", id);
}
