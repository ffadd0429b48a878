// The custom element behind every live example. It sends the text of its controls, as typed, and shows the HTML that the
// engine returns. It computes, rounds and formats nothing.

import {
  engineFailure,
  engineIsLate,
  engineState,
  onEngineState,
  restartEngine,
  startEngine,
  startEngineSoon,
} from "./client.js";
import { copied } from "./clipboard.js";
import { ask, foresee } from "./foresight.js";
import { openDesk } from "./handover.js";
import { whenIdle } from "./idle.js";
import { boxesOf, copyOf, morph, noteFigures, valuesOf } from "./placing.js";
import { elementsOf } from "./trusted.js";
import { hasCommas, isOneDigit, isStepped, nextSteps, nextTexts, takeCommas, valueAfter } from "./typing.js";

/** @typedef {import("./typing.js").Edit} Edit */
/** @typedef {import("./typing.js").Values} Values */
/**
 * @typedef {object} Answer
 * @property {string} form HTML of all controls
 * @property {string | null} answer HTML of the answer; null while some input is invalid
 * @property {string | null} worksheet HTML of the whole worksheet, collapsed; null if `answer` is null
 * @property {{ path: string, message: string }[]} errors
 * @property {string} announce one sentence for screen readers
 */

const SITE = new URL("../", import.meta.url).href;
const SOON = 100;
const PLAIN = "text/plain";
const GETTING_READY = "Getting the calculator ready. What you typed is kept.";
const LATE = "The calculator is taking a long time to load. Your connection may be slow. You can keep reading.";
const UNCHANGED = "The figures are those from when this page was made.";

/** @param {{ errors: { message: string }[] }} response */
const whyNot = ({ errors }) => errors.map(({ message }) => message).join(" ");

const CHANGING = ["form", "answer", "worksheet"];

class WorkedExample extends HTMLElement {
  /** @type {AbortController | undefined} */
  #life;
  /** @type {any} */
  #definition;
  /** @type {Edit[]} */
  #edits = [];
  /** @type {Map<string, Node[]>} */
  #first = new Map();
  #hadCommas = false;
  #dirty = false;
  #busy = false;
  #again = false;
  #resets = 0;
  /** @type {Values | undefined} values of the controls that the figures on the page were computed from */
  #shown;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #announcing;
  /** @type {(() => void) | undefined} the deferred part of showing an answer */
  #rest;

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.#definition = JSON.parse(this.dataset.example ?? "{}");
    for (const name of CHANGING) this.#first.set(name, copyOf(this.#slot(name)));
    for (const box of this.querySelectorAll("[data-needs-script]")) box.removeAttribute("hidden");
    this.addEventListener("beforeinput", ({ target }) => this.#aboutToType(target), { signal });
    this.addEventListener("input", (event) => this.#typed(/** @type {InputEvent} */ (event)), { signal });
    this.addEventListener("click", (event) => this.#clicked(event), { signal });
    this.addEventListener("keydown", (event) => this.#pressed(event), { signal });
    this.addEventListener("focusin", startEngine, { signal });
    this.addEventListener("pointerdown", startEngine, { signal });
    for (const moved of ["focusin", "focusout"]) this.addEventListener(moved, () => this.#foresee(), { signal });
    const selected = () => this.contains(document.activeElement) && this.#foresee();
    document.addEventListener("selectionchange", selected, { signal });
    const forgetEngine = onEngineState(() => this.#engineChanged());
    signal.addEventListener("abort", forgetEngine);
    const near = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        near.disconnect();
        startEngineSoon();
      },
      { rootMargin: "200px" },
    );
    near.observe(this);
    signal.addEventListener("abort", () => near.disconnect());
    this.#engineChanged();
  }

  disconnectedCallback() {
    this.#life?.abort();
    clearTimeout(this.#announcing);
    this.#definition = undefined;
    this.#edits = [];
    this.#shown = undefined;
    this.#rest = undefined;
    this.#foresee();
  }

  /**
   * @param {string} name
   * @returns {HTMLElement}
   */
  #slot(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-slot="${name}"]`));
  }

  /** @param {Edit} [edit] */
  #changed(edit) {
    this.dataset.typed = "";
    this.#tell("");
    if (edit) this.#edits.push(edit);
    this.#dirty = true;
    startEngine();
    this.#send();
  }

  /** @param {EventTarget | null} box */
  #aboutToType(box) {
    this.#hadCommas = box instanceof HTMLInputElement && box.inputMode !== "" && hasCommas(box.value);
  }

  /** @param {InputEvent} event */
  #typed(event) {
    const { target } = event;
    if (target instanceof HTMLInputElement && target.dataset.stops) {
      // A slider has no value of its own: it sets the field beside it to one of its stops.
      const box = boxesOf(this.#slot("form")).find(({ name }) => name === target.dataset.path);
      if (box) box.value = target.dataset.stops.split(" ")[target.valueAsNumber] ?? box.value;
    } else if (target instanceof HTMLInputElement && this.#hadCommas && isOneDigit(event)) {
      // With one digit more or less the commas would be misplaced, which the engine rejects. A comma that the reader
      // types or pastes stays.
      takeCommas(target);
    }
    this.#changed();
  }

  /** @param {Event} event */
  #clicked(event) {
    this.#finish();
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link?.hash.startsWith("#example=") && "typed" in this.dataset) return this.#takeAlong(event, link);
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    const { op = "", action = "", path = "", by } = button.dataset;
    if (op === "step") this.#changed({ op, path, by: Number(by) });
    else if (action === "reset") this.#reset();
    else if (action === "copy") void this.#copy();
    else if (action === "print") window.print();
    else if (action === "retry") restartEngine();
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const box = event.target;
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by || !(box instanceof HTMLInputElement) || !isStepped(box)) return;
    event.preventDefault();
    this.#changed({ op: "step", path: box.name, by });
  }

  #engineChanged() {
    const state = engineState();
    this.#slot("failure").hidden = state !== "failed";
    if (state === "failed") {
      this.#slot("cause").textContent = `${engineFailure()} ${UNCHANGED}`;
      this.#say("");
    } else if (state === "loading" && engineIsLate()) {
      this.#say(LATE);
    } else if (state === "loading" && this.#dirty) {
      this.#say(GETTING_READY);
    } else if (state === "ready") {
      this.#send();
    }
  }

  // One request at a time. Changes made while it runs are merged into the next one.
  async #send() {
    if (!this.#dirty || this.#busy) return;
    if (engineState() !== "ready") {
      if (engineState() === "loading") this.#say(GETTING_READY);
      return;
    }
    this.#busy = true;
    this.#dirty = false;
    const edits = this.#edits;
    this.#edits = [];
    const sent = valuesOf(this.#slot("form"));
    const resets = this.#resets;
    const response = await ask(this.#question({ values: sent, edits }));
    this.#busy = false;
    if (!this.isConnected) return;
    if (resets !== this.#resets) {
      // Reset meanwhile: the answer is for values that are gone.
    } else if (!response.ok && response.stopped && !this.#again) {
      // The engine stopped during the question: ask once more when it is back.
      this.#again = true;
      this.#dirty = true;
      this.#edits = [...edits, ...this.#edits];
    } else if (!response.ok) {
      // Not the reader's mistake: keep what was typed; the next change asks again.
      this.#say(whyNot(response));
    } else if (this.#dirty && !edits.length) {
      // More was typed meanwhile: this answer is stale.
    } else {
      this.#again = false;
      this.#show(response.result, edits, sent);
    }
    this.#send();
    this.#foresee();
  }

  /**
   * @param {{ values: Values, edits?: Edit[] }} state
   * @param {"html" | "text" | "scenario"} [format]
   */
  #question(state, format = "html") {
    return { method: "example", params: { example: this.#definition, ...state }, format, base: SITE };
  }

  #foresee() {
    foresee(() => this.#likely());
  }

  // Questions that the next key or press is likely to ask.
  #likely() {
    const held = document.activeElement;
    if (!held || this.#busy || this.#dirty || engineState() !== "ready" || !this.contains(held)) return [];
    const values = valuesOf(this.#slot("form"));
    const states = [];
    if (held instanceof HTMLInputElement && held.name in values) {
      for (const text of nextTexts(held)) states.push({ values: { ...values, [held.name]: text }, edits: [] });
    }
    for (const edit of nextSteps(held)) states.push({ values, edits: [edit] });
    return states.map((state) => this.#question(state));
  }

  /**
   * @param {Answer} answer
   * @param {Edit[]} edits that the answer carried out
   * @param {Values} sent values in the question
   */
  #show(answer, edits, sent) {
    const form = this.#slot("form");
    const showChanges = noteFigures(this);
    const typed = valuesOf(form);
    const wanted = elementsOf(answer.form);
    const made = valuesOf(wanted);
    morph(form, wanted);
    for (const box of boxesOf(form)) {
      const value = valueAfter(box.name, edits, made, typed, sent);
      if (value !== undefined) box.value = value;
    }
    this.classList.toggle("we-stale", answer.answer === null);
    if (answer.answer !== null) {
      morph(this.#slot("answer"), elementsOf(answer.answer));
      this.#shown = made;
    }
    const { worksheet } = answer;
    this.#rest = () => {
      if (worksheet !== null) morph(this.#slot("worksheet"), elementsOf(worksheet));
      showChanges();
    };
    // Figures first: a collapsed worksheet can be updated when the browser is idle.
    if (this.#slot("worksheet").querySelector("[open]")) this.#finish();
    else requestAnimationFrame(() => whenIdle(() => this.#finish(), { timeout: SOON }));
    this.#announce(answer.announce);
  }

  #finish() {
    const rest = this.#rest;
    this.#rest = undefined;
    rest?.();
  }

  /** @param {string} sentence */
  #announce(sentence) {
    this.#say("");
    this.#announcing = setTimeout(() => this.#say(sentence), 400);
  }

  // Cancels an announcement that is still waiting, which would overwrite a newer one.
  /** @param {string} sentence */
  #say(sentence) {
    clearTimeout(this.#announcing);
    this.#slot("state").textContent = sentence;
  }

  // Reports what a button at the end of the example did beside it: the status line may be out of sight.
  /** @param {string} sentence */
  #tell(sentence) {
    this.#slot("did").textContent = sentence;
  }

  #reset() {
    this.#resets += 1;
    delete this.dataset.typed;
    this.#edits = [];
    this.#dirty = false;
    this.#rest = undefined;
    for (const [name, nodes] of this.#first) {
      this.#slot(name).replaceChildren(...nodes.map((node) => node.cloneNode(true)));
    }
    this.classList.remove("we-stale");
    this.#shown = undefined;
    this.#say("");
    this.#tell("Reset to the original figures.");
  }

  /**
   * Open the desk with the numbers as they were changed. As they were written, the plain link leads there.
   * @param {Event} event
   * @param {HTMLAnchorElement} link
   */
  #takeAlong(event, link) {
    const name = `${this.#definition.id}.json`;
    const scenario = async () => {
      await this.#engineIs("ready", "failed");
      const response = await ask(this.#question({ values: this.#shown ?? valuesOf(this.#slot("form")) }, "scenario"));
      if (!response.ok) throw new Error(whyNot(response));
      return { name, text: response.result };
    };
    const desk = new URL(link.href);
    desk.hash = "";
    if (openDesk(desk.href, scenario())) event.preventDefault();
  }

  async #copy() {
    if (this.classList.contains("we-stale")) return this.#tell("Not copied: first correct what is marked.");
    startEngine();
    this.#tell(engineState() === "loading" ? "Will copy as soon as the calculator is ready." : "");
    const text = async () => {
      // After a failed start, `ask` returns the reason.
      await this.#engineIs("ready", "failed");
      const response = await ask(this.#question({ values: this.#shown ?? valuesOf(this.#slot("form")) }, "text"));
      if (!response.ok) throw new Error(whyNot(response));
      return response.result;
    };
    this.#tell((await copied({ [PLAIN]: text })) || "Copied, with the citations.");
  }

  /**
   * Resolves when the engine is in one of these states.
   * @param {...import("./client.js").State} states
   */
  #engineIs(...states) {
    return new Promise((resolve) => {
      if (states.includes(engineState())) return resolve(undefined);
      const stop = onEngineState(() => {
        if (!states.includes(engineState())) return;
        stop();
        resolve(undefined);
      });
    });
  }
}

customElements.define("worked-example", WorkedExample);
