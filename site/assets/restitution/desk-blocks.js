// Rows that come in blocks: pasted from a spreadsheet, written as text, or from a second file. Nothing goes in unseen that
// does not fit as it stands.

import { textIn, whyNot } from "./desk-answers.js";
import { isTooLarge, TOO_LARGE, textOf } from "./desk-files.js";
import { rowsOf } from "./desk-model.js";
import { askColumns, askMerge, OVER } from "./desk-preview.js";

/** @typedef {import("./desk-model.js").Edit} Edit */
/** @typedef {import("./desk-tables.js").CaseTable} CaseTable */

/** Of more rows than this the first few tell what the columns are, as long as no row looks like one of totals. */
const MANY = 2000;
const FEW = 20;
const SUM = /\b(total|totals|sum)\b/i;

export class Blocks {
  #screen;
  #session;
  #edit;

  /**
   * @param {import("./desk-screen.js").Screen} screen
   * @param {import("./desk-session.js").Session} session
   * @param {(edit: Edit, done: string) => void} edit `done`: what is to be said first once it is carried out
   */
  constructor(screen, session, edit) {
    this.#screen = screen;
    this.#session = session;
    this.#edit = edit;
  }

  /** @param {string} table */
  #columns(table) {
    return this.#screen.tables.facts(table)?.columns ?? [];
  }

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.#screen.part("dialog"));
  }

  /**
   * @param {HTMLElement} inside
   * @param {boolean} [open]
   */
  async toggleText(inside, open) {
    const { part, table, toggle, region, box } = textBox(inside, this.#screen.tables);
    const opens = open ?? region.hidden;
    region.hidden = !opens;
    toggle.setAttribute("aria-expanded", String(opens));
    if (!opens) return toggle.focus();
    box.value = "";
    box.focus();
    const answer = await this.#session.ask({ ask: "text", table });
    const text = textIn(answer);
    if (part.isConnected && text !== undefined && !box.value) box.value = text;
  }

  /** @param {HTMLElement} inside */
  async readText(inside) {
    const { table, box } = textBox(inside, this.#screen.tables);
    const refusal = await this.attempt({ op: "read", table, text: box.value }, "The rows are read.");
    if (refusal === undefined) return;
    const line = document.getElementById(box.id.replace(/box$/, "error"));
    if (line) {
      line.textContent = refusal;
      line.hidden = !refusal;
    }
    if (!refusal) {
      box.removeAttribute("aria-invalid");
      return this.#screen.tell("The rows are read.");
    }
    box.setAttribute("aria-invalid", "true");
    box.focus();
  }

  /**
   * Carry out an edit that may be refused; gives why it was, or undefined if it was wiped away before.
   * @param {Edit} edit
   * @param {string} done what is to be said first once it is carried out
   */
  async attempt(edit, done) {
    const refused = this.#session.tried(edit);
    this.#edit(edit, done);
    return refused;
  }

  /**
   * A block was pasted into a table. What fits as it stands goes in at once; of anything else the reader is asked.
   * @param {CaseTable} element
   * @param {{ table: string, row: number, column: string, cells: string[][] }} paste
   */
  async pasted(element, { table: name, row, column, cells }) {
    const table = this.#screen.tables.nameOf(name);
    // Until it is known how the block is meant, no row may come or go above the place it is meant for.
    element.busy = true;
    const asked = (/** @type {string[][]} */ block) =>
      this.#session.ask({ ask: "preview", table, column, row, cells: block });
    const few = cells.length > MANY && !cells.some((texts) => texts.some((text) => SUM.test(text)));
    let preview = await asked(few ? cells.slice(0, FEW) : cells);
    if (few && !(preview?.certain && !preview.header)) preview = await asked(cells);
    element.busy = false;
    if (preview?.certain && !preview.header && !preview.totals.length) return element.fill({ row, column, cells });
    if (!preview?.columns) return this.#screen.warn("Nothing is put in.", whyNot(preview));
    const over = row < rowsOf(this.#session.model, table).length;
    await this.#put(table, preview, { over, row });
    element.focusCell(row, column);
  }

  /**
   * Offer to put the rows of a file in that was not opened as it stands.
   * @param {string} table
   * @param {string} text
   * @param {string} title that it was not opened
   * @param {string} why
   */
  async preview(table, text, title, why) {
    const preview = await this.#session.ask({ ask: "preview", table, text });
    if (!preview?.columns?.some(Boolean) || !(await this.#put(table, preview, { why }))) this.#screen.warn(title, why);
  }

  /**
   * @param {string} table
   * @param {import("./desk-preview.js").Preview} preview
   * @param {{ why?: string, over?: boolean, row?: number }} options
   * @returns {Promise<boolean>} whether the rows were put in
   */
  async #put(table, preview, { why = "", over = false, row = 0 }) {
    const columns = this.#columns(table);
    const chosen = await askColumns(this.#dialog, preview, columns, { why, over });
    if (!chosen) {
      this.#screen.tell("Nothing is put in.");
      return false;
    }
    const { how, header, columns: names, leave } = chosen;
    const kept = preview.cells.filter((_, at) => !leave.includes(at));
    const cells = how === OVER && header ? kept.slice(1) : kept;
    /** @type {Edit} */
    const edit =
      how === OVER
        ? { op: "fill", table, row, column: columns[0]?.name ?? "", cells, columns: names }
        : { op: "rows", table, cells, columns: names, how, header };
    const refusal = await this.attempt(edit, "The rows are put in.");
    if (refusal) this.#screen.warn("Nothing is put in.", refusal);
    return !refusal;
  }

  /**
   * Show what a second ledger would change, then let it.
   * @param {string} table
   * @param {File} file
   */
  async merge(table, file) {
    if (isTooLarge(file)) return this.#screen.warn("Nothing is merged.", TOO_LARGE);
    const text = textOf(await file.arrayBuffer());
    const answer = await this.#session.ask({ ask: "merge", table, text });
    if (!answer?.new) return this.#screen.warn("Nothing is merged.", whyNot(answer));
    const take = await askMerge(this.#dialog, answer, this.#columns(table));
    if (!take) return this.#screen.tell("Nothing is merged.");
    const refusal = await this.attempt({ op: "merge", table, text, take }, `Merged: ${file.name}.`);
    if (refusal) this.#screen.warn("Nothing is merged.", refusal);
  }
}

/**
 * The parts of the plain way beside a table.
 * @param {HTMLElement} inside
 * @param {import("./desk-tables.js").Tables} tables
 */
function textBox(inside, tables) {
  const part = /** @type {HTMLElement} */ (inside.closest("[data-text]"));
  return {
    part,
    table: tables.nameOf(part.dataset.text ?? ""),
    toggle: /** @type {HTMLElement} */ (part.querySelector('[data-do="text"]')),
    region: /** @type {HTMLElement} */ (part.querySelector(".ds-text-box")),
    box: /** @type {HTMLTextAreaElement} */ (part.querySelector("textarea")),
  };
}
