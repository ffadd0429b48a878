// The page's side of a session with the engine: one request at a time, edits made meanwhile are merged into the next,
// and after a crash a new engine is told everything again. It knows nothing of the document.

import { callEngine, engineState, onEngineState, restartEngine, startEngine } from "./client.js";
import { Log } from "./desk-log.js";
import { applied, brought, EMPTY, isKnown } from "./desk-model.js";

/** @typedef {import("./desk-model.js").Edit} Edit */
/** @typedef {import("./desk-model.js").Model} Model */
/** @typedef {import("./desk-model.js").Splice} Splice */
/** @typedef {{ field?: string, table?: string, row?: number, column?: string | null }} Place */
/**
 * What the engine answers; only what has changed since its last reply.
 * @typedef {object} Reply
 * @property {true} ok
 * @property {Record<string, string>} [fields]
 * @property {Record<string, Splice[] | null>} [tables]
 * @property {(Place & { message: string, label: string, missing?: boolean })[]} [errors]
 * @property {(Place & { words: string })[]} [reads]
 * @property {Record<string, Record<string, string>>} [totals]
 * @property {Record<string, boolean | Record<string, boolean>>} [shown]
 * @property {Record<string, string>} [summaries]
 * @property {Record<string, string>} [slots]
 * @property {string} [announce]
 * @property {string} [undo]
 * @property {string} [redo]
 * @property {boolean} [saved]
 * @property {string} [example]
 * @property {string[]} [notices] what a reader must know of how a file was read
 * @property {{ index: number, errors: { message: string }[] }[]} [refused] edits that could not be made
 * @property {any[]} [answers]
 */
/** @typedef {{ view: string, ledger: string, order: string }} Look what of the case is looked at */
/** @typedef {{ ask: string, [key: string]: any }} Ask */
/** @typedef {{ question: Ask, resolve: (answer: any) => void }} Asked */
/**
 * @typedef {object} Listener
 * @property {(reply: Reply, edits: readonly Edit[], isAnswer: boolean) => void} replied `isAnswer`: only something was
 *   asked, so that nothing has changed
 * @property {(message: string) => void} refused an edit, or the calculator itself failed
 * @property {() => void} waiting something was typed before the engine is ready
 */

const MOST_CRASHES = 3;
const TAKEN_BACK = "The calculator stopped at the last change, so that change was taken back. The rest is here again.";

/** Each message on a line of its own. @param {{ errors: { message: string }[] }} refusal */
const whyNot = ({ errors }) => errors.map(({ message }) => message).join("\n");

/**
 * Whether a later edit says all that an earlier one says.
 * @param {Edit | undefined} earlier
 * @param {Edit} later
 */
const overwrites = (earlier, later) =>
  earlier?.op === later.op &&
  ((later.op === "set" && later.field === earlier.field) ||
    (later.op === "cell" &&
      later.table === earlier.table &&
      later.row === earlier.row &&
      later.column === earlier.column));

export class Session {
  #columnsOf;
  #listener;
  #base;
  #first;
  /** @type {Model} what the engine knows */
  #known;
  /** @type {Model} what the page shows: with the edits that the engine was not told yet */
  #shown;
  /** @type {Edit[]} */
  #queue = [];
  /** @type {Asked[]} */
  #asks = [];
  /** Who waits until the engine knows all of the case: told whether it does. @type {((settled: boolean) => void)[]} */
  #waiting = [];
  #log = new Log();
  /** @type {Look} */
  #look;
  /** @type {Look} what was looked at first */
  #looksFirst;
  #looked = false;
  #busy = false;
  /** Whether the engine has no case yet: after its start and after a crash. */
  #new = true;
  #crashes = 0;
  /** What to tell of edits that may be refused: why, or nothing. @type {Map<Edit, (why: string | undefined) => void>} */
  #tried = new Map();
  /** Edits at which the engine stopped once. @type {WeakSet<Edit>} */
  #suspects = new WeakSet();
  /** Whether the engine was ready since it was last given up. */
  #ran = false;
  #wipes = 0;
  /** @type {() => void} */
  #forget;

  /**
   * @param {object} options
   * @param {string} options.base the way to the root of the site
   * @param {Look} options.look
   * @param {Model} [options.first] the rows that an empty case has
   * @param {import("./desk-model.js").ColumnsOf} options.columnsOf
   * @param {Listener} options.listener
   */
  constructor({ base, look, first = EMPTY, columnsOf, listener }) {
    this.#base = base;
    this.#look = look;
    this.#looksFirst = look;
    this.#first = first;
    this.#known = first;
    this.#shown = first;
    this.#columnsOf = columnsOf;
    this.#listener = listener;
    this.#forget = onEngineState(() => this.#engineChanged());
    this.#engineChanged();
  }

  end() {
    this.#forget();
    this.#clear();
  }

  get model() {
    return this.#shown;
  }

  get look() {
    return this.#look;
  }

  /** Whether the engine has something still to hear. */
  get isBehind() {
    return this.#busy || this.#queue.length > 0;
  }

  /** @param {Edit} edit */
  edit(edit) {
    if (overwrites(this.#queue.at(-1), edit)) this.#queue[this.#queue.length - 1] = edit;
    else this.#queue.push(edit);
    this.#shown = applied(this.#shown, edit, this.#columnsOf);
    startEngine();
    if (engineState() !== "ready") this.#listener.waiting();
    this.#send();
  }

  /**
   * Why an edit that is made next is refused; empty if it is carried out, undefined if it was wiped away before.
   * @param {Edit} edit
   * @returns {Promise<string | undefined>}
   */
  tried(edit) {
    return new Promise((resolve) => this.#tried.set(edit, resolve));
  }

  /**
   * Ask something about the case as it is after all edits so far.
   * @param {Ask} question
   * @returns {Promise<any>} the answer; `{ ok: false, message }` if there is none
   */
  ask(question) {
    startEngine();
    return new Promise((resolve) => {
      this.#asks.push({ question, resolve });
      this.#send();
    });
  }

  /**
   * Ask for a paper of the case as it is after all edits so far. It holds up no edit that is made meanwhile.
   * @param {{ form: string, parts?: string[] | undefined }} question
   * @returns {Promise<any>} the answer; `{ ok: false }` with the `errors` or a `message` if there is none
   */
  async paper(question) {
    const wipes = this.#wipes;
    startEngine();
    const settled = await new Promise((/** @type {(settled: boolean) => void} */ resolve) => {
      this.#waiting.push(resolve);
      this.#send();
    });
    const response = settled ? await callEngine({ ...this.#look, ...question }, "paper") : undefined;
    // Wiped meanwhile: nothing of it may be kept.
    if (wipes !== this.#wipes) return { ok: false, message: "" };
    return response ?? { ok: false, message: "The calculator is not running." };
  }

  /** @param {boolean} settled */
  #goOn(settled) {
    for (const resolve of this.#waiting.splice(0)) resolve(settled);
  }

  /** @param {Partial<Look>} change */
  lookAt(change) {
    this.#look = { ...this.#look, ...change };
    this.#looked = true;
    this.#send();
  }

  /**
   * Take note that the case was written into a file.
   * @param {string} name
   * @param {string} text
   */
  saved(name, text) {
    if (!this.isBehind) this.#log.saved(name, text);
  }

  /** Forget everything and begin with a new engine. */
  wipe() {
    this.#wipes += 1;
    // Also whose ledger was looked at was typed once; only the view is none of the case.
    this.#look = { ...this.#looksFirst, view: this.#look.view };
    this.#clear();
    restartEngine();
  }

  #clear() {
    for (const { resolve } of this.#asks) resolve({ ok: false, message: "" });
    for (const resolve of this.#tried.values()) resolve(undefined);
    this.#goOn(false);
    this.#tried.clear();
    this.#asks = [];
    this.#queue = [];
    this.#log.forget();
    this.#known = this.#first;
    this.#shown = this.#first;
    this.#new = true;
    this.#busy = false;
  }

  #engineChanged() {
    const state = engineState();
    if (state === "ready") {
      this.#ran = true;
      this.#send();
      return;
    }
    this.#new = true;
    if (state !== "failed") return;
    // One that has run may run again. If it stops at every start, the reader decides.
    if (this.#ran && this.#crashes < MOST_CRASHES) return queueMicrotask(restartEngine);
    this.#ran = false;
    for (const { resolve } of this.#asks) resolve({ ok: false, message: "The calculator is not running." });
    this.#asks = [];
    this.#goOn(false);
  }

  /** The next edits to send: those that the page knows together, any other by itself, and suspects apart. */
  #batch() {
    const suspected = this.#queue.findIndex((edit) => !this.#suspects.has(edit));
    const alone = this.#queue.findIndex((edit) => !isKnown(edit));
    const most = suspected > 0 ? suspected : this.#queue.length;
    return this.#queue.splice(0, alone < 0 ? most : Math.min(most, Math.max(1, alone)));
  }

  async #send() {
    if (this.#busy || engineState() !== "ready") return;
    const begun = this.#new;
    const again = begun ? this.#log.edits : [];
    if (!begun && !this.#queue.length && !this.#asks.length && !this.#looked) return this.#goOn(true);
    this.#busy = true;
    const looked = this.#looked;
    this.#looked = false;
    // What is replayed was carried out before; what is new goes after it, for it may be refused.
    const edits = again.length ? [] : this.#batch();
    const asks = again.length || this.#queue.length ? [] : this.#asks.splice(0);
    const wipes = this.#wipes;
    const request = {
      edits: [...again, ...edits],
      ...this.#look,
      base: this.#base,
      asks: asks.map((one) => one.question),
    };
    const response = /** @type {any} */ (await callEngine(request, begun ? "new" : "same"));
    if (wipes !== this.#wipes) {
      for (const { resolve } of asks) resolve({ ok: false, message: "" });
      return;
    }
    this.#busy = false;
    if (response.ok) this.#take(response, edits, asks, { begun, looked });
    else if (response.stopped) this.#crashed(edits, asks);
    else this.#refused(whyNot(response), edits, asks);
    this.#send();
  }

  /**
   * @param {Reply} reply
   * @param {Edit[]} edits
   * @param {Asked[]} asks
   * @param {{ begun: boolean, looked: boolean }} how
   */
  #take(reply, edits, asks, { begun, looked }) {
    this.#new = false;
    this.#crashes = 0;
    const refused = new Map((reply.refused ?? []).map((one) => [edits[one.index], whyNot(one)]));
    this.#log.add(edits.filter((edit) => !refused.has(edit)));
    const told = begun ? EMPTY : edits.reduce((model, edit) => applied(model, edit, this.#columnsOf), this.#known);
    this.#known = brought(told, reply);
    this.#shown = this.#queue.reduce((model, edit) => applied(model, edit, this.#columnsOf), this.#known);
    this.#listener.replied(reply, edits, !edits.length && !looked && !begun);
    for (const edit of edits) this.#tell(edit, refused.get(edit) ?? "");
    for (const [at, { resolve }] of asks.entries()) resolve(reply.answers?.[at] ?? null);
  }

  /**
   * The engine stopped during the request: ask once more when it is back. What makes it stop again is taken back.
   * @param {Edit[]} edits
   * @param {Asked[]} asks
   */
  #crashed(edits, asks) {
    this.#new = true;
    this.#crashes += 1;
    if (edits.some((edit) => this.#suspects.has(edit))) return this.#refused(TAKEN_BACK, edits, asks);
    for (const edit of edits) this.#suspects.add(edit);
    this.#queue = [...edits, ...this.#queue];
    this.#asks = [...asks, ...this.#asks];
  }

  /**
   * @param {string} message
   * @param {Edit[]} edits
   * @param {Asked[]} asks
   */
  #refused(message, edits, asks) {
    // What the page has already shown of them goes: the engine is told everything else again, and says how it stands.
    if (edits.some(isKnown)) this.#new = true;
    for (const edit of edits) this.#tell(edit, message);
    if (!edits.length) this.#listener.refused(message);
    for (const { resolve } of asks) resolve({ ok: false, message });
  }

  /**
   * Tell whoever waits for it why an edit was refused, or else the reader.
   * @param {Edit} edit
   * @param {string} why
   */
  #tell(edit, why) {
    const resolve = this.#tried.get(edit);
    this.#tried.delete(edit);
    if (resolve) resolve(why);
    else if (why) this.#listener.refused(why);
  }
}
