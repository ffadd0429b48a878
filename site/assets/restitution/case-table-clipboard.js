// What is copied from the grid of a table, and what is pasted into it.

import { blockOf, cellsIn, isOneCell } from "./case-table-model.js";
import { cellsOf, cellsOfHtml, textOf } from "./case-table-text.js";

/** @typedef {import("./case-table-grid.js").State} State */
/**
 * @typedef {object} Paste more than one cell
 * @property {number} row
 * @property {string} column
 * @property {string[][]} cells
 * @property {boolean} html whether they come from a table, with its own borders, and not from lines of text
 * @property {string[]} columns the names of those that are shown, from the first on: hidden ones take nothing
 */

/**
 * Put the selected cells on the clipboard.
 * @param {ClipboardEvent} event
 * @param {State} state
 * @returns {boolean} whether there were any
 */
export function copy(event, { rows, shown, selection }) {
  const cells = cellsIn(rows, shown, blockOf(selection));
  event.preventDefault();
  if (!cells.length) return false;
  event.clipboardData?.setData("text/plain", textOf(cells));
  return true;
}

/**
 * Take what is on the clipboard: one text is typed, a block is for the desk to look at.
 * @param {ClipboardEvent} event
 * @param {State} state
 * @param {Pick<import("./case-table-hands.js").Asks, "typed" | "fill" | "pasted">} asks
 */
export function paste(event, { rows, columns, shown, selection }, asks) {
  event.preventDefault();
  const read = (/** @type {string} */ type) => event.clipboardData?.getData(type) ?? "";
  const fromHtml = cellsOfHtml(read("text/html"));
  const cells = fromHtml ?? cellsOf(read("text/plain"));
  const block = blockOf(selection);
  const corner = { row: block.top, column: block.left };
  const [[text = ""] = []] = cells;
  if (cells.length > 1 || (cells[0]?.length ?? 0) > 1) {
    const names = shown.slice(corner.column).map((at) => columns[at]?.name ?? "");
    const [column = ""] = names;
    asks.pasted({ row: corner.row, column, cells, html: fromHtml !== null, columns: names });
  } else if (isOneCell(block)) {
    if (text !== (rows[corner.row]?.[shown[corner.column] ?? 0] ?? "")) asks.typed(corner, text);
  } else {
    // One text for every selected cell; no row comes of it.
    const height = Math.max(Math.min(block.bottom, rows.length - 1) - block.top + 1, 1);
    asks.fill(corner, Array(height).fill(Array(block.right - block.left + 1).fill(text)));
  }
}
