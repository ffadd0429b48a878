// The worker: starts Python, then answers one kind of message with one kind of message. No source text
// ever crosses: a request is JSON text for restitution.protocol.handle, and so is the response.

import { loadPyodide } from "../runtime/pyodide.mjs";

/** @typedef {{ type: "call", id: number, request: string }} Call */
/** @typedef {{ type: "ready" }} Ready */
/** @typedef {{ type: "failed", cause: string, detail: string }} Failed */
/** @typedef {{ type: "reply", id: number, response: string }} Reply */
/** @typedef {Ready | Failed | Reply} Message */

const scope = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const runtime = new URL("../runtime/", import.meta.url).href;

let settled = false;

/** @param {Message} message */
function post(message) {
  scope.postMessage(message);
}

/**
 * Report why the engine cannot start: once, and only the first cause, which the later ones follow from.
 * @param {string} cause
 * @param {unknown} reason
 */
function fail(cause, reason) {
  if (settled) return;
  settled = true;
  post({ type: "failed", cause, detail: reason instanceof Error ? reason.message : String(reason) });
}

/** @param {RequestInfo | URL} input */
const nameOf = (input) => String(input instanceof Request ? input.url : input).split("/").pop() ?? "";

// loadPyodide() never settles when a file is missing or WebAssembly refuses the runtime, and it only logs a
// package that fails its hash. Watching the two calls it makes tells at once, without fetching anything twice.
const fetchFile = scope.fetch.bind(scope);
scope.fetch = async (input, options) => {
  try {
    const response = await fetchFile(input, options);
    if (!response.ok) fail("file", `${nameOf(input)} (${response.status})`);
    return response;
  } catch (reason) {
    fail(options?.integrity ? "hash" : "file", nameOf(input));
    throw reason;
  }
};
const instantiate = WebAssembly.instantiateStreaming;
WebAssembly.instantiateStreaming = async (source, imports) => {
  try {
    return await instantiate(source, imports);
  } catch (reason) {
    fail("wasm", reason);
    throw reason;
  }
};

async function start() {
  const pyodide = await loadPyodide({
    indexURL: runtime,
    lockFileURL: `${runtime}pyodide-lock.json`,
    packages: ["restitution"],
  });
  if (!("restitution" in pyodide.loadedPackages)) throw new Error("the package did not load");
  const handle = pyodide.pyimport("restitution.protocol").handle;
  scope.onmessage = (/** @type {MessageEvent<Call>} */ { data }) => {
    post({ type: "reply", id: data.id, response: handle(data.request) });
  };
  if (settled) return;
  settled = true;
  post({ type: "ready" });
}

start().catch((reason) => fail("start", reason));
