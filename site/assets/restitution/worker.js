// The worker: starts Python, then answers one kind of message with one kind of message. No source text
// ever crosses: a request is JSON text for restitution.protocol.handle, and so is the response.
//
// Python begins with a memory in which it has already started and imported the calculator; if that fails for any
// reason, it starts the plain way. Every file must match the hash that it had when the guide was built.

import { INFO, INTEGRITY, SNAPSHOT } from "../runtime/manifest.js";
import { loadPyodide } from "../runtime/pyodide.mjs";

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
 * A file of the runtime, if it is the one that the guide was built with. The page for "not found" is not. What the
 * service worker keeps was held against its hash when it came, and is kept under it: it need not be read twice.
 * @param {string} name
 */
async function fetchRuntime(name) {
  const url = new URL(name, runtime);
  const integrity = hashes[name] ?? "";
  url.searchParams.set("__WB_REVISION__", integrity);
  return (await keptAs(url)) ?? fetchFile(runtime + name, { integrity });
}

/** @param {URL} url */
async function keptAs(url) {
  try {
    return await scope.caches?.match(url);
  } catch {
    return undefined; // a browser that keeps nothing for a page may refuse to look
  }
}

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
const compiled = fetchNeeded(WASM).then((response) =>
  WebAssembly.compileStreaming(response).catch((reason) => {
    fail("wasm", reason);
    throw reason;
  }),
);
compiled.catch(() => {}); // it was reported; nobody may be waiting yet

// A browser imports a script without looking at its hash, so the two that the runtime consists of are looked at here.
const verified = Promise.all(["pyodide.mjs", "pyodide.asm.js"].map(fetchNeeded));
verified.catch(() => {});

/** The file with the memory that Python has after it has started.
 * @type {Promise<Uint8Array> | undefined}
 */
let remembered = fetchRuntime(SNAPSHOT.file).then(async (response) => new Uint8Array(await response.arrayBuffer()));
remembered.catch(() => {}); // whoever waits for it hears of it

/** Puts that into Python's memory, once there is one. */
let recall = () => {};

// loadPyodide() never settles when a file is missing or WebAssembly refuses the runtime, and it only logs a
// package that fails its hash. So what it asks for is fetched here, and what fails is reported at once.
scope.fetch = async (input, options) => {
  const url = String(input instanceof Request ? input.url : input);
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
  // Where the memory cannot be had, nobody waits for this start any longer.
  const [module, file] = await Promise.all([compiled, remembered?.catch(() => new Promise(() => {}))]);
  try {
    const instance = await WebAssembly.instantiate(module, imports);
    if (file) recall = recalling(file, /** @type {any} */ (imports).env.memory);
    return { instance, module };
  } catch (reason) {
    fail("wasm", reason);
    throw reason;
  }
};

/**
 * What the runtime wrote until then is blanked, and what its file brought, and Python never changed, is put back.
 * @param {Uint8Array} file ends with the parts of the memory, one after the other
 * @param {WebAssembly.Memory} memory as the runtime's file brings it
 */
function recalling(file, memory) {
  const bytes = new Uint8Array(memory.buffer);
  const brought = SNAPSHOT.brought.map(([from = 0, to]) => ({ from, part: bytes.slice(from, to) }));
  return () => {
    const bytes = new Uint8Array(memory.buffer);
    bytes.fill(0);
    for (const { from, part } of brought) bytes.set(part, from);
    let at = SNAPSHOT.begins;
    for (const [from = 0, to = 0] of SNAPSHOT.parts) {
      bytes.set(file.subarray(at, at + to - from), from);
      at += to - from;
    }
  };
}

/**
 * What loadPyodide() takes for a copy of the memory. It reads how long that is and how it begins, and then asks for the
 * rest to copy it: twenty megabytes, mostly blank. There is no such copy; the memory itself is filled, at that moment.
 */
function copyOfMemory() {
  const head = Uint8Array.from(SNAPSHOT.head);
  return Object.defineProperties(head, {
    length: { value: SNAPSHOT.size },
    subarray: {
      value(/** @type {number} */ from, /** @type {number | undefined} */ to) {
        if (to !== undefined) return head.slice(from, to);
        recall();
        return new Uint8Array();
      },
    },
  });
}

async function startFromSnapshot() {
  const started = loadPyodide({
    indexURL: runtime,
    lockFileContents: /** @type {any} */ ({ info: INFO, packages: {} }),
    // Whatever is needed of the library is in the memory.
    stdLibURL: runtime + NO_LIBRARY,
    _loadSnapshot: copyOfMemory(),
  });
  // If the memory cannot be had, the start never comes to an end.
  await Promise.race([started, remembered]);
  return started;
}

async function startPlainly() {
  remembered = undefined;
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
  remembered = undefined;
  recall = () => {};
  const handle = pyodide.pyimport("restitution.protocol").handle;
  scope.onmessage = (/** @type {MessageEvent<Call>} */ { data }) => {
    post({ type: "reply", id: data.id, response: handle(data.request) });
  };
  if (settled) return;
  settled = true;
  post(ready);
}

start().catch(async (reason) => {
  // A script that is not the right one is the cause, whatever followed from it.
  await verified.catch(() => {});
  fail(reason instanceof RangeError && /memory/i.test(reason.message) ? "memory" : "start", reason);
});
