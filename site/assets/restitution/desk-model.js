// What the page knows of the case: the text of every field and cell, and what an edit does to it at once, before the
// engine has answered. Pure functions; a model is never changed, only replaced.

/** @typedef {readonly string[]} Row */
/** @typedef {{ at: number, remove: number, rows: readonly Row[] }} Splice */
/**
 * An edit of the case, as restitution.casefile.edits takes it.
 * @typedef {{ op: string, [key: string]: any }} Edit
 */
/**
 * @typedef {object} Model
 * @property {ReadonlyMap<string, string>} fields texts of the single fields by path
 * @property {ReadonlyMap<string, readonly Row[]>} tables rows by the name of their table
 */
/** @typedef {(table: string) => readonly string[]} ColumnsOf the names of a table's columns */

/** The edits whose effect the page knows by itself. Of the others only the engine knows it. */
const KNOWN = new Set(["set", "cell", "add", "remove", "move", "fill", "clear"]);

/** @type {Model} */
export const EMPTY = { fields: new Map(), tables: new Map() };

/**
 * Whether the page knows the effect of an edit by itself. Any other edit is sent alone: it can be refused.
 * @param {Edit} edit
 */
export const isKnown = ({ op }) => KNOWN.has(op);

/** @param {string} table `ledger/A` has the columns of `ledger` */
export const kindOfTable = (table) => table.replace(/\/.*/, "");

/**
 * @param {Model} model
 * @param {string} table
 */
export const rowsOf = (model, table) => model.tables.get(table) ?? [];

/**
 * The model after an edit.
 * @param {Model} model
 * @param {Edit} edit
 * @param {ColumnsOf} columnsOf
 * @returns {Model}
 */
export function applied(model, edit, columnsOf) {
  if (!isKnown(edit)) return model;
  if (edit.op === "set") return { ...model, fields: new Map(model.fields).set(edit.field, edit.text) };
  const columns = columnsOf(edit.table);
  const rows = changed(rowsOf(model, edit.table), edit, columns);
  return { ...model, tables: new Map(model.tables).set(edit.table, rows) };
}

/**
 * @param {readonly Row[]} before
 * @param {Edit} edit
 * @param {readonly string[]} columns
 * @returns {readonly Row[]}
 */
function changed(before, edit, columns) {
  const rows = [...before];
  const width = columns.length;
  const blank = () => /** @type {string[]} */ (Array(width).fill(""));
  const { at = 0, count = 1, row = 0 } = edit;
  const from = columns.slice(columns.indexOf(edit.column)).map((name) => columns.indexOf(name));
  if (edit.op === "add") {
    rows.splice(at, 0, ...Array.from({ length: count }, blank));
  } else if (edit.op === "remove") {
    rows.splice(at, count);
  } else if (edit.op === "move") {
    // The first of the rows stands at `to` afterwards.
    rows.splice(edit.to, 0, ...rows.splice(at, count));
  } else if (edit.op === "clear") {
    const cells = Array.from({ length: edit.rows }, () => Array(edit.columns).fill(""));
    write(rows, Math.min(row, rows.length), from, cells.slice(0, Math.max(0, rows.length - row)), blank);
  } else if (edit.columns) {
    write(
      rows,
      row,
      edit.columns.map((/** @type {string} */ name) => columns.indexOf(name)),
      edit.cells,
      blank,
    );
  } else {
    write(rows, row, from, edit.op === "cell" ? [[edit.text]] : edit.cells, blank);
  }
  return rows;
}

/**
 * Write a block of cells into rows; rows that are missing are appended, cells beyond the last column are left out.
 * @param {Row[]} rows
 * @param {number} at
 * @param {readonly number[]} places the column for each cell of a row; -1 leaves it out
 * @param {readonly string[][]} cells
 * @param {() => string[]} blank
 */
function write(rows, at, places, cells, blank) {
  for (const [down, texts] of cells.entries()) {
    while (rows.length <= at + down) rows.push(blank());
    const row = [...(rows[at + down] ?? blank())];
    for (const [across, text] of texts.entries()) {
      const place = places[across] ?? -1;
      if (place >= 0) row[place] = text;
    }
    rows[at + down] = row;
  }
}

/**
 * The model after what a reply says: splices of tables (null if a table is gone) and texts of fields.
 * @param {Model} model
 * @param {{ fields?: Record<string, string>, tables?: Record<string, Splice[] | null> }} reply
 * @returns {Model}
 */
export function brought(model, { fields = {}, tables = {} }) {
  const after = { fields: new Map([...model.fields, ...Object.entries(fields)]), tables: new Map(model.tables) };
  for (const [name, splices] of Object.entries(tables)) {
    if (splices === null) {
      after.tables.delete(name);
      continue;
    }
    let rows = rowsOf(model, name);
    for (const { at, remove, rows: put } of splices) rows = [...rows.slice(0, at), ...put, ...rows.slice(at + remove)];
    after.tables.set(name, rows);
  }
  return after;
}

/**
 * @param {Row | undefined} one
 * @param {Row | undefined} other
 */
const same = (one, other) =>
  one === other || (one?.length === other?.length && one?.every((text, at) => text === other?.[at]) === true);

/**
 * The one splice that turns some rows into others; nothing if they are the same.
 * @param {readonly Row[]} before
 * @param {readonly Row[]} after
 * @returns {Splice | undefined}
 */
export function difference(before, after) {
  const least = Math.min(before.length, after.length);
  let head = 0;
  while (head < least && same(before[head], after[head])) head += 1;
  let tail = 0;
  while (tail < least - head && same(before.at(-1 - tail), after.at(-1 - tail))) tail += 1;
  const [remove, put] = [before.length - head - tail, after.slice(head, after.length - tail)];
  return remove || put.length ? { at: head, remove, rows: put } : undefined;
}
