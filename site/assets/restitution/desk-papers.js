// Papers to file: Word, a spreadsheet, a copy for Word, print, and what goes into them, with a preview. What writes them
// is fetched when the first is asked for. The engine writes them all; the page hands them on.

import { capital } from "./case-table-model.js";
import { copied } from "./clipboard.js";
import { UNREADY, whyNot } from "./desk-answers.js";
import { made } from "./desk-dom.js";
import { download } from "./desk-files.js";
import { rowsOf } from "./desk-model.js";
import { paperOf } from "./desk-paper.js";
import { elementsOf } from "./trusted.js";

/** @typedef {"docx" | "xlsx"} FileForm */

const SOON = 300;
const HTML = "text/html";
const PLAIN = "text/plain";

/** @type {Record<FileForm, { kind: string, type: string }>} */
const FILES = {
  docx: { kind: "Word file", type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
  xlsx: { kind: "spreadsheet", type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
};

/** @param {string} base64 */
const bytesOf = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

export class Papers {
  #screen;
  #session;
  #getReady;
  /** The parts that were left, by view; of a view that is not there, all. @type {Map<string, string[]>} */
  #chosen = new Map();
  /** @type {Set<string>} the forms that are being written */
  #writing = new Set();
  /** The paper as it is printed, beside the page itself. @type {HTMLElement | undefined} */
  #sheet;
  /** What was put in, where the page itself is printed. @type {HTMLElement | undefined} */
  #inputs;
  /** Of several previews that were asked for, only the last is shown. */
  #asked = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #previewing;

  /**
   * @param {import("./desk-screen.js").Screen} screen
   * @param {import("./desk-session.js").Session} session
   * @param {(words: string) => void} getReady says these words while the calculator is loading, and has it load
   */
  constructor(screen, session, getReady) {
    this.#screen = screen;
    this.#session = session;
    this.#getReady = getReady;
    screen.part("papers").addEventListener("toggle", () => this.#previewSoon());
  }

  end() {
    clearTimeout(this.#previewing);
    this.#asked += 1;
    this.finish();
    this.#putAway();
  }

  /** Another case, or nothing, is shown from now on. */
  forget() {
    this.end();
    this.#chosen.clear();
    this.#empty("");
  }

  /** Whether a paper of the case as it is now is laid out to be printed. */
  get #isLaidOut() {
    if (this.#session.isBehind || this.#screen.isStale) this.#putAway();
    return this.#sheet !== undefined;
  }

  /** The case or what is shown of it has changed. */
  changed() {
    this.#putAway();
    this.#previewSoon();
  }

  // Also when it is unfolded, as the theme does with all that is folded for the time of a print.
  #previewSoon() {
    clearTimeout(this.#previewing);
    if (this.#isOpen) this.#previewing = setTimeout(() => this.#preview(), SOON);
  }

  /** A part was ticked or not. */
  chose() {
    const boxes = [...this.#screen.part("paper-parts").querySelectorAll(/** @type {"input"} */ ("input"))];
    const ticked = boxes.filter(({ checked }) => checked).map(({ value }) => value);
    if (ticked.length === boxes.length) this.#chosen.delete(this.#view);
    else this.#chosen.set(this.#view, ticked);
    this.changed();
  }

  get #view() {
    return this.#session.look.view;
  }

  get #isOpen() {
    return this.#screen.part("papers").matches("[open]");
  }

  /**
   * @param {string} form
   * @returns {Promise<any>}
   */
  #ask(form) {
    return this.#session.paper({ form, parts: this.#chosen.get(this.#view) });
  }

  /** @param {FileForm} form */
  async save(form) {
    const { kind, type } = FILES[form];
    if (this.#screen.isUnready) return this.#screen.tell(`No file was made. ${UNREADY}`);
    // Pressed again while it is being written: one file is enough.
    if (this.#writing.has(form)) return;
    this.#writing.add(form);
    this.#screen.tell(`The ${kind} is being written.`);
    this.#getReady("The file comes as soon as the calculator is ready.");
    const answer = await this.#ask(form);
    this.#writing.delete(form);
    if (!answer.ok) return this.#screen.tell(answer.message === "" ? "" : `No file was made. ${whyNot(answer)}`);
    download(answer.name, bytesOf(answer.base64), type);
    this.#screen.tell(`Saved as ${answer.name}.`);
  }

  /** Put the paper on the clipboard: for Word with its tables, and as plain text. */
  async copy() {
    if (this.#screen.isUnready) return this.#screen.tell(`Not copied. ${UNREADY}`);
    this.#getReady("Will copy as soon as the calculator is ready.");
    const answered = this.#ask("copy").then((answer) => {
      if (!answer.ok) throw new Error(`Not copied. ${whyNot(answer)}`);
      return answer;
    });
    const texts = { [HTML]: async () => (await answered).html, [PLAIN]: async () => (await answered).text };
    this.#screen.tell((await copied(texts)) || "Copied, with the citations.");
  }

  // --- Preview ---

  async #preview() {
    const number = ++this.#asked;
    if (this.#screen.isUnready) return this.#empty(UNREADY);
    const state = this.#screen.part("paper-state");
    state.textContent = "The preview is being made.";
    const answer = await this.#ask("preview");
    if (number !== this.#asked || !this.#isOpen) return;
    if (!answer.ok) return this.#empty(whyNot(answer), this.#chosen.has(this.#view));
    this.#offer(answer.parts);
    state.textContent = "";
    const place = this.#screen.part("preview");
    place.hidden = false;
    place.replaceChildren(elementsOf(answer.html));
  }

  /**
   * @param {string} why
   * @param {boolean} [keepsParts] whether the choice stays, because it may be the reason
   */
  #empty(why, keepsParts = false) {
    this.#screen.part("paper-state").textContent = why;
    this.#screen.part("paper-parts").hidden = !keepsParts;
    const place = this.#screen.part("preview");
    place.hidden = true;
    place.replaceChildren();
  }

  /**
   * Offer the parts that a paper of this view has.
   * @param {[string, string][]} parts id and words of each
   */
  #offer(parts) {
    const place = this.#screen.part("paper-parts");
    place.hidden = false;
    const chosen = this.#chosen.get(this.#view);
    const boxes = [...place.querySelectorAll(/** @type {"input"} */ ("input"))];
    if (String(boxes.map(({ value }) => value)) !== String(parts.map(([id]) => id))) {
      const lines = parts.map(([id, words]) => {
        const box = made("input", { type: "checkbox", name: "paper-part", value: id, autocomplete: "off" });
        return made("label", {}, box, words);
      });
      place.replaceChildren(.../** @type {Iterable<Node>} */ (place.querySelectorAll("legend")), ...lines);
    }
    for (const box of place.querySelectorAll(/** @type {"input"} */ ("input"))) {
      box.checked = chosen?.includes(box.value) ?? true;
    }
  }

  // --- Print ---

  /** Print the paper; if there is none yet, the page as it is, with what is to be corrected. */
  async print() {
    if (!this.#screen.isStale && !this.#isLaidOut) {
      this.#screen.tell("The paper is being laid out.");
      const answer = await this.#ask("preview");
      this.#screen.tell("");
      if (answer.ok) this.#layOut(answer);
    }
    print();
  }

  /** @param {{ html: string, foot: string }} answer */
  #layOut({ html, foot }) {
    this.#putAway();
    this.#sheet = made("div", { class: "md-typeset pp-print" });
    this.#sheet.append(elementsOf(html));
    document.body.append(this.#sheet);
    document.documentElement.dataset.paper = "";
    footPages(foot);
  }

  /** The page is about to be printed: without a paper that was laid out, with what was put in after the answer. */
  begin() {
    this.finish();
    this.#screen.finish();
    if (this.#isLaidOut) return;
    this.#inputs = paperOf(...this.#put());
    this.#screen.root.append(this.#inputs);
  }

  /** It was printed. A paper stays until something changes: on some systems the pages are drawn only later. */
  finish() {
    this.#inputs?.remove();
    this.#inputs = undefined;
  }

  /**
   * What was put in: answers to the questions, and tables.
   * @returns {Parameters<typeof paperOf>}
   */
  #put() {
    const { model, look } = this.#session;
    /** @type {[string, string][]} */
    const answers = [];
    for (const box of this.#screen.root.querySelectorAll(/** @type {"input"} */ ("[data-field]"))) {
      const label = box.labels?.[0]?.textContent ?? "";
      const selected = /** @type {any} */ (box).selectedOptions?.[0];
      if (box.value) answers.push([label, selected?.textContent ?? box.value]);
    }
    const { tables } = this.#screen;
    const wanted = tables.all.filter(({ name }) => (look.view === "ledger") === (name === "ledger"));
    const sheets = wanted.map(({ name, plural, columns }) => ({
      title: capital(plural),
      columns,
      rows: rowsOf(model, tables.nameOf(name)),
    }));
    return [answers, sheets];
  }

  #putAway() {
    this.#sheet?.remove();
    this.#sheet = undefined;
    delete document.documentElement.dataset.paper;
  }
}

/**
 * What stands at the foot of every printed page, beside its number, where the browser can print that.
 * @param {string} words
 */
export function footPages(words) {
  document.documentElement.style.setProperty("--pp-foot", JSON.stringify(words));
}
