// Shows what the engine answered: texts, rows, mistakes, sums and figures, and whether the figures still hold.

import { button, holding, made } from "./desk-dom.js";
import { Controls } from "./desk-fields.js";
import { inShort, showProblems } from "./desk-problems.js";
import { Tables } from "./desk-tables.js";
import { whenIdle } from "./idle.js";
import { copyOf, morph, noteFigures } from "./placing.js";
import { elementsOf } from "./trusted.js";

/** @typedef {import("./desk-model.js").Model} Model */
/** @typedef {import("./desk-session.js").Look} Look */
/** @typedef {import("./desk-session.js").Place} Place */
/** @typedef {import("./desk-session.js").Reply} Reply */

const SOON = 100;
const QUIET = 400;
const MOST_LINES = 20;

/** The slots of figures of each view: the first is shown at once, the others may follow. @type {Record<string, string[]>} */
const FIGURES = { orders: ["result", "worksheet"], ledger: ["position"] };
const ALL = [...Object.values(FIGURES).flat(), "compare"];

/** @param {string} view */
const mainOf = (view) => FIGURES[view]?.[0] ?? "";

export class Screen {
  controls;
  tables;
  root;
  /** @type {Map<string, Node[]>} what stood in each slot at first */
  #first = new Map();
  /** The last HTML of each slot: the engine sends only what has changed. @type {Map<string, string>} */
  #html = new Map();
  /** HTML that waits until the browser is idle, by slot. @type {Map<string, string>} */
  #later = new Map();
  /** @type {Map<string, string>} the last answer of each view in one sentence */
  #said = new Map();
  /** @type {Map<string, NonNullable<Reply["errors"]>>} */
  #problems = new Map();
  /** @type {Record<string, string>} */
  #summaries = {};
  /** The title of the example that is named. */
  #example = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #announcing;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.tables = new Tables(root);
    this.controls = new Controls(root, this.tables.columnsOf);
    for (const slot of this.#all("[data-slot]")) this.#first.set(slot.dataset.slot ?? "", copyOf(slot));
  }

  /**
   * @param {string} name
   * @returns {HTMLElement}
   */
  slot(name) {
    return /** @type {HTMLElement} */ (this.root.querySelector(`[data-slot="${name}"]`));
  }

  /**
   * @param {string} name
   * @returns {HTMLElement}
   */
  part(name) {
    return /** @type {HTMLElement} */ (this.root.querySelector(`[data-part="${name}"]`));
  }

  /** @param {string} selector */
  #all(selector) {
    return /** @type {HTMLElement[]} */ ([...this.root.querySelectorAll(selector)]);
  }

  end() {
    clearTimeout(this.#announcing);
    this.#later.clear();
  }

  /**
   * Show the texts of the case.
   * @param {Model} model
   * @param {Look} look
   */
  showCase(model, look) {
    this.tables.show(model, look.ledger);
    this.controls.show(model);
    this.#showLedgers(model, look.ledger);
  }

  /**
   * Show all of a reply.
   * @param {Reply} reply
   * @param {Model} model
   * @param {Look} look
   * @param {{ anew: boolean, begun: boolean, first: string, silent: boolean }} how `anew`: another case took the place of
   *   the one before; `begun`: something was entered; `first`: what is to be said before the answer; `silent`: nothing
   *   is to be said
   */
  show(reply, model, look, { anew, begun, first, silent }) {
    const showChanges = noteFigures(this.root);
    this.showCase(model, look);
    this.showView(look);
    const { errors, reads, shown, totals, summaries, slots = {} } = reply;
    if (shown) this.#showWhatMatters(shown);
    if (errors) {
      this.#problems.set(look.view, errors);
      this.controls.showErrors(errors);
      this.tables.showErrors(errors);
      showProblems(this.slot("problems"), errors, begun, (place) => this.controls.questionAt(place));
    }
    if (reads) {
      this.controls.showReads(reads);
      this.tables.showReads(reads);
    }
    if (totals) this.tables.showTotals(totals);
    if (summaries) this.#summarize(summaries);
    this.#showFigures(slots, look, anew);
    this.#finishLater(showChanges);
    const problems = this.#problems.get(look.view) ?? [];
    if (reply.announce) this.#said.set(look.view, reply.announce);
    this.#showBar(look.view);
    if (silent) return;
    const answer = inShort(problems) || reply.announce || "";
    this.announce([first, begun ? answer : reply.announce].filter(Boolean).join(" "));
  }

  /**
   * @param {Record<string, string>} slots
   * @param {Look} look
   * @param {boolean} anew
   */
  #showFigures(slots, look, anew) {
    const main = mainOf(look.view);
    const isRight = !this.#problems.get(look.view)?.length;
    for (const [name, html] of Object.entries(slots)) this.#html.set(name, html);
    if (anew && !isRight) for (const name of ALL) this.#restore(name);
    for (const [name, html] of this.#html) {
      // What gave way to an empty case comes back with it.
      const isBack = isRight && FIGURES[look.view]?.includes(name) && this.#isFirst(name);
      if (!(name in slots) && !isBack) continue;
      if (!html) this.#restore(name);
      else if (name === main) morph(this.slot(name), elementsOf(html));
      else this.#later.set(name, html);
    }
    // A reader who has opened a part of it sees it change at once.
    if (this.part("worksheet").matches("[open]")) this.finish();
    this.root.classList.toggle("ds-stale", !isRight && !this.#isFirst(main));
  }

  /** @param {string} name */
  #restore(name) {
    this.#later.delete(name);
    for (const view of Object.keys(FIGURES)) if (mainOf(view) === name) this.#said.delete(view);
    this.slot(name).replaceChildren(...(this.#first.get(name) ?? []).map((node) => node.cloneNode(true)));
  }

  /** @param {string} name */
  #isFirst(name) {
    return !this.slot(name).querySelector(".dk-answer");
  }

  /** Whether the figures that are shown no longer follow from what stands in the fields. */
  get isStale() {
    return this.root.classList.contains("ds-stale");
  }

  /** Whether something is wrong, or still needed, in the view: nothing can be made of the case then. */
  get isUnready() {
    return Boolean(this.#problems.get(this.root.dataset.view ?? "")?.length);
  }

  /** Put the slots that wait into the page now. */
  finish() {
    for (const [name, html] of this.#later) morph(this.slot(name), elementsOf(html));
    if (this.#later.has("variants")) this.#offerVariants();
    this.#later.clear();
  }

  /** Beside the table of variants, what can be done with each. */
  #offerVariants() {
    const slot = this.slot("variants");
    slot.querySelector(".ds-kept")?.remove();
    // The first two heads are the label's and that of the case as it is.
    const names = [...slot.querySelectorAll(".dk-variants thead th")].slice(2).map((head) => head.textContent ?? "");
    if (!names.length) return;
    const items = names.map((name, index) =>
      made(
        "li",
        {},
        made("bdi", {}, name),
        button("use", `Go back to variant ${index + 1}`, { "data-index": String(index) }),
        button("drop", `Remove variant ${index + 1}`, { "data-index": String(index) }),
      ),
    );
    slot.append(made("ol", { class: "ds-kept" }, ...items));
  }

  /** @param {() => void} showChanges */
  #finishLater(showChanges) {
    const finish = () => {
      if (!this.root.isConnected) return;
      if (this.#later.size) holding(this.root, () => this.finish());
      showChanges();
    };
    // Figures first: what is folded can be updated when the browser is idle.
    requestAnimationFrame(() => whenIdle(finish, { timeout: SOON }));
  }

  /**
   * @param {string} name
   * @param {string} html
   */
  fill(name, html) {
    holding(this.root, () => morph(this.slot(name), elementsOf(html)));
  }

  /** @param {NonNullable<Reply["shown"]>} shown */
  #showWhatMatters(shown) {
    for (const [path, matters] of Object.entries(shown)) {
      if (typeof matters === "boolean") this.controls.showField(path, matters);
    }
    this.tables.showColumns(shown);
  }

  /** @param {Record<string, string>} summaries */
  #summarize(summaries) {
    this.#summaries = { ...this.#summaries, ...summaries };
    for (const place of this.#all("[data-summary]")) {
      const words = this.#summaries[place.dataset.summary ?? ""] ?? "";
      if (place.textContent !== words) place.textContent = words;
    }
  }

  /** @param {string} name */
  summary(name) {
    return this.#summaries[name] ?? "";
  }

  /** @param {Look} look */
  showView({ view }) {
    this.root.dataset.view = view;
    for (const part of this.#all("[data-only]")) part.hidden = part.dataset.only !== view;
    for (const one of this.#all('[data-do="view"]')) {
      one.setAttribute("aria-pressed", String(one.dataset.view === view));
    }
    for (const link of this.#all('[data-do="skip"]')) link.setAttribute("href", `#${mainOf(view)}`);
    this.#showBar(view);
  }

  /** @param {string} view */
  #showBar(view) {
    const said = this.#said.get(view) ?? "";
    this.write("bar", said);
    this.part("sticky").hidden = !said;
    this.write("more", this.isStale ? "See what to correct" : "See the result");
  }

  /**
   * The victims of the case, and others with a ledger.
   * @param {Model} model
   */
  ledgersOf(model) {
    const at = this.tables.columnsOf("victims").indexOf("id");
    const codes = (model.tables.get("victims") ?? []).map((row) => (row[at] ?? "").trim()).filter(Boolean);
    const filled = [...model.tables].filter(([name, rows]) => name.startsWith("ledger/") && rows.length);
    return [...new Set([...codes, ...filled.map(([name]) => name.slice("ledger/".length))])];
  }

  /**
   * Offer the ledgers to choose from.
   * @param {Model} model
   * @param {string} ledger
   */
  #showLedgers(model, ledger) {
    const select = /** @type {HTMLSelectElement} */ (this.part("ledger"));
    const at = this.tables.columnsOf("victims");
    const victims = model.tables.get("victims") ?? [];
    const codes = victims.map((row) => (row[at.indexOf("id")] ?? "").trim());
    const all = [...new Set([...this.ledgersOf(model), ledger])];
    if (String(all) !== String([...select.options].map(({ value }) => value))) {
      select.replaceChildren(...all.map((code) => new Option(`Victim ${code}`, code)));
    }
    select.value = ledger;
    const take = /** @type {HTMLInputElement} */ (this.part("take"));
    const row = victims[codes.indexOf(ledger)];
    take.disabled = !row;
    take.checked = row?.[at.indexOf("ledger")]?.trim() === "true";
  }

  /**
   * The heading of what the view answers.
   * @param {string} view
   */
  heading(view) {
    return /** @type {HTMLElement | null} */ (this.root.querySelector(`#${mainOf(view)}`));
  }

  /**
   * Go to where something was typed: its control, or its cell in a section that is unfolded.
   * @param {Place} place
   */
  goTo(place) {
    const box = this.controls.at(place);
    if (box) {
      this.#reveal(box);
      box.focus();
      return;
    }
    const element = place.table ? this.tables.element(place.table) : undefined;
    if (!element) return;
    this.#reveal(element);
    element.focusCell(place.row ?? 0, place.column ?? null);
  }

  /** @param {Element} element */
  #reveal(element) {
    const folded = element.closest("details");
    if (folded) folded.open = true;
    element.scrollIntoView({ block: "nearest" });
  }

  /** @param {string} sentence */
  announce(sentence) {
    this.say("");
    this.#announcing = setTimeout(() => this.say(sentence), QUIET);
  }

  // Cancels an announcement that is still waiting, which would overwrite a newer one.
  /** @param {string} sentence */
  say(sentence) {
    clearTimeout(this.#announcing);
    this.write("state", sentence);
  }

  /**
   * Say at the head of the desk what a reader must know of a file, or why something was not done. It stays until the
   * reader closes it, or another case takes the place of this one.
   * @param {string} [title]
   * @param {string} [messages] each on a line of its own; none hides what stands there
   */
  warn(title = "", messages = "") {
    const place = this.slot("notices");
    const lines = messages.split("\n").filter(Boolean);
    const items = lines.slice(0, MOST_LINES).map((line) => made("li", {}, line));
    if (lines.length > MOST_LINES) items.push(made("li", {}, `and ${lines.length - MOST_LINES} more`));
    place.hidden = !title;
    place.replaceChildren(
      ...(title ? [made("p", {}, title), made("ul", {}, ...items), button("dismiss", "Dismiss")] : []),
    );
    if (title) place.scrollIntoView({ block: "nearest" });
  }

  /** @param {string} sentence what a button did, beside it */
  tell(sentence) {
    this.write("did", sentence);
  }

  /**
   * Write a text into a slot; the same again would have the page laid out again.
   * @param {string} name
   * @param {string} text
   */
  write(name, text) {
    const slot = this.slot(name);
    if (slot.textContent !== text) slot.textContent = text;
  }

  /**
   * Undo and Redo say what they would do, and stay where the keyboard finds them when there is nothing.
   * @param {Reply} reply
   */
  showHistory({ undo, redo }) {
    for (const [name, what] of Object.entries({ undo, redo })) {
      if (what === undefined) continue;
      for (const one of this.#all(`[data-do="${name}"]`)) {
        one.setAttribute("aria-disabled", String(!what));
        one.title = what;
      }
    }
  }

  /** @param {string} title of the example that the case was begun from, or empty */
  showExample(title) {
    if (this.#example === title) return;
    const place = this.slot("example");
    this.#example = title;
    place.hidden = !title;
    place.replaceChildren(...(title ? [made("strong", {}, "Example"), `: ${title}. Its figures are made up.`] : []));
  }

  /** Put everything back as it was when the page was opened. */
  forget() {
    clearTimeout(this.#announcing);
    this.#problems.clear();
    this.#html.clear();
    this.#summaries = {};
    for (const name of this.#first.keys()) this.#restore(name);
    this.slot("problems").hidden = true;
    this.showExample("");
    this.warn();
    this.tell("");
    this.part("sticky").hidden = true;
    this.root.classList.remove("ds-stale");
    for (const box of this.root.querySelectorAll("textarea")) box.value = "";
    /** @type {HTMLInputElement} */ (this.part("variant")).value = "";
    this.controls.showErrors([]);
    this.controls.showReads([]);
    this.tables.forget();
    this.#summarize({});
    for (const place of this.#all("[data-summary]")) place.textContent = "";
    for (const text of this.#all(".ds-text-box")) text.hidden = true;
    for (const folded of this.root.querySelectorAll("details")) folded.open = false;
  }
}
