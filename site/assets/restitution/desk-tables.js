// The tables of the desk. Each table element shows the rows of the case's copy in the page; here they are kept in step.

import { difference, kindOfTable, rowsOf } from "./desk-model.js";

/** @typedef {import("./desk-model.js").Model} Model */
/** @typedef {import("./desk-model.js").Row} Row */
/** @typedef {import("./desk-session.js").Place} Place */
/** @typedef {{ name: string, label: string, choices?: [string, string][] }} Column */
/** @typedef {{ name: string, plural: string, columns: Column[] }} Facts what the engine wrote into the page of a table */
/**
 * What the desk uses of a `<case-table>`.
 * @typedef {HTMLElement & {
 *   rows: string[][],
 *   busy: boolean,
 *   splice(at: number, remove: number, rows: string[][]): void,
 *   fill(block: { row: number, column: string, cells: string[][] }): void,
 *   commit(): void,
 *   showErrors(errors: { row: number, column: string | null, message: string }[]): void,
 *   showReads(reads: { row: number, column: string, words: string }[]): void,
 *   showTotals(totals: Record<string, string>): void,
 *   showColumns(columns: Record<string, boolean>): void,
 *   focusCell(row: number, column: string | null): void,
 * }} CaseTable
 */
/**
 * @typedef {object} Kept
 * @property {CaseTable} element
 * @property {Facts} facts
 * @property {readonly Row[]} shown
 * @property {string} ofTable
 * @property {boolean} marked
 * @property {boolean} read
 * @property {Record<string, boolean>} matters the columns that can matter, as the engine says
 * @property {HTMLElement[]} more the buttons that show further columns
 */

/** @param {readonly Row[]} rows */
const copied = (rows) => rows.map((row) => [...row]);

export class Tables {
  /** @type {Map<string, Kept>} by the name that the table has in the page: `ledger` stands for the one that is looked at */
  #kept = new Map();
  #ledger = "";

  /** @param {HTMLElement} root */
  constructor(root) {
    for (const found of root.querySelectorAll("case-table")) {
      const element = /** @type {CaseTable} */ (found);
      const facts = /** @type {Facts} */ (JSON.parse(element.dataset.table ?? "{}"));
      const more = [...element.querySelectorAll(/** @type {"button"} */ ("[data-columns]"))];
      this.#kept.set(facts.name, {
        ...{ element, facts, shown: [], ofTable: "", marked: false, read: false, matters: {} },
        more,
      });
    }
  }

  /** @type {import("./desk-model.js").ColumnsOf} */
  columnsOf = (table) => this.facts(table)?.columns.map(({ name }) => name) ?? [];

  /** @param {string} table */
  facts(table) {
    return this.#kept.get(kindOfTable(table))?.facts;
  }

  /** @param {string} table */
  element(table) {
    return this.#kept.get(kindOfTable(table))?.element;
  }

  /** @returns {Facts[]} */
  get all() {
    return [...this.#kept.values()].map(({ facts }) => facts);
  }

  /**
   * The name in the case of a table in the page.
   * @param {string} name
   */
  nameOf(name) {
    return name === "ledger" ? `ledger/${this.#ledger}` : name;
  }

  /**
   * Bring every table element up to date with as little as possible: what is being typed in it stays.
   * @param {Model} model
   * @param {string} ledger the victim whose ledger is looked at
   */
  show(model, ledger) {
    this.#ledger = ledger;
    for (const [name, kept] of this.#kept) {
      const table = this.nameOf(name);
      const rows = rowsOf(model, table);
      if (kept.ofTable !== table) {
        if (kept.ofTable || rows.length) kept.element.rows = copied(rows);
      } else if (kept.shown !== rows) {
        const change = difference(kept.shown, rows);
        if (change) kept.element.splice(change.at, change.remove, copied(change.rows));
      }
      kept.ofTable = table;
      kept.shown = rows;
    }
  }

  /**
   * Take note that an element has made an edit itself: it shows what the model says now.
   * @param {string} name
   * @param {Model} model
   */
  madeItself(name, model) {
    const kept = this.#kept.get(name);
    if (kept) kept.shown = rowsOf(model, this.nameOf(name));
  }

  /** @param {readonly (Place & { message: string, missing?: boolean })[]} errors */
  showErrors(errors) {
    for (const [name, kept] of this.#kept) {
      const found = this.#of(name, errors).filter(({ missing }) => !missing);
      if (found.length || kept.marked) kept.element.showErrors(found);
      kept.marked = found.length > 0;
    }
  }

  /** @param {readonly (Place & { words: string })[]} reads */
  showReads(reads) {
    for (const [name, kept] of this.#kept) {
      const found = this.#of(name, reads).flatMap(({ column, ...read }) => (column ? [{ ...read, column }] : []));
      if (found.length || kept.read) kept.element.showReads(found);
      kept.read = found.length > 0;
    }
  }

  /**
   * What is said of the rows of a table.
   * @template {Place} T
   * @param {string} name
   * @param {readonly T[]} said
   */
  #of(name, said) {
    const table = this.nameOf(name);
    return said.flatMap((one) =>
      one.table === table && typeof one.row === "number" ? [{ ...one, row: one.row, column: one.column ?? null }] : [],
    );
  }

  /** @param {Record<string, Record<string, string>>} totals */
  showTotals(totals) {
    for (const [name, kept] of this.#kept) {
      const found = totals[this.nameOf(name)];
      if (found) kept.element.showTotals(found);
    }
  }

  /** Say nothing of any row or foot any more. */
  forget() {
    this.showErrors([]);
    this.showReads([]);
    for (const { element } of this.#kept.values()) element.showTotals({});
  }

  /** @param {Record<string, boolean | Record<string, boolean>>} shown */
  showColumns(shown) {
    for (const [name, kept] of this.#kept) {
      const found = shown[name];
      if (typeof found !== "object") continue;
      kept.matters = found;
      this.#showColumns(kept);
    }
  }

  /**
   * Show the columns of a button, or only those of them that hold something.
   * @param {HTMLElement} button
   */
  turnColumns(button) {
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    const kept = this.#kept.get(button.dataset.table ?? "");
    if (kept) this.#showColumns(kept);
  }

  /** @param {Kept} kept */
  #showColumns({ element, matters, more }) {
    const asked = more
      .filter((button) => button.getAttribute("aria-pressed") === "true")
      .flatMap((button) => button.dataset.columns?.split(" ") ?? []);
    element.showColumns({ ...matters, ...Object.fromEntries(asked.map((name) => [name, true])) });
  }

  /** Take over what is being typed in a cell. */
  commit() {
    for (const { element } of this.#kept.values()) element.commit?.();
  }
}
