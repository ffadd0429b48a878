// One custom element makes every live example and the estimate form. It sends what stands in its controls, as
// typed, and puts back the HTML that the engine returns. It computes, rounds and formats nothing.

import { Idiomorph } from "../vendor/idiomorph.js";
import {
  callEngine,
  engineFailure,
  engineIsLate,
  engineState,
  onEngineState,
  restartEngine,
  startEngine,
  startEngineSoon,
} from "./client.js";
import { elementsOf } from "./trusted.js";

/** @typedef {{ op: string, path?: string, by?: number, list?: string, index?: number }} Edit */
/**
 * @typedef {object} Answer
 * @property {string} form HTML of the controls
 * @property {string | null} answer HTML of the answer, null while something typed is refused
 * @property {{ path: string, message: string }[]} errors
 * @property {string} announce one sentence for a screen reader
 */
/** @typedef {HTMLInputElement | HTMLSelectElement} Box */

const SITE = new URL("../", import.meta.url).href;
const FLASH = 200;
const GETTING_READY = "Getting the calculator ready. What you typed is kept.";
const LATE = "The calculator is taking long to load; the line may be slow. Read on meanwhile.";
const UNCHANGED = "The figures stay as they were when this page was made.";

/** @param {Element} place */
const copyOf = (place) => [...place.childNodes].map((node) => node.cloneNode(true));
const CONTROLS = "input, select";

/** @param {Element} element */
const holdsControl = (element) => element.matches(CONTROLS) || element.querySelector(CONTROLS) !== null;

class WorkedExample extends HTMLElement {
  /** @type {AbortController | undefined} */
  #life;
  /** @type {any} */
  #definition;
  /** @type {Edit[]} */
  #edits = [];
  /** @type {Node[]} */
  #firstAnswer = [];
  /** @type {Node[]} */
  #firstForm = [];
  #dirty = false;
  #busy = false;
  #again = false;
  #resets = 0;
  /** @type {Record<string, string> | undefined} what stood in the controls when the figures shown were computed */
  #shown;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #announcing;

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.#definition = JSON.parse(this.dataset.example ?? "{}");
    this.#firstForm = copyOf(this.#slot("form"));
    this.#firstAnswer = copyOf(this.#slot("answer"));
    for (const box of this.querySelectorAll("[data-needs-script]")) box.removeAttribute("hidden");
    this.addEventListener("input", (event) => this.#typed(event), { signal });
    this.addEventListener("click", (event) => this.#clicked(event), { signal });
    this.addEventListener("keydown", (event) => this.#pressed(event), { signal });
    this.addEventListener("focusin", startEngine, { signal });
    this.addEventListener("pointerdown", startEngine, { signal });
    signal.addEventListener("abort", onEngineState(() => this.#engineChanged()));
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
    if (this.#definition.form) this.#openLinked();
    this.#engineChanged();
  }

  disconnectedCallback() {
    this.#life?.abort();
    clearTimeout(this.#announcing);
    this.#definition = undefined;
    this.#edits = [];
    this.#shown = undefined;
  }

  /**
   * @param {string} name
   * @returns {HTMLElement}
   */
  #slot(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-slot="${name}"]`));
  }

  /**
   * @param {ParentNode} [form]
   * @returns {Box[]}
   */
  #boxes(form = this.#slot("form")) {
    return [...form.querySelectorAll(/** @type {"input"} */ ("input[name], select[name]"))];
  }

  /**
   * @param {ParentNode} [form]
   * @returns {Record<string, string>}
   */
  #values(form) {
    return Object.fromEntries(this.#boxes(form).map((box) => [box.name, box.value]));
  }

  /** @param {Edit} [edit] */
  #changed(edit) {
    this.dataset.typed = "";
    if (edit) this.#edits.push(edit);
    this.#dirty = true;
    startEngine();
    this.#send();
  }

  /** @param {Event} event */
  #typed({ target }) {
    if (target instanceof HTMLInputElement && target.dataset.stops) {
      // A slider has no value of its own: it puts one of its stops into the field beside it.
      const box = this.#boxes().find(({ name }) => name === target.dataset.path);
      if (box) box.value = target.dataset.stops.split(" ")[target.valueAsNumber] ?? box.value;
    }
    this.#changed();
  }

  /** @param {Event} event */
  #clicked(event) {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    const { op = "", action = "", path, by, list, index } = button.dataset;
    if (op === "step") this.#changed({ op, path, by: Number(by) });
    else if (op) this.#changed({ op, list, index: Number(index) });
    else if (action === "reset") this.#reset();
    else if (action === "copy") void this.#copy();
    else if (action === "print") window.print();
    else if (action === "retry") restartEngine();
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const box = event.target;
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by || !(box instanceof HTMLInputElement) || box.getAttribute("role") !== "spinbutton") return;
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

  // One request at a time: while it runs, changes gather, and only their last state is asked for next.
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
    const sent = this.#values();
    const resets = this.#resets;
    const response = await this.#ask({ values: sent, edits });
    this.#busy = false;
    if (!this.isConnected) return;
    if (resets !== this.#resets) {
      // Reset meanwhile: the answer belongs to numbers that are gone.
    } else if (!response.ok && response.stopped && !this.#again) {
      // The engine went away under the question: ask once more when it is back.
      this.#again = true;
      this.#dirty = true;
      this.#edits = [...edits, ...this.#edits];
    } else if (!response.ok) {
      // Not the reader's mistake: what was typed stays, and the next change asks again.
      this.#say(response.errors.map((error) => error.message).join(" "));
    } else if (this.#dirty && !edits.length) {
      // Typed on meanwhile: this answer is stale.
    } else {
      this.#again = false;
      this.#show(response.result, edits, sent);
    }
    this.#send();
  }

  /**
   * @param {{ values?: Record<string, string>, edits?: Edit[] }} state
   * @param {"html" | "text"} [format]
   */
  #ask(state, format = "html") {
    return callEngine({
      method: "example",
      params: { example: this.#definition, base: SITE, ...state },
      format,
    });
  }

  /**
   * @param {Answer} answer
   * @param {Edit[]} edits what this answer did
   * @param {Record<string, string>} [sent] what stood in the controls when it was asked for
   */
  #show(answer, edits, sent) {
    const form = this.#slot("form");
    const outputs = [...this.querySelectorAll("output")].map((output) => ({ output, before: output.textContent ?? "" }));
    const wanted = elementsOf(answer.form);
    const made = this.#values(wanted);
    const typed = this.#values();
    const rows = edits.some((edit) => edit.list);
    this.#morph(form, wanted);
    for (const box of this.#boxes()) {
      // A control that the engine stepped shows the new number even while it has the focus; one that was typed
      // in since the question keeps what was typed.
      const stepped = edits.some((edit) => edit.op === "step" && edit.path === box.name);
      if (box.name in made && (stepped || rows)) box.value = made[box.name] ?? "";
      else if (sent && typed[box.name] !== sent[box.name]) box.value = typed[box.name] ?? "";
    }
    this.classList.toggle("we-stale", answer.answer === null);
    if (answer.answer !== null) {
      this.#morph(this.#slot("answer"), elementsOf(answer.answer));
      this.#shown = made;
    }
    for (const { output, before } of outputs) {
      if (!output.isConnected || output.textContent === before) continue;
      output.dataset.was = before;
      output.classList.add("we-changed");
      // A timer, not the animation's end: there is none in a closed part of the page, or under reduced motion.
      setTimeout(() => output.classList.remove("we-changed"), FLASH);
    }
    this.#announce(answer.announce);
  }

  /**
   * @param {HTMLElement} place
   * @param {DocumentFragment} made
   */
  #morph(place, made) {
    Idiomorph.morph(place, made, {
      morphStyle: "innerHTML",
      ignoreActiveValue: true,
      callbacks: {
        beforeNodeMorphed: (/** @type {Node} */ old, /** @type {Node} */ made) => {
          // While something typed is refused the engine sends empty figures: the last valid ones stay.
          if (old instanceof HTMLOutputElement && made.textContent === "") return false;
          // Most of an answer is as before, and the browser tells so at once. A control may hold what its
          // attributes do not say: it is always looked at.
          return !(old instanceof Element && !holdsControl(old) && old.isEqualNode(made));
        },
        // What the reader opened stays open.
        beforeAttributeUpdated: (/** @type {string} */ name, /** @type {Element} */ _node, /** @type {string} */ how) =>
          !(name === "open" && how === "remove"),
      },
    });
  }

  /** @param {string} sentence */
  #announce(sentence) {
    this.#say("");
    this.#announcing = setTimeout(() => this.#say(sentence), 400);
  }

  // What is said now is newer than a sentence that still waits: that one is not said over it.
  /** @param {string} sentence */
  #say(sentence) {
    clearTimeout(this.#announcing);
    this.#slot("state").textContent = sentence;
  }

  #reset() {
    this.#resets += 1;
    delete this.dataset.typed;
    this.#edits = [];
    this.#dirty = false;
    this.#slot("form").replaceChildren(...this.#firstForm.map((node) => node.cloneNode(true)));
    this.#slot("answer").replaceChildren(...this.#firstAnswer.map((node) => node.cloneNode(true)));
    this.classList.remove("we-stale");
    this.#shown = undefined;
    this.#announce("Reset to the first figures.");
  }

  async #copy() {
    if (engineState() !== "ready") {
      startEngine();
      return this.#say("The calculator is getting ready. Press copy again in a moment.");
    }
    const response = await this.#ask({ values: this.#shown ?? this.#values() }, "text");
    if (!response.ok) return this.#say(response.errors.map((error) => error.message).join(" "));
    try {
      await navigator.clipboard.writeText(response.result);
      this.#say("Copied, with the citations.");
    } catch {
      this.#say("The browser did not allow copying. Select the text and copy it by hand.");
    }
  }

  // A link to the form may carry the id of a built-in example, and nothing else.
  async #openLinked() {
    const id = /^#example=([a-z0-9-]{1,40})$/.exec(location.hash)?.[1];
    if (!id) return;
    const file = await fetch(`${SITE}scenarios/${id}.toml`).catch(() => undefined);
    if (!file?.ok) return this.#say("There is no example of this name.");
    this.#definition = { ...this.#definition, scenario: await file.text() };
    startEngine();
    await this.#whenReady();
    const response = await this.#ask({});
    if (response.ok) this.#show(response.result, [{ op: "open", list: id }]);
    else this.#say(response.errors.map((error) => error.message).join(" "));
  }

  #whenReady() {
    return new Promise((resolve) => {
      if (engineState() === "ready") return resolve(undefined);
      const stop = onEngineState(() => {
        if (engineState() !== "ready") return;
        stop();
        resolve(undefined);
      });
    });
  }
}

customElements.define("worked-example", WorkedExample);
