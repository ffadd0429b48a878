// What typing and stepping do to the values of an example. Pure functions: none of them reads the document.

/** @typedef {{ op: string, path?: string, by?: number, list?: string, index?: number }} Edit */
/** @typedef {Record<string, string>} Values the value of each control, by its name */

const WITH_COMMAS = /^\d{1,3}(,\d{3})+(\.\d*)?$/;
const ONE_DIGIT = /^(\d|delete\w+)$/;

/**
 * Whether a text is an amount with thousands separators.
 * @param {string} text
 */
export const hasCommas = (text) => WITH_COMMAS.test(text);

/** @param {string} text */
export const withoutCommas = (text) => text.replaceAll(",", "");

/**
 * Whether an input event typed one digit or deleted something.
 * @param {Pick<InputEvent, "data" | "inputType">} event
 */
export const isOneDigit = ({ data, inputType }) => ONE_DIGIT.test(data ?? inputType);

/**
 * Remove the commas from a field and keep the cursor between the same digits.
 * @param {Pick<HTMLInputElement, "value" | "selectionStart" | "setSelectionRange">} box
 */
export function takeCommas(box) {
  const at = withoutCommas(box.value.slice(0, box.selectionStart ?? 0)).length;
  box.value = withoutCommas(box.value);
  box.setSelectionRange(at, at);
}

/**
 * Values the field may have after the next keystroke: one character deleted, or one digit typed.
 * @param {Pick<HTMLInputElement, "value" | "inputMode" | "selectionStart" | "selectionEnd">} box
 */
export function nextTexts({ value, inputMode, selectionStart, selectionEnd }) {
  if (!inputMode || selectionStart === null || selectionEnd === null) return [];
  const before = value.slice(0, selectionStart);
  const after = value.slice(selectionEnd);
  const less = selectionStart < selectionEnd ? before : before.slice(0, -1);
  const texts = [less, ...[..."0123456789"].map((digit) => before + digit)].map((text) => text + after);
  return hasCommas(value) ? texts.map(withoutCommas) : texts;
}

/**
 * Whether the arrow keys step the value of a control.
 * @param {Pick<Element, "getAttribute">} control
 */
export const isStepped = (control) => control.getAttribute("role") === "spinbutton";

/**
 * Steps that the next key or press may ask for.
 * @param {Pick<Element, "getAttribute">} focused
 * @returns {Edit[]}
 */
export function nextSteps(focused) {
  const attribute = (/** @type {string} */ name) => focused.getAttribute(name) ?? undefined;
  if (isStepped(focused)) return [1, -1].map((by) => ({ op: "step", path: attribute("name"), by }));
  if (attribute("data-op") !== "step") return [];
  return [{ op: "step", path: attribute("data-path"), by: Number(attribute("data-by")) }];
}

/**
 * Controls whose text or mistake differs from what the engine last wrote into the page.
 * @param {Values} values to ask about
 * @param {Values} known values in the engine's HTML
 * @param {string[]} invalid names of controls that are marked as mistakes
 */
export const touchedIn = (values, known, invalid) =>
  Object.keys(values).filter((name) => values[name] !== known[name] || invalid.includes(name));

/**
 * The name that a control had before some edits. Removing a row renumbers those after it.
 * @param {string} name
 * @param {Edit[]} edits
 */
export function nameBefore(name, edits) {
  return edits.reduceRight((later, { op, list = "", index = 0 }) => {
    const row =
      op === "remove" && later.startsWith(`${list}[`) ? /^\[(\d+)\](.*)$/.exec(later.slice(list.length)) : null;
    return row && Number(row[1]) >= index ? `${list}[${Number(row[1]) + 1}]${row[2]}` : later;
  }, name);
}

/**
 * The value to set on a control after an answer, or undefined to leave it as morphed.
 *
 * A control that was typed in since the question keeps what was typed, under its new name if rows moved. Otherwise a
 * control that the engine stepped shows the new number even while it has the focus.
 * @param {string} name of the control
 * @param {Edit[]} edits that the answer carried out
 * @param {Values} made values in the answer's form
 * @param {Values} typed values now
 * @param {Values} [sent] values in the question
 */
export function valueAfter(name, edits, made, typed, sent) {
  const before = nameBefore(name, edits);
  if (sent && before in typed && typed[before] !== sent[before]) return typed[before];
  const engineSetIt = edits.some(({ op, path, list }) => list || (op === "step" && path === name));
  return engineSetIt && name in made ? made[name] : undefined;
}
