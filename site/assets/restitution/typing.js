// What typing and stepping do to the values of an example. Pure functions: none of them reads the document.

/** @typedef {{ op: "step", path: string, by: number }} Edit */
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
  const attribute = (/** @type {string} */ name) => focused.getAttribute(name) ?? "";
  if (isStepped(focused)) return [1, -1].map((by) => ({ op: "step", path: attribute("name"), by }));
  if (attribute("data-op") !== "step") return [];
  return [{ op: "step", path: attribute("data-path"), by: Number(attribute("data-by")) }];
}

/**
 * The value to set on a control after an answer, or undefined to leave it as morphed.
 *
 * A control that was typed in since the question keeps what was typed. Otherwise a control that the engine stepped shows
 * the new number even while it has the focus.
 * @param {string} name of the control
 * @param {Edit[]} edits that the answer carried out
 * @param {Values} made values in the answer's form
 * @param {Values} typed values now
 * @param {Values} sent values in the question
 */
export function valueAfter(name, edits, made, typed, sent) {
  if (name in typed && typed[name] !== sent[name]) return typed[name];
  return edits.some(({ path }) => path === name) ? made[name] : undefined;
}
