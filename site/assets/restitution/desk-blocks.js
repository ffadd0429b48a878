// Rows that come in blocks: pasted from a spreadsheet, written as text, or from a second file. Nothing goes in unseen that
// does not fit as it stands.

import { textIn, whyNot } from "./desk-answers.js";
import { isTooLarge, TOO_LARGE, textOf } from "./desk-files.js";
import { rowsOf } from "./desk-model.js";
import { askColumns, askMerge, OVER } from "./desk-preview.js";

/** @typedef {import("./desk-model.js").Edit} Edit */
/** @typedef {import("./desk-tables.js").CaseTable} CaseTable */

/** So many rows of a paste tell what the columns are. */
const FEW = 20;

export class Blocks {
  #screen;
  #session;
  #edit;
  #done;

  /**
   * @param {import("./desk-screen.js").Screen} screen
   * @param {import("./desk-session.js").Session} session
   * @param {(edit: Edit) => void} edit
   * @param {(words: string) => void} done takes what is to be said first with the next answer
   */
  constructor(screen, session, edit, done) {
    this.#screen = screen;
    this.#session = session;
    this.#edit = edit;
    this.#done = done;
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
    this.#done("The rows are read.");
    const refusal = await this.attempt({ op: "read", table, text: box.value });
    const line = document.getElementById(box.id.replace(/box$/, "error"));
    if (line) {
      line.textContent = refusal;
      line.hidden = !refusal;
    }
    if (!refusal) return this.#screen.tell("The rows are read.");
    this.#done("");
    box.setAttribute("aria-invalid", "true");
    box.focus();
  }

  /**
   * Carry out an edit that may be refused; gives why it was.
   * @param {Edit} edit
   * @returns {Promise<string>}
   */
  async attempt(edit) {
    const refused = this.#session.tried(edit);
    this.#edit(edit);
    return refused;
  }

  /**
   * A block was pasted into a table. What fits as it stands goes in at once; of anything else the reader is asked.
   * @param {CaseTable} element
   * @param {{ table: string, row: number, column: string, cells: string[][] }} paste
   */
  async pasted(element, { table: name, row, column, cells }) {
    const table = this.#screen.tables.nameOf(name);
    const few = await this.#session.ask({ ask: "preview", table, column, cells: cells.slice(0, FEW) });
    if (few?.certain && !few.header) return element.fill({ row, column, cells });
    const preview = cells.length > FEW ? await this.#session.ask({ ask: "preview", table, column, cells }) : few;
    if (!preview?.columns) return this.#screen.tell(`Nothing is put in. ${whyNot(preview)}`);
    const over = row < rowsOf(this.#session.model, table).length;
    await this.#put(table, preview, { over, row });
    element.focusCell(row, column);
  }

  /**
   * @param {string} table
   * @param {string} text
   * @param {string} why
   */
  async preview(table, text, why) {
    const preview = await this.#session.ask({ ask: "preview", table, text });
    if (!preview?.columns) return this.#screen.tell(why);
    await this.#put(table, preview, { why });
  }

  /**
   * @param {string} table
   * @param {import("./desk-preview.js").Preview} preview
   * @param {{ why?: string, over?: boolean, row?: number }} options
   */
  async #put(table, preview, { why = "", over = false, row = 0 }) {
    const columns = this.#columns(table);
    const chosen = await askColumns(this.#dialog, preview, columns, { why, over });
    if (!chosen) return this.#screen.tell("Nothing is put in.");
    const { how, header, columns: names } = chosen;
    const cells = how === OVER && header ? preview.cells.slice(1) : preview.cells;
    this.#done("The rows are put in.");
    /** @type {Edit} */
    const edit =
      how === OVER
        ? { op: "fill", table, row, column: columns[0]?.name ?? "", cells, columns: names }
        : { op: "rows", table, cells, columns: names, how, header };
    const refusal = await this.attempt(edit);
    if (refusal) this.#screen.tell(refusal);
  }

  /**
   * Show what a second ledger would change, then let it.
   * @param {string} table
   * @param {File} file
   */
  async merge(table, file) {
    if (isTooLarge(file)) return this.#screen.tell(TOO_LARGE);
    const text = textOf(await file.arrayBuffer());
    const answer = await this.#session.ask({ ask: "merge", table, text });
    if (!answer?.new) return this.#screen.tell(`Nothing is merged. ${whyNot(answer)}`);
    const take = await askMerge(this.#dialog, answer, this.#columns(table));
    if (!take) return this.#screen.tell("Nothing is merged.");
    this.#done(`Merged: ${file.name}.`);
    const refusal = await this.attempt({ op: "merge", table, text, take });
    if (refusal) this.#screen.tell(refusal);
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
