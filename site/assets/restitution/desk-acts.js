// What the buttons of the desk do: files in and out, copies, examples, views, pastes, variants.

import { engineState, restartEngine, startEngine } from "./client.js";
import { copied } from "./clipboard.js";
import { textIn, UNREADY, whyNot } from "./desk-answers.js";
import { Blocks } from "./desk-blocks.js";
import { base64Of, download, isLedgerName, isTooLarge, TOO_LARGE, textOf } from "./desk-files.js";
import { rowsOf } from "./desk-model.js";
import { Papers } from "./desk-papers.js";

/** @typedef {import("./desk-model.js").Edit} Edit */
/**
 * @typedef {object} Desk what the acts need of the element
 * @property {string} site
 * @property {Record<string, string>} examples file of each built-in case, by id
 * @property {(edit: Edit) => void} edit
 * @property {() => void} saved
 * @property {() => boolean} isUnsaved
 * @property {() => void} wiped
 * @property {(which: "undo" | "redo") => void} undone
 */

const CASE_NAME = "restitution-case.json";
const PLAIN = "text/plain";

export class Acts {
  papers;
  /** Rows that come in blocks: pasted, as text, from a second file. */
  #blocks;
  #screen;
  #session;
  #desk;
  /** The file whose case this is, as long as nothing is unsaved. @type {{ name: string, content: BlobPart } | undefined} */
  #opened;
  #merging = false;
  /** What is to be said first once an edit is carried out. @type {WeakMap<Edit, string>} */
  #done = new WeakMap();
  /** What is to be said first with the next reply, of something that is no edit. */
  #looked = "";
  /** Whether the worksheet that was asked for gets the focus. */
  #leads = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #comparing;

  /**
   * @param {import("./desk-screen.js").Screen} screen
   * @param {import("./desk-session.js").Session} session
   * @param {Desk} desk
   */
  constructor(screen, session, desk) {
    this.#screen = screen;
    this.#session = session;
    this.#desk = desk;
    this.#blocks = new Blocks(screen, session, (edit, done) => this.#edit(edit, done));
    this.papers = new Papers(screen, session, (words) => this.#getReady(words));
    screen.part("compare").addEventListener("toggle", () => this.#compare());
  }

  end() {
    clearTimeout(this.#comparing);
    this.#opened = undefined;
    this.papers.end();
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const target = event.target instanceof Element ? event.target.closest(/** @type {"button"} */ ("[data-do]")) : null;
    if (!target || target.getAttribute("aria-disabled") === "true") return;
    const { do: does = "", id = "", table = "", view = "", place, order = "", index, to = "" } = target.dataset;
    /** @type {Record<string, () => unknown>} */
    const acts = {
      save: () => this.save(),
      csv: () => this.#csv(),
      word: () => this.papers.save("docx"),
      spreadsheet: () => this.papers.save("xlsx"),
      copy: () => this.papers.copy(),
      "copy-paragraph": () => this.#copy({ ask: "paragraph" }, "The paragraph is copied."),
      print: () => this.papers.print(),
      undo: () => this.#desk.undone("undo"),
      redo: () => this.#desk.undone("redo"),
      empty: () => this.#startEmpty(),
      example: () => this.#example(id, view),
      wipe: () => this.#askWipe(true),
      "wipe-no": () => this.#askWipe(false),
      "wipe-yes": () => this.#wipe(),
      view: () => this.view(view),
      add: () => this.#add(table),
      columns: () => this.#screen.tables.turnColumns(target),
      "new-ledger": () => this.#newLedger(),
      merge: () => this.#chooseFile(true),
      order: () => this.#showOrder(order),
      goto: () => this.#screen.goTo(JSON.parse(place ?? "{}")),
      open: () => this.#unfold(to),
      text: () => this.#blocks.toggleText(target),
      read: () => this.#blocks.readText(target),
      "text-close": () => this.#blocks.toggleText(target, false),
      keep: () => this.#keep(),
      use: () => this.#edit({ op: "use", index: Number(index) }, `Variant ${Number(index) + 1} is the case again.`),
      drop: () => this.#drop(Number(index)),
      retry: () => restartEngine(),
      dismiss: () => this.#dismiss(),
    };
    if (does === "skip") {
      event.preventDefault();
      const wrong = /** @type {HTMLElement | null} */ (this.#screen.slot("problems").querySelector("button"));
      (this.#screen.isStale && wrong ? wrong : this.#screen.heading(this.#session.look.view))?.focus();
      return;
    }
    void acts[does]?.();
  }

  /** @param {EventTarget | null} target */
  changed(target) {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
    if (target.type === "file" && target instanceof HTMLInputElement) {
      const [file] = target.files ?? [];
      // The same file may be chosen again.
      target.value = "";
      if (file) void (this.#merging ? this.#blocks.merge(this.ledger, file) : this.open(file));
      this.#merging = false;
    } else if (target.name === "paper-part") {
      this.papers.chose();
    } else if (target.dataset.part === "ledger") {
      this.#lookAt({ ledger: target.value });
    } else if (target.dataset.part === "take" && target instanceof HTMLInputElement) {
      const victim = this.#session.look.ledger;
      const row = this.#victimRow(victim);
      if (row < 0) return;
      if (target.checked) {
        const done = `Victim ${victim} takes the figures of other cases from this ledger, in place of those entered.`;
        this.#edit({ op: "take", victim }, done);
      } else this.#desk.edit({ op: "cell", table: "victims", row, column: "ledger", text: "" });
    }
  }

  // --- What follows a reply ---

  /**
   * What is to be said first of what a button did.
   * @param {readonly Edit[]} edits that the engine has carried out
   */
  justDone(edits) {
    const words = [this.#looked, ...edits.map((edit) => this.#done.get(edit) ?? "")];
    this.#looked = "";
    return words.filter(Boolean).join(" ");
  }

  replied() {
    // After the view has been placed: a press on an order leads to its worksheet.
    if (this.#leads) document.getElementById("worksheet")?.focus();
    this.#leads = false;
    this.papers.changed();
    this.#followLedger();
    this.#compare();
  }

  /** Another case, or an undo, may have taken away the victim whose ledger is looked at: look at the first there is. */
  #followLedger() {
    const codes = this.#screen.ledgersOf(this.#session.model);
    const [first] = codes;
    if (first && !codes.includes(this.#session.look.ledger)) this.#lookAt({ ledger: first });
  }

  /**
   * @param {Edit} edit
   * @param {string} done what is to be said once it is carried out: a reply to an earlier edit does not say so
   */
  #edit(edit, done) {
    this.#done.set(edit, done);
    this.#desk.edit(edit);
  }

  /** @param {string} id */
  showExample(id) {
    const button = this.#screen.root.querySelector(`[data-do="example"][data-id="${CSS.escape(id)}"]`);
    this.#screen.showExample(id ? (button?.textContent ?? id) : "");
  }

  // --- Files ---

  /** @param {boolean} merging */
  #chooseFile(merging) {
    this.#merging = merging;
    const input = /** @type {HTMLInputElement} */ (document.getElementById("desk-file"));
    input.click();
    // A choice that is called off must not leave the next file to be merged.
    if (merging) input.addEventListener("cancel", () => (this.#merging = false), { once: true });
  }

  /** @param {File} file */
  async open(file) {
    if (isTooLarge(file)) return this.#screen.warn(`${file.name} was not opened.`, TOO_LARGE);
    const [base64, content] = await Promise.all([base64Of(file), file.arrayBuffer()]);
    if (isLedgerName(file.name)) this.view("ledger");
    const edit = { op: "open", name: file.name, base64 };
    const refusal = await this.#blocks.attempt(edit, `Opened: ${file.name}.`);
    // Wiped before it was opened: nothing of it may be kept.
    if (refusal === undefined) return;
    if (!refusal) {
      // The rows of a ledger become part of a case, which is then not what the file says.
      if (!this.#desk.isUnsaved()) this.#opened = { name: file.name, content };
      return;
    }
    const title = `${file.name} was not opened. The case is as it was.`;
    if (isLedgerName(file.name)) await this.#blocks.preview(this.ledger, textOf(content), title, refusal);
    else this.#screen.warn(title, refusal);
  }

  get ledger() {
    return `ledger/${this.#session.look.ledger}`;
  }

  async save() {
    if (this.#opened && !this.#desk.isUnsaved() && !this.#session.isBehind) {
      download(this.#opened.name, this.#opened.content, "application/octet-stream");
      return this.#screen.tell(`Saved as ${this.#opened.name}, as it was opened.`);
    }
    this.#getReady("Will save as soon as the calculator is ready.");
    const answer = await this.#session.ask({ ask: "save" });
    const text = textIn(answer);
    if (text === undefined) return this.#screen.tell(`Not saved. ${whyNot(answer)}`);
    download(CASE_NAME, text, "application/json");
    this.#opened = { name: CASE_NAME, content: text };
    this.#session.saved(CASE_NAME, text);
    if (!this.#session.isBehind) this.#desk.saved();
    this.#screen.tell(`Saved as ${CASE_NAME}.`);
  }

  async #csv() {
    if (this.#screen.isUnready) return this.#screen.tell(`No file was made. ${UNREADY}`);
    this.#getReady("The file comes as soon as the calculator is ready.");
    const { view } = this.#session.look;
    const answer = await this.#session.ask({ ask: "csv" });
    const text = textIn(answer);
    if (text === undefined) return this.#screen.tell(`No file was made. ${whyNot(answer)}`);
    const name = `restitution-${view}.csv`;
    // Spreadsheets take the mark at the head for what it says: UTF-8.
    download(name, `\ufeff${text}`, "text/csv");
    this.#screen.tell(`Saved as ${name}.`);
  }

  /** @param {string} words */
  #getReady(words) {
    startEngine();
    this.#screen.tell(engineState() === "loading" ? words : "");
  }

  /**
   * @param {{ ask: string }} question
   * @param {string} done
   */
  async #copy(question, done) {
    if (this.#screen.isUnready) return this.#screen.tell(`Not copied. ${UNREADY}`);
    this.#getReady("Will copy as soon as the calculator is ready.");
    const written = async () => {
      const answer = await this.#session.ask(question);
      const text = textIn(answer);
      if (text === undefined) throw new Error(`Not copied. ${whyNot(answer)}`);
      return text;
    };
    this.#screen.tell((await copied({ [PLAIN]: written })) || done);
  }

  // --- Cases to begin with ---

  /**
   * @param {string} id
   * @param {string} view
   */
  async #example(id, view) {
    const menu = this.#screen.part("examples");
    menu.removeAttribute("open");
    menu.querySelector("summary")?.focus();
    const text = await this.#fetched(this.#desk.examples[id] ?? "");
    if (text === undefined) return this.#screen.tell("This example could not be loaded.");
    if (view) this.view(view);
    this.#opened = undefined;
    this.#desk.edit({ op: "example", id, text });
  }

  /**
   * Escape folds the list of examples up, and calls off wiping.
   * @param {EventTarget | null} target
   */
  escaped(target) {
    const menu = this.#screen.part("examples");
    if (!(target instanceof Node)) return;
    if (menu.contains(target)) {
      menu.removeAttribute("open");
      menu.querySelector("summary")?.focus();
    }
    if (this.#screen.part("wipe").contains(target)) this.#askWipe(false);
  }

  #startEmpty() {
    this.#opened = undefined;
    this.#edit({ op: "empty" }, "Empty. Undo brings the case back.");
  }

  /** A link may carry the id of a built-in example and nothing else. */
  async openLinked() {
    const id = /^#example=([a-z0-9-]{1,40})$/.exec(location.hash)?.[1];
    if (!id) return;
    const file = this.#desk.examples[id];
    const text = await this.#fetched(file ?? `scenarios/${id}.toml`);
    if (text === undefined) return this.#screen.say("There is no example with this name.");
    this.#desk.edit(file ? { op: "example", id, text } : { op: "open", name: `${id}.toml`, text });
  }

  /** @param {string} path */
  async #fetched(path) {
    const file = await fetch(this.#desk.site + path).catch(() => undefined);
    return file?.ok ? file.text() : undefined;
  }

  /** @param {boolean} asks */
  #askWipe(asks) {
    const part = this.#screen.part("wipe");
    part.hidden = !asks;
    const focused = asks ? part.querySelector("button") : this.#screen.root.querySelector('[data-do="wipe"]');
    /** @type {HTMLElement | null} */ (focused)?.focus();
  }

  #wipe() {
    this.#askWipe(false);
    this.#opened = undefined;
    this.#looked = "";
    this.papers.forget();
    this.#desk.wiped();
  }

  #dismiss() {
    this.#screen.warn();
    document.getElementById("desk-file")?.focus();
  }

  // --- Views, rows and sections ---

  /** @param {string} view */
  view(view) {
    if (view !== this.#session.look.view) this.#lookAt({ view });
  }

  /** @param {Partial<import("./desk-session.js").Look>} change */
  #lookAt(change) {
    this.#screen.tables.commit();
    this.#session.lookAt(change);
    this.#screen.showView(this.#session.look);
    this.#screen.showCase(this.#session.model, this.#session.look);
  }

  /** @param {string} order */
  #showOrder(order) {
    this.#screen.part("worksheet").setAttribute("open", "");
    this.#leads = true;
    this.#session.lookAt({ order });
  }

  /** @param {string} code */
  #victimRow(code) {
    const at = this.#screen.tables.columnsOf("victims").indexOf("id");
    return rowsOf(this.#session.model, "victims").findIndex((row) => row[at]?.trim() === code);
  }

  /**
   * Add a victim or a defendant: the new row gets the focus and, from the engine, its code.
   * @param {string} table
   */
  #add(table) {
    const at = rowsOf(this.#session.model, table).length;
    const noun = table === "victims" ? "Victim" : "Defendant";
    this.#edit({ op: "add", table, at, count: 1 }, `${noun} added.`);
    this.#screen.goTo({ table, row: at, column: "id" });
  }

  async #newLedger() {
    const at = rowsOf(this.#session.model, "victims").length;
    const edit = { op: "add", table: "victims", at, count: 1 };
    const refusal = await this.#blocks.attempt(edit, "Another victim, with an empty ledger.");
    if (refusal === undefined) return;
    if (refusal) return this.#screen.warn("No ledger was added.", refusal);
    const column = this.#screen.tables.columnsOf("victims").indexOf("id");
    const code = rowsOf(this.#session.model, "victims")[at]?.[column];
    if (code) this.#lookAt({ ledger: code });
    this.#screen.part("ledger").focus();
  }

  /** @param {string} name */
  #unfold(name) {
    const part = /** @type {HTMLDetailsElement} */ (this.#screen.part(name));
    part.open = true;
    part.querySelector("summary")?.focus();
  }

  #keep() {
    const box = /** @type {HTMLInputElement} */ (this.#screen.part("variant"));
    this.#edit({ op: "keep", name: box.value }, "Kept as a variant.");
    box.value = "";
  }

  /**
   * Remove a variant. The focus goes to the one that takes its place, or to where the next is kept.
   * @param {number} index
   */
  async #drop(index) {
    const refusal = await this.#blocks.attempt({ op: "drop", index }, `Variant ${index + 1} is removed.`);
    if (refusal) return this.#screen.warn("No variant was removed.", refusal);
    this.#screen.finish();
    const left = [...this.#screen.slot("variants").querySelectorAll(/** @type {"button"} */ ('[data-do="drop"]'))];
    (left[Math.min(index, left.length - 1)] ?? this.#screen.part("variant")).focus();
  }

  /** Ask what would change the result, while somebody looks at that. */
  #compare() {
    clearTimeout(this.#comparing);
    const part = /** @type {HTMLDetailsElement} */ (this.#screen.part("compare"));
    if (!part.open || this.#screen.isStale) return;
    this.#comparing = setTimeout(async () => {
      const answer = await this.#session.ask({ ask: "compare" });
      if (typeof answer?.html === "string") this.#screen.fill("compare", answer.html);
    }, 300);
  }

  get pasted() {
    return this.#blocks.pasted.bind(this.#blocks);
  }
}
