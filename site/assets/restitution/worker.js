// The worker: starts Python, then answers one kind of message with one kind of message. No source text
// ever crosses: a request is JSON text for restitution.protocol.handle, and so is the response.
//
// Python begins with a memory in which it has already started and imported the calculator; if that fails for any
// reason, it starts the plain way. Every file must match the hash that it had when the guide was built.

import { INFO, INTEGRITY, SNAPSHOT } from "../runtime/manifest.js";
import { loadPyodide } from "../runtime/pyodide.mjs";
import { ZSTDDecoder } from "../vendor/zstddec.mjs";

/** @typedef {{ type: "call", id: number, request: string }} Call */
/** @typedef {{ type: "ready", start: "snapshot" | "plain", why: string }} Ready */
/** @typedef {{ type: "failed", cause: string, detail: string }} Failed */
/** @typedef {{ type: "reply", id: number, response: string }} Reply */
/** @typedef {Ready | Failed | Reply} Message */

const scope = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const runtime = new URL("../runtime/", import.meta.url).href;
const hashes = /** @type {Record<string, string>} */ (INTEGRITY);

const WASM = "pyodide.asm.wasm";
const NO_LIBRARY = "no-library";

let settled = false;

/** @param {Message} message */
function post(message) {
  scope.postMessage(message);
}

/** @param {unknown} reason */
const inWords = (reason) => (reason instanceof Error ? reason.message : String(reason));

/**
 * Report why the engine cannot start: once, and only the first cause, which the later ones follow from.
 * @param {string} cause
 * @param {unknown} reason
 */
function fail(cause, reason) {
  if (settled) return;
  settled = true;
  post({ type: "failed", cause, detail: inWords(reason) });
}

const fetchFile = scope.fetch.bind(scope);

/**
 * A file of the runtime, if it is the one that the guide was built with. The page for "not found" is not.
 * @param {string} name
 */
const fetchRuntime = (name) => fetchFile(runtime + name, { integrity: hashes[name] });

/**
 * The same, for a file without which nothing can start.
 * @param {string} name
 */
async function fetchNeeded(name) {
  try {
    return await fetchRuntime(name);
  } catch (reason) {
    fail("hash", name);
    throw reason;
  }
}

// The runtime is compiled while the rest arrives.
const arrived = fetchNeeded(WASM);
const compiled = arrived.then((response) =>
  WebAssembly.compileStreaming(response).catch((reason) => {
    fail("wasm", reason);
    throw reason;
  }),
);
compiled.catch(() => {}); // it was reported; nobody may be waiting yet

// A browser imports a script without looking at its hash, so the two that the runtime consists of are looked at here.
const verified = Promise.all(["pyodide.mjs", "pyodide.asm.js"].map(fetchNeeded));
verified.catch(() => {});

/** @type {Uint8Array | undefined} */
let memory;

/** The memory that Python has after it has started. */
async function recall() {
  const decoder = new ZSTDDecoder();
  const [packed] = await Promise.all([
    fetchRuntime(SNAPSHOT.file).then((response) => response.arrayBuffer()),
    decoder.init(),
    // Unpacking takes this thread a tenth of a second: compiling, on others, begins before it.
    arrived,
  ]);
  memory = decoder.decode(new Uint8Array(packed), SNAPSHOT.size);
  if (memory.length !== SNAPSHOT.size) throw new Error(`${SNAPSHOT.file} is incomplete`);
  return memory;
}

// loadPyodide() never settles when a file is missing or WebAssembly refuses the runtime, and it only logs a
// package that fails its hash. So what it asks for is fetched here, and what fails is reported at once.
scope.fetch = async (input, options) => {
  const url = String(input instanceof Request ? input.url : input);
  const [, bytes] = url.split(";base64,");
  // The decoder carries its own WebAssembly as text; the content security policy knows no such address.
  if (bytes !== undefined) return new Response(Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0)));
  const name = url.split("/").pop() ?? "";
  if (name === NO_LIBRARY || name === WASM) return new Response();
  return name in hashes ? fetchNeeded(name) : fetchFile(input, options);
};
// The runtime first tries a call that a worker made of modules does not have, and goes on when it is refused. Refused
// here, it is no breach of the content security policy, which the browser would put into its console.
scope.importScripts = () => {
  throw new TypeError("a worker made of modules loads no classic script");
};
WebAssembly.instantiateStreaming = async (_source, imports) => {
  const module = await compiled;
  try {
    const instance = await WebAssembly.instantiate(module, imports);
    if (memory) {
      const brought = new Uint8Array(/** @type {any} */ (imports).env.memory.buffer);
      for (const [from = 0, to] of SNAPSHOT.copied) memory.set(brought.subarray(from, to), SNAPSHOT.head + from);
    }
    return { instance, module };
  } catch (reason) {
    fail("wasm", reason);
    throw reason;
  }
};

function startFromSnapshot() {
  return loadPyodide({
    indexURL: runtime,
    lockFileContents: /** @type {any} */ ({ info: INFO, packages: {} }),
    // Whatever is needed of the library is in the memory.
    stdLibURL: runtime + NO_LIBRARY,
    _loadSnapshot: recall(),
  });
}

async function startPlainly() {
  memory = undefined;
  const pyodide = await loadPyodide({
    indexURL: runtime,
    lockFileURL: `${runtime}pyodide-lock.json`,
    packages: ["restitution"],
  });
  if (!("restitution" in pyodide.loadedPackages)) throw new Error("the package did not load");
  return pyodide;
}

async function start() {
  /** @type {Ready} */
  const ready = { type: "ready", start: "snapshot", why: "" };
  const pyodide = await startFromSnapshot().catch((reason) => {
    ready.start = "plain";
    ready.why = inWords(reason);
    return startPlainly();
  });
  await verified;
  memory = undefined;
  const handle = pyodide.pyimport("restitution.protocol").handle;
  scope.onmessage = (/** @type {MessageEvent<Call>} */ { data }) => {
    post({ type: "reply", id: data.id, response: handle(data.request) });
  };
  if (settled) return;
  settled = true;
  post(ready);
}

start().catch((reason) => fail(reason instanceof RangeError && /memory/i.test(reason.message) ? "memory" : "start", reason));
