// The one control inside a table: it stands in the active cell, holds its text and has the focus. At rest the whole text
// is selected, so that what is typed takes its place, also by an input method; then the same control edits.

import { choiceFrom, choicesOf, shownText } from "./case-table-model.js";

/** @typedef {import("./case-table-model.js").Column} Column */
/** @typedef {import("./case-table-keys.js").Mode} Mode */
/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */
/** @typedef {{ name: string, invalid: boolean, describedBy: string }} Spoken what a screen reader says of a cell */

/** @type {Record<string, string>} */
export const INPUT_MODES = { money: "decimal", rate: "decimal", factor: "decimal", whole: "numeric" };
const LONG = 40;
/** How long, in milliseconds, a letter belongs to the one before it. */
const SPELL = 1_500;

/**
 * Whether a text needs more than one line to be edited: a field of one line would drop its line breaks.
 * @param {Column} column
 * @param {string} text
 */
export const needsLines = ({ kind }, text) => kind === "text" || text.length > LONG || /[\r\n]/.test(text);

/**
 * A list of the choices of a cell, its value chosen.
 * @param {HTMLSelectElement} select
 * @param {Column} column
 * @param {string} text
 */
export function fillChoices(select, column, text) {
  select.replaceChildren(...(choicesOf(column, text) ?? []).map(([value, words]) => new Option(words, value)));
  select.value = text;
}

function newLine() {
  const line = document.createElement("input");
  line.type = "text";
  line.classList.add("ct-control");
  asTyped(line);
  return line;
}

/** @param {HTMLInputElement | HTMLTextAreaElement} box */
export function asTyped(box) {
  // Nothing is stored or sent for help with what is typed.
  box.autocomplete = "off";
  box.spellcheck = false;
  box.setAttribute("autocapitalize", "off");
}

export class CellEditor {
  /** @type {Mode} */
  mode = "rest";
  /** Whether the control is being moved: what it then loses of focus is no leaving. */
  moving = false;
  /** @type {Control} */
  control;
  #line = newLine();
  #lines = this.#newLines();
  #list = document.createElement("select");
  #shown = "";
  #text = "";
  /** @type {Column | undefined} */
  #column;
  /** What was typed of a choice so far. */
  #letters = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #spelling;

  constructor() {
    this.#list.classList.add("ct-control");
    this.control = this.#line;
  }

  #newLines() {
    const lines = document.createElement("textarea");
    lines.rows = 1;
    lines.classList.add("ct-control");
    asTyped(lines);
    lines.addEventListener("input", () => this.#grow());
    return lines;
  }

  get isEditing() {
    return this.mode !== "rest";
  }

  get hasFocus() {
    return document.activeElement === this.control;
  }

  /** Whether what is in the control differs from what was there when it came. */
  get isChanged() {
    return this.isEditing && this.control.value !== this.#shown;
  }

  get value() {
    return this.isChanged ? this.control.value : this.#text;
  }

  /**
   * Stand in a cell, at rest.
   * @param {HTMLElement} cell
   * @param {Column} column
   * @param {string} text
   * @param {Spoken} spoken
   * @param {boolean} focus
   */
  rest(cell, column, text, spoken, focus) {
    const chooses = choicesOf(column, text) !== null;
    const inLines = !chooses && needsLines(column, text);
    const before = this.control;
    if (before.parentElement !== cell) {
      // Another control takes the focus from the one before: to take that one away while it has the focus would lay the
      // page out once more. And nothing that is no longer in the table is kept.
      this.#line = newLine();
      this.#lines = this.#newLines();
    }
    const box = inLines ? this.#lines : this.#line;
    this.mode = "rest";
    this.#column = column;
    this.#text = text;
    this.control = box;
    if (box.parentElement !== cell) cell.append(box);
    this.#list.replaceChildren();
    box.readOnly = chooses;
    box.value = chooses ? shownText(column, text) : text;
    this.#shown = box.value;
    box.dataset.mode = "rest";
    // On a touch screen a cell is first chosen, then edited: only then comes the keyboard.
    box.inputMode = matchMedia("(pointer: coarse)").matches ? "none" : (INPUT_MODES[column.kind] ?? "text");
    this.say(spoken);
    if (focus) this.focus();
    if (before === box) return;
    this.moving = true;
    before.remove();
    this.moving = false;
  }

  /**
   * Begin to edit what is there.
   * @param {Mode} mode
   */
  open(mode) {
    const column = this.#column;
    if (!column) return;
    const cell = /** @type {HTMLElement} */ (this.control.parentElement);
    if (choicesOf(column, this.#text)) {
      this.mode = "select";
      this.#letters = "";
      fillChoices(this.#list, column, this.#text);
      this.#shown = this.#text;
      for (const name of ["aria-label", "aria-invalid", "aria-describedby"]) {
        const value = this.control.getAttribute(name);
        if (value === null) this.#list.removeAttribute(name);
        else this.#list.setAttribute(name, value);
      }
      this.#place(this.#list, cell);
      this.#focusAgain();
      return;
    }
    this.mode = mode;
    this.control.dataset.mode = mode;
    if (this.control instanceof HTMLSelectElement) return;
    if (this.control.inputMode === "none") {
      this.control.inputMode = INPUT_MODES[column.kind] ?? "text";
      // The keyboard of a touch screen comes with the focus. Not while one of keys is used: it may compose a letter.
      if (mode === "edit") this.#focusAgain();
    }
    if (mode === "edit") this.control.setSelectionRange(this.control.value.length, this.control.value.length);
    this.#grow();
  }

  /**
   * Choose by what is typed of a choice, letter by letter: the browser's own way would not know the first letter.
   * @param {string} letter
   * @returns {boolean} whether the letter is taken
   */
  spells(letter) {
    if (this.mode !== "select" || !this.#column || (letter === " " && !this.#letters)) return false;
    clearTimeout(this.#spelling);
    this.#spelling = setTimeout(() => (this.#letters = ""), SPELL);
    this.#letters += letter;
    const chosen = choiceFrom(choicesOf(this.#column, this.#text) ?? [], this.#text, this.#letters);
    if (chosen !== undefined) this.#list.value = chosen;
    return true;
  }

  /** Show the choices, where the browser can. */
  showChoices() {
    try {
      this.#list.showPicker();
    } catch {
      // An older browser, or no press that allows it: the list opens at the next press or key.
    }
  }

  /** Break the line at the cursor. */
  breakLine() {
    if (this.control === this.#line) {
      const { value, selectionStart, selectionEnd } = this.#line;
      const { name, describedBy, invalid } = this.#spoken;
      this.#place(this.#lines, /** @type {HTMLElement} */ (this.#line.parentElement));
      this.#lines.value = value;
      this.#lines.dataset.mode = this.mode;
      this.#lines.setSelectionRange(selectionStart, selectionEnd);
      this.say({ name, describedBy, invalid });
      this.#focusAgain();
    }
    this.#lines.setRangeText("\n", this.#lines.selectionStart, this.#lines.selectionEnd, "end");
    this.mode = "edit";
    this.#grow();
  }

  focus() {
    this.moving = true;
    this.control.focus({ preventScroll: true });
    if (this.mode === "rest" && !(this.control instanceof HTMLSelectElement)) this.control.select();
    this.moving = false;
  }

  /** @type {Spoken} */
  #spoken = { name: "", invalid: false, describedBy: "" };

  /** @param {Spoken} spoken */
  say(spoken) {
    this.#spoken = spoken;
    const { name, invalid, describedBy } = spoken;
    this.control.setAttribute("aria-label", name);
    if (invalid) this.control.setAttribute("aria-invalid", "true");
    else this.control.removeAttribute("aria-invalid");
    if (describedBy) this.control.setAttribute("aria-describedby", describedBy);
    else this.control.removeAttribute("aria-describedby");
  }

  /**
   * @param {Control} control
   * @param {HTMLElement} cell
   */
  #place(control, cell) {
    if (control === this.control && control.parentElement === cell) return;
    this.moving = true;
    this.control.remove();
    this.control = control;
    cell.append(control);
    this.moving = false;
  }

  #focusAgain() {
    this.moving = true;
    this.control.blur();
    this.control.focus({ preventScroll: true });
    this.moving = false;
  }

  /** As tall as its text while it is edited. The style is measured, so it has to be of one line first. */
  #grow() {
    if (this.control !== this.#lines || !this.isEditing) return;
    this.#lines.style.setProperty("--ct-tall", "0px");
    this.#lines.style.setProperty("--ct-tall", `${this.#lines.scrollHeight}px`);
  }
}
