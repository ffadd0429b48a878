// The rows of one table of a case, its selection, and what its edits do to them. Pure functions over arrays of texts: none
// of them reads the document, and none computes a figure.

/** @typedef {string[]} Row the text of each declared column */
/** @typedef {Map<number, Map<string, string>>} Notes words at cells, by row and by column; "" is the row itself */
/** @typedef {{ row: number, column: number }} Cell the column counts those that are shown */
/** @typedef {{ anchor: Cell, active: Cell }} Selection */
/** @typedef {{ top: number, bottom: number, left: number, right: number }} Block inclusive */
/**
 * @typedef {object} Column
 * @property {string} name
 * @property {string} kind
 * @property {string} label
 * @property {string} [question]
 * @property {string} [why]
 * @property {[string, string][]} [choices]
 * @property {boolean} [required]
 * @property {number} [width] in ems
 */
/**
 * @typedef {object} Edit
 * @property {"cell" | "add" | "remove" | "move" | "fill" | "clear"} op
 * @property {string} table
 * @property {number} [row]
 * @property {string} [column]
 * @property {string} [text]
 * @property {number} [at]
 * @property {number} [count]
 * @property {number} [to]
 * @property {string[][]} [cells]
 * @property {number} [rows]
 * @property {number} [columns]
 */

const LONGEST_SHOWN = 300;
const SUMMARY_PARTS = 4;
const LONGEST_PART = 60;

/**
 * An empty row.
 * @param {Column[]} columns
 * @returns {Row}
 */
export const emptyRow = (columns) => columns.map(() => "");

/**
 * A row with exactly one text for each column, whatever came.
 * @param {readonly string[]} row
 * @param {Column[]} columns
 * @returns {Row}
 */
export const wholeRow = (row, columns) => columns.map((_, at) => String(row[at] ?? ""));

/**
 * Carry out an edit on the rows themselves.
 * @param {Row[]} rows
 * @param {Column[]} columns
 * @param {Edit} edit
 */
export function apply(rows, columns, edit) {
  const { op, at = 0, count = 1, to = 0, row = 0 } = edit;
  const first = columns.findIndex(({ name }) => name === edit.column);
  if (op === "add") rows.splice(at, 0, ...Array.from({ length: count }, () => emptyRow(columns)));
  else if (op === "remove") rows.splice(at, count);
  else if (op === "move") rows.splice(to, 0, ...rows.splice(at, count));
  else if (op === "cell") put(rows, columns, row, first, [[edit.text ?? ""]]);
  else if (op === "fill") put(rows, columns, row, first, edit.cells ?? []);
  else if (op === "clear") {
    const blank = Array(edit.columns).fill("");
    put(rows, columns, row, first, Array(Math.min(edit.rows ?? 0, rows.length - row)).fill(blank));
  }
}

/**
 * Lay a block over the rows; rows that it reaches beyond are appended, columns are not.
 * @param {Row[]} rows
 * @param {Column[]} columns
 * @param {number} top
 * @param {number} left
 * @param {string[][]} cells
 */
function put(rows, columns, top, left, cells) {
  for (const [down, texts] of cells.entries()) {
    while (rows.length <= top + down) rows.push(emptyRow(columns));
    const row = /** @type {Row} */ (rows[top + down]);
    for (const [right, text] of texts.entries()) if (left + right < columns.length) row[left + right] = text;
  }
}

/**
 * The part of a splice that changes something: rows that are as they were, at its two ends, are left out.
 * @param {Row[]} rows
 * @param {number} at
 * @param {number} remove
 * @param {Row[]} made
 */
export function narrowed(rows, at, remove, made) {
  const same = (/** @type {number} */ old, /** @type {number} */ now) =>
    rows[old]?.every((text, column) => text === made[now]?.[column]) ?? false;
  const most = Math.min(remove, made.length);
  let head = 0;
  while (head < most && same(at + head, head)) head++;
  let tail = 0;
  while (tail < most - head && same(at + remove - 1 - tail, made.length - 1 - tail)) tail++;
  return { at: at + head, remove: remove - head - tail, made: made.slice(head, made.length - tail) };
}

/**
 * Where a row is after a splice; the row after what was removed, where it was itself.
 * @param {number} row
 * @param {number} at
 * @param {number} remove
 * @param {number} added
 */
export function rowAfter(row, at, remove, added) {
  if (row < at) return row;
  if (row >= at + remove) return row + added - remove;
  return Math.min(row, at + Math.max(added - 1, 0));
}

/**
 * Where a row is after `count` rows from `at` on have moved to stand from `to` on.
 * @param {number} row
 * @param {number} at
 * @param {number} count
 * @param {number} to
 */
export function rowMoved(row, at, count, to) {
  if (row >= at && row < at + count) return row + to - at;
  const without = row < at ? row : row - count;
  return without < to ? without : without + count;
}

/**
 * Notes under the new numbers of their rows. Those of removed rows are gone.
 * @param {Notes} notes
 * @param {(row: number) => number | null} place where a row is now, or null if it is gone
 * @returns {Notes}
 */
export function notesAt(notes, place) {
  /** @type {Notes} */
  const moved = new Map();
  for (const [row, words] of notes) {
    const now = place(row);
    if (now !== null) moved.set(now, words);
  }
  return moved;
}

/**
 * Notes by row and column.
 * @param {{ row: number, column: string | null, words: string }[]} list
 * @returns {Notes}
 */
export function notesOf(list) {
  /** @type {Notes} */
  const notes = new Map();
  for (const { row, column, words } of list) {
    const ofRow = notes.get(row) ?? new Map();
    const before = ofRow.get(column ?? "");
    notes.set(row, ofRow.set(column ?? "", before ? `${before} ${words}` : words));
  }
  return notes;
}

/**
 * The cells between the two corners of a selection.
 * @param {Selection} selection
 * @returns {Block}
 */
export const blockOf = ({ anchor, active }) => ({
  top: Math.min(anchor.row, active.row),
  bottom: Math.max(anchor.row, active.row),
  left: Math.min(anchor.column, active.column),
  right: Math.max(anchor.column, active.column),
});

/** @param {Block} block */
export const isOneCell = ({ top, bottom, left, right }) => top === bottom && left === right;

/**
 * The texts of a block of shown columns; beyond the last row there is nothing.
 * @param {Row[]} rows
 * @param {number[]} shown the place of each shown column among the declared ones
 * @param {Block} block
 */
export const cellsIn = (rows, shown, { top, bottom, left, right }) =>
  rows.slice(top, bottom + 1).map((row) => shown.slice(left, right + 1).map((column) => row[column] ?? ""));

/**
 * A block for shown columns as one for the declared columns: what is in the hidden ones between them stays.
 * @param {Row[]} rows
 * @param {number[]} shown
 * @param {Cell} corner
 * @param {string[][]} cells
 */
export function widened(rows, shown, { row, column }, cells) {
  const first = shown[column] ?? 0;
  return cells.map((texts, down) => {
    const kept = texts.slice(0, shown.length - column);
    const last = shown[column + kept.length - 1] ?? first;
    const old = (rows[row + down] ?? []).slice(first, last + 1);
    const wide = Array.from({ length: last - first + 1 }, (_, at) => old[at] ?? "");
    for (const [right, text] of kept.entries()) wide[(shown[column + right] ?? 0) - first] = text;
    return wide;
  });
}

/**
 * The values that a column lets the reader choose from, with their words; null if any text may be typed. A text that is
 * none of them is one more: nothing that was typed or pasted is lost.
 * @param {Column} column
 * @param {string} text
 * @returns {[string, string][] | null}
 */
export function choicesOf({ kind, choices }, text) {
  /** @type {[string, string][]} */
  let offered = [];
  if (kind === "flag")
    offered = choices?.length
      ? choices
      : [
          ["true", "Yes"],
          ["false", "No"],
        ];
  else if (kind === "choice" && choices?.length) offered = choices;
  else return null;
  if (!offered.some(([value]) => value === "")) offered = [["", "Left open"], ...offered];
  return offered.some(([value]) => value === text) ? offered : [...offered, [text, text]];
}

/**
 * The value of the choice that is meant by what was typed of it: the value itself, its words, or one of the words. The
 * next one after the present, where a single letter may mean several.
 * @param {[string, string][]} choices
 * @param {string} text now
 * @param {string} typed
 */
export function choiceFrom(choices, text, typed) {
  const now = choices.findIndex(([value]) => value === text);
  const order = typed.length > 1 ? choices : [...choices.slice(now + 1), ...choices.slice(0, now + 1)];
  const letters = typed.toLowerCase();
  const begins = (/** @type {string} */ words) => words.toLowerCase().startsWith(letters);
  const ways = /** @type {((value: string, words: string) => boolean)[]} */ ([
    (value) => typed.length > 1 && begins(value),
    (_, words) => begins(words),
    (_, words) => typed.length > 1 && words.split(/[^\p{L}]+/u).some(begins),
  ]);
  for (const is of ways) {
    const found = order.find(([value, words]) => value && is(value, words));
    if (found) return found[0];
  }
  return undefined;
}

/**
 * What a cell shows of its text: the words of a choice, and no more than can be seen.
 * @param {Column} column
 * @param {string} text
 * @param {number} [longest]
 */
export function shownText(column, text, longest = LONGEST_SHOWN) {
  if (!text) return "";
  const words = choicesOf(column, text)?.find(([value]) => value === text)?.[1] ?? text;
  if (words.length <= longest) return words;
  // Never half of a character.
  const end = /[\ud800-\udbff]/.test(words[longest - 1] ?? "") ? longest - 1 : longest;
  return `${words.slice(0, end)}…`;
}

/**
 * The first texts of a row that are not empty, for one line of a list.
 * @param {Row} row
 * @param {Column[]} columns
 * @param {number[]} shown
 */
export const summaryOf = (row, columns, shown) =>
  shown
    .filter((at) => row[at])
    .slice(0, SUMMARY_PARTS)
    .map((at) => shownText(/** @type {Column} */ (columns[at]), row[at] ?? "", LONGEST_PART));

/**
 * The rows to draw: those in sight and some more, in steps, so that most scrolling draws nothing.
 * @param {number} scrolled in pixels
 * @param {number} height of what is in sight
 * @param {number} rowHeight
 * @param {number} count of rows
 * @returns {[number, number]} the first, and the first no more
 */
export function windowOf(scrolled, height, rowHeight, count) {
  const step = 8;
  const first = Math.max(Math.floor(scrolled / rowHeight / step) * step - step, 0);
  const last = Math.ceil((scrolled + height) / rowHeight / step) * step + step;
  return [Math.min(first, Math.max(count - 1, 0)), Math.min(last, count)];
}

/** @param {string} noun */
export const withArticle = (noun) => `${/^[aeio]|^u(?!ni|se)/i.test(noun) ? "an" : "a"} ${noun}`;

/** @param {string} words */
export const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);
