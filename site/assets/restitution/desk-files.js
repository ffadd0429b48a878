// Files in and out. A file is read when the reader opens or drops it, and written when a button is pressed; nothing is
// kept by the browser but what it puts into its own list of downloads.

const MOST_BYTES = 20_000_000;
const REVOKE = 10_000;

export const TOO_LARGE = "This file is larger than 20 megabytes. A case or a ledger is much smaller: choose another.";

/** @param {File} file */
export const isTooLarge = ({ size }) => size > MOST_BYTES;

/** @param {string} name */
export const isLedgerName = (name) => /\.(csv|tsv|txt)$/i.test(name);

/**
 * The bytes of a file as base64: the engine finds out what they are.
 * @param {Blob} file
 * @returns {Promise<string>}
 */
export function base64Of(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

/**
 * The text of a file: UTF-8 if it is that, else as Excel writes plain CSV on Windows.
 * @param {BufferSource} bytes
 */
export function textOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/**
 * Hand a file to the reader.
 * @param {string} name
 * @param {BlobPart} content
 * @param {string} type
 */
export function download(name, content, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  // Firefox needs it to be in the page.
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), REVOKE);
}

/**
 * Take the first file that is dropped anywhere on the page.
 * @param {(file: File) => void} take
 * @param {AbortSignal} signal
 */
export function onDrop(take, signal) {
  const holdsFile = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") === true;
  document.addEventListener("dragover", (event) => holdsFile(event) && event.preventDefault(), { signal });
  document.addEventListener(
    "drop",
    (event) => {
      if (!holdsFile(event)) return;
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file) take(file);
    },
    { signal },
  );
}
