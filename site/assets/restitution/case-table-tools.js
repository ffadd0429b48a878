// The buttons below a table of a case: what a mouse or a finger needs to add, remove and move rows, and the desk's own.

import { element } from "./case-table-grid.js";
import { capital, withArticle } from "./case-table-model.js";

/** @typedef {{ add: () => void, remove: () => void, move: (by: number) => void }} Does */
/** @typedef {{ at: number, count: number, total: number, busy: boolean, onlyAdd: boolean }} Chosen the chosen rows */

/**
 * @param {string} [words]
 */
const button = (words = "") => element("button", { type: "button", class: "ct-button" }, words);

export class Tools {
  root = element("div", { class: "ct-tools", role: "toolbar" });
  #add = button();
  #remove = button("Remove");
  #up = button("Move up");
  #down = button("Move down");

  /** @param {Does} does */
  constructor(does) {
    const press = (/** @type {HTMLButtonElement} */ button, /** @type {() => void} */ act) =>
      button.addEventListener("click", () => button.getAttribute("aria-disabled") === "true" || act());
    press(this.#add, does.add);
    press(this.#remove, does.remove);
    press(this.#up, () => does.move(-1));
    press(this.#down, () => does.move(1));
    this.root.addEventListener("keydown", (event) => this.#along(event));
    this.root.addEventListener("focusin", ({ target }) => this.#stopAt(target));
  }

  /**
   * @param {string} noun
   * @param {string} plural
   * @param {Element[]} more tools of the desk
   * @param {boolean} adds whether a row is added here, and not by a button elsewhere on the page
   */
  name(noun, plural, more, adds) {
    this.#add.textContent = `Add ${withArticle(noun)}`;
    this.root.setAttribute("aria-label", `${capital(plural)}: rows`);
    this.root.append(...(adds ? [this.#add] : []), this.#remove, this.#up, this.#down, ...more);
    this.#stopAt(this.#buttons[0] ?? null);
  }

  focus() {
    this.#buttons[0]?.focus();
  }

  /**
   * Say which tools there is something for. They stay where the keyboard finds them.
   * @param {Chosen} chosen
   */
  draw({ at, count, total, busy, onlyAdd }) {
    const can = /** @type {[HTMLButtonElement, boolean][]} */ ([
      [this.#add, true],
      [this.#remove, count > 0],
      [this.#up, count > 0 && at > 0],
      [this.#down, count > 0 && at + count < total],
    ]);
    for (const [button, possible] of can) {
      button.setAttribute("aria-disabled", String(busy || !possible));
      button.hidden = onlyAdd && button !== this.#add;
      if (button.hidden && button.tabIndex === 0) this.#stopAt(this.#buttons[0] ?? null);
    }
  }

  get #buttons() {
    return [...this.root.querySelectorAll("button")].filter((button) => !button.hidden);
  }

  /**
   * One of the tools is a stop of the Tab key; the arrow keys go on to the others.
   * @param {EventTarget | null} target
   */
  #stopAt(target) {
    if (!(target instanceof HTMLButtonElement)) return;
    for (const button of this.root.querySelectorAll("button")) button.tabIndex = button === target ? 0 : -1;
  }

  /** @param {KeyboardEvent} event */
  #along(event) {
    const buttons = this.#buttons;
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    buttons[(to + buttons.length) % buttons.length]?.focus();
  }
}
