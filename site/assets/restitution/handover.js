// A case from another window of the guide: an example whose numbers were changed is handed to the desk that it opens.
// Both windows check who speaks. Nothing goes through an address or a storage.

const READY = "restitution-desk-ready";
const CASE = "restitution-desk-case";

/** @typedef {{ name: string, text: string }} Handed a file by its name and text */

/**
 * Open the desk in a new window, and hand it a case once it is ready.
 * @param {string} url of the desk
 * @param {Promise<Handed>} handed
 */
export function openDesk(url, handed) {
  handed.catch(() => {}); // handled where it is awaited
  // With "noopener" the new window could not say that it is ready.
  const desk = window.open(url, "_blank");
  if (!desk) return false;
  const told = async (/** @type {MessageEvent} */ { origin, source, data }) => {
    if (origin !== location.origin || source !== desk || data?.type !== READY) return;
    removeEventListener("message", told);
    const file = await handed.catch(() => undefined);
    if (file) desk.postMessage({ type: CASE, ...file }, location.origin);
  };
  addEventListener("message", told);
  return true;
}

/**
 * In the desk: take a case from the window that opened it, if one did.
 * @param {(handed: Handed) => void} take
 * @param {AbortSignal} signal
 */
export function takeFromOpener(take, signal) {
  const { opener } = window;
  if (!opener) return;
  addEventListener(
    "message",
    ({ origin, source, data }) => {
      if (origin !== location.origin || source !== opener || data?.type !== CASE) return;
      if (typeof data.name === "string" && typeof data.text === "string") take({ name: data.name, text: data.text });
    },
    { signal },
  );
  // To this site only: a window of another gets nothing.
  opener.postMessage({ type: READY }, location.origin);
}
