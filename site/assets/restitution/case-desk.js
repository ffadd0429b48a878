// The custom element of the desk: a whole case in the page. It hands what is typed and pressed to the session with the
// engine, and what the engine answers to the screen. It computes, rounds and formats nothing.

import { engineFailure, engineIsLate, engineState, onEngineState, startEngineSoon } from "./client.js";
import { Acts } from "./desk-acts.js";
import { holding } from "./desk-dom.js";
import { editsFrom, filledIn, isBox } from "./desk-fields.js";
import { onDrop } from "./desk-files.js";
import { footPages } from "./desk-papers.js";
import { Screen } from "./desk-screen.js";
import { Session } from "./desk-session.js";
import { takeFromOpener } from "./handover.js";
import { hasCommas, isOneDigit, takeCommas } from "./typing.js";

/** @typedef {import("./desk-model.js").Edit} Edit */
/** @typedef {import("./desk-session.js").Reply} Reply */
/** @typedef {import("./desk-tables.js").CaseTable} CaseTable */

const SITE = new URL("../", import.meta.url).href;
const GETTING_READY = "Getting the calculator ready. What you typed is kept.";
const LATE = "The calculator is taking a long time to load. Your connection may be slow. What you typed is kept.";
const KEPT = "What you typed is kept in this page: start it again, or copy your rows as text.";
/** Edits that put another case in place of the one before. */
const ANEW = new Set(["open", "example", "empty", "undo", "redo", "use"]);
const OTHER = new Set(["open", "example", "empty"]);

class CaseDesk extends HTMLElement {
  /** @type {AbortController | undefined} */
  #life;
  /** @type {Session} */
  #session = /** @type {any} */ (undefined);
  /** @type {Screen} */
  #screen = /** @type {any} */ (undefined);
  /** @type {Acts} */
  #acts = /** @type {any} */ (undefined);
  #hadCommas = false;
  /** Whether anything was entered since the page was opened or wiped. */
  #begun = false;
  #unsaved = false;
  /** @type {{ undo: string, redo: string }} what would be undone, and done again */
  #turns = { undo: "", redo: "" };
  #asks = (/** @type {BeforeUnloadEvent} */ event) => event.preventDefault();

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    const { first, examples, foot } = JSON.parse(this.dataset.desk ?? "{}");
    const early = filledIn(this).map((box) => ({ box, text: box.value }));
    footPages(foot);
    this.#screen = new Screen(this);
    const { columnsOf } = this.#screen.tables;
    this.#session = new Session({
      base: SITE,
      look: { view: this.dataset.view ?? "orders", ledger: "A", order: "" },
      first: { fields: new Map(), tables: new Map(Object.entries(first)) },
      columnsOf,
      listener: {
        replied: (reply, edits, isAnswer) => this.#replied(reply, edits, isAnswer),
        refused: (message) => this.#screen.warn("This could not be done.", message),
        waiting: () => this.#engineChanged(),
      },
    });
    this.#acts = new Acts(this.#screen, this.#session, {
      site: SITE,
      examples,
      edit: (edit) => this.#edit(edit),
      saved: () => this.#mark(true),
      isUnsaved: () => this.#unsaved,
      wiped: () => this.#wiped(),
      undone: (which) => this.#turn(which),
    });
    const on = (/** @type {string} */ name, /** @type {(event: any) => void} */ does) =>
      this.addEventListener(name, does, { signal });
    on("beforeinput", ({ target }) => {
      this.#hadCommas = target instanceof HTMLInputElement && target.inputMode !== "" && hasCommas(target.value);
    });
    on("input", (event) => this.#typed(event));
    on("change", ({ target }) => this.#acts.changed(target));
    on("click", (event) => this.#acts.clicked(event));
    on("case-edit", (event) => this.#cellEdited(event));
    on("case-paste", ({ target, detail }) => this.#acts.pasted(target, detail));
    on("case-undo", () => this.#turn("undo"));
    on("case-redo", () => this.#turn("redo"));
    document.addEventListener("keydown", (event) => this.#pressed(event), { signal });
    addEventListener("keydown", (event) => this.#keepHere(/** @type {KeyboardEvent} */ (event)), {
      signal,
      capture: true,
    });
    document.addEventListener("click", (event) => this.#led(event), { signal });
    onDrop((file) => void this.#acts.open(file), signal);
    signal.addEventListener(
      "abort",
      onEngineState(() => this.#engineChanged()),
    );
    addEventListener("beforeprint", () => this.#acts.papers.begin(), { signal });
    addEventListener("afterprint", () => this.#acts.papers.finish(), { signal });
    this.#watchResult(signal);
    this.#screen.showCase(this.#session.model, this.#session.look);
    this.#engineChanged();
    for (const { box, text } of early) {
      box.value = text;
      this.#enter(box);
    }
    startEngineSoon();
    void this.#acts.openLinked();
    takeFromOpener(({ name, text }) => this.#edit({ op: "open", name, text }), signal);
  }

  disconnectedCallback() {
    this.#life?.abort();
    this.#mark(true);
    this.#session.end();
    this.#screen.end();
    this.#acts.end();
  }

  /** The bar at the foot of the page is of use only while the result itself is out of sight. */
  #watchResult(/** @type {AbortSignal} */ signal) {
    const result = this.querySelector(".ds-result");
    if (!result) return;
    const seen = new IntersectionObserver((entries) => {
      this.classList.toggle("ds-seen", entries.at(-1)?.isIntersecting === true);
    });
    seen.observe(result);
    signal.addEventListener("abort", () => seen.disconnect());
  }

  // --- What the reader does ---

  /** @param {Edit} edit */
  #edit(edit) {
    this.#begun = true;
    this.dataset.typed = "";
    this.#screen.tell("");
    // What was said of one file is not true of the next.
    if (OTHER.has(edit.op)) this.#screen.warn();
    if (!ANEW.has(edit.op)) this.#mark(false);
    this.#session.edit(edit);
    this.#screen.tables.show(this.#session.model, this.#session.look.ledger);
  }

  /** @param {InputEvent} event */
  #typed(event) {
    const { target } = event;
    if (!(target instanceof Element) || !isBox(target)) return;
    if (target instanceof HTMLInputElement && this.#hadCommas && isOneDigit(event)) {
      // With one digit more or less the commas would be misplaced, which the engine rejects.
      takeCommas(target);
    }
    this.#enter(target);
  }

  /** @param {import("./desk-fields.js").Box} box */
  #enter(box) {
    for (const edit of editsFrom(box, this.#session.model, this.#screen.tables.columnsOf)) this.#edit(edit);
  }

  /** The table has already made the edit in its own rows. @param {CustomEvent<Edit>} event */
  #cellEdited({ detail }) {
    const { tables, controls } = this.#screen;
    const name = detail.table;
    this.#begun = true;
    this.dataset.typed = "";
    this.#screen.tell("");
    this.#mark(false);
    this.#session.edit({ ...detail, table: tables.nameOf(name) });
    tables.madeItself(name, this.#session.model);
    controls.show(this.#session.model);
  }

  /** The theme turns the page at the press of a letter, which beside a field is a slip. @param {KeyboardEvent} event */
  #keepHere(event) {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    const isLetter = key.length === 1 && !ctrlKey && !metaKey && !altKey;
    if (this.#begun && isLetter && target instanceof Element && !target.closest("input, select, textarea")) {
      event.stopPropagation();
    }
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event;
    if (key === "Escape") this.#acts.escaped(target);
    if (!(ctrlKey || metaKey) || altKey) return;
    if (key.toLowerCase() === "s" && !shiftKey) {
      event.preventDefault();
      this.#screen.tables.commit();
      void this.#acts.save();
      return;
    }
    if (key.toLowerCase() === "p" && !shiftKey && this.#begun) {
      event.preventDefault();
      this.#screen.tables.commit();
      void this.#acts.papers.print();
      return;
    }
    // In a field the browser undoes what was typed there; a table tells of its own keys.
    if (target instanceof Element && target.closest("input, textarea, select, case-table")) return;
    const which = key.toLowerCase() === "y" || (key.toLowerCase() === "z" && shiftKey) ? "redo" : "undo";
    if (!"zy".includes(key.toLowerCase()) || !(target instanceof Element && this.contains(target))) return;
    event.preventDefault();
    this.#turn(which);
  }

  /** @param {"undo" | "redo"} which */
  #turn(which) {
    if (!this.#turns[which] && !this.#session.isBehind) return;
    this.#edit({ op: which });
  }

  /**
   * The links between the two pages of the desk change the view in the page once there is a case, which would be lost.
   * @param {MouseEvent} event
   */
  #led(event) {
    if (!this.#begun || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link?.closest("article") && !link.hash && !link.download) {
      // What is read beside the case must not take its place.
      link.target = "_blank";
      link.relList.add("noopener");
    }
    const view = { [`${SITE}estimate/`]: "orders", [`${SITE}ledger/`]: "ledger" }[link?.href ?? ""];
    if (!view) return;
    event.preventDefault();
    this.#acts.view(view);
    this.scrollIntoView();
    this.#screen.heading(view)?.focus();
  }

  // --- What the engine says ---

  #engineChanged() {
    const state = engineState();
    this.#screen.slot("failure").hidden = state !== "failed";
    if (state === "failed") {
      this.#screen.slot("cause").textContent = `${engineFailure()} ${this.#begun ? KEPT : ""}`;
      this.#screen.say("");
    } else if (state === "loading" && engineIsLate()) {
      this.#screen.say(LATE);
    } else if (state === "loading" && this.#begun) {
      this.#screen.say(GETTING_READY);
    }
  }

  /**
   * @param {Reply} reply
   * @param {readonly Edit[]} edits
   * @param {boolean} isAnswer
   */
  #replied(reply, edits, isAnswer) {
    const [{ op = "" } = {}] = edits;
    // Of an edit that was refused nothing has come: it is said elsewhere.
    const isRefused = Boolean(reply.refused?.length);
    const anew = ANEW.has(op) && !isRefused;
    const turned = op === "undo" || op === "redo" ? this.#turns[op] : "";
    const done = this.#acts.justDone(isRefused ? [] : edits);
    const first = turned ? `${op === "undo" ? "Undone" : "Done again"}: ${turned}.` : done;
    this.#begun ||= anew || Boolean(reply.undo);
    this.#turns = { undo: reply.undo ?? this.#turns.undo, redo: reply.redo ?? this.#turns.redo };
    // One measurement before anything is written and one after: each more would lay the page out once more.
    holding(this, () => {
      if (reply.saved !== undefined) this.#mark(reply.saved && !this.#session.isBehind);
      this.#screen.showHistory(reply);
      if (reply.example !== undefined) this.#acts.showExample(reply.example);
      this.#screen.show(reply, this.#session.model, this.#session.look, {
        anew,
        begun: this.#begun,
        first,
        silent: isAnswer || (isRefused && edits.length === 1),
      });
    });
    if (reply.notices?.length) this.#screen.warn("How the file was read:", reply.notices.join("\n"));
    if (!isAnswer) this.#acts.replied();
  }

  /**
   * Say whether all is saved, and ask before the page is left only while it is not. Without a listener the browser may
   * keep the page for Back and Forward.
   * @param {boolean} saved
   */
  #mark(saved) {
    this.#unsaved = !saved;
    if (saved) removeEventListener("beforeunload", this.#asks);
    else addEventListener("beforeunload", this.#asks);
    if (this.isConnected) this.#screen.write("mark", this.#begun ? (saved ? "Saved" : "Not saved") : "");
  }

  #wiped() {
    this.#begun = false;
    delete this.dataset.typed;
    this.#turns = { undo: "", redo: "" };
    this.#mark(true);
    this.#screen.forget();
    this.#screen.showHistory({ ok: true, undo: "", redo: "" });
    this.#session.wipe();
    this.#screen.showCase(this.#session.model, this.#session.look);
    this.#screen.say("Wiped: the page and its memory are empty.");
  }
}

customElements.define("case-desk", CaseDesk);
