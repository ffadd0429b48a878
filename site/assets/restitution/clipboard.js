// Copying: Firefox and Safari allow it only within seconds of a press, so the browser is handed promises at once.

const REFUSED = "The browser did not allow copying. Select the text and copy it by hand.";

/**
 * Put texts on the clipboard, one of each type.
 * @param {Record<string, () => Promise<string>>} texts by their type; one that cannot be had fails with words for the reader
 * @returns {Promise<string>} why nothing was copied; empty if it was
 */
export async function copied(texts) {
  let refused = REFUSED;
  const blob = async (/** @type {string} */ type, /** @type {() => Promise<string>} */ text) => {
    try {
      return new Blob([await text()], { type });
    } catch (reason) {
      refused = /** @type {Error} */ (reason).message;
      throw reason;
    }
  };
  const parts = Object.entries(texts).map(([type, text]) => [type, blob(type, text)]);
  try {
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(parts))]);
    return "";
  } catch {
    return refused;
  }
}
