// The replay log: what the engine was told of the case since the page was opened, so that a new engine can be told it
// again after a crash. It is in memory only.

/** @typedef {import("./desk-model.js").Edit} Edit */

/** A saved file replaces what led to it once that is longer than this. Until then even undo survives a crash. */
const MOST = 500;

export class Log {
  /** @type {Edit[]} */
  #edits = [];

  /** Everything from the beginning. */
  get edits() {
    return [...this.#edits];
  }

  /**
   * Add what the engine has carried out.
   * @param {readonly Edit[]} edits
   */
  add(edits) {
    this.#edits.push(...edits);
  }

  /**
   * The case was written into a file: a long log begins from there.
   * @param {string} name
   * @param {string} text
   */
  saved(name, text) {
    if (this.#edits.length > MOST) this.#edits = [{ op: "open", name, text }];
  }

  forget() {
    this.#edits = [];
  }
}
