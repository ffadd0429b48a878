// The worker: starts Python, then answers requests. Request and response are JSON text, to and from
// restitution.protocol.handle, or for the case on the desk a restitution.desk.Desk; no source code is ever passed. What
// writes papers of that case is fetched when the first is asked for.
//
// Python resumes from a memory snapshot in which it has already started and imported the calculator. If that fails for
// any reason, it starts from scratch. Every file must match its hash from when the guide was built.

import { INFO, INTEGRITY, SNAPSHOT } from "../runtime/manifest.js";
import { loadPyodide } from "../runtime/pyodide.mjs";

/** @typedef {{ type: "call", id: number, request: string, desk?: "same" | "new" | "paper" | undefined }} Call */
/** @typedef {{ type: "ready", start: "snapshot" | "plain", why: string }} Ready */
/** @typedef {{ type: "failed", cause: string, detail: string }} Failed */
/** @typedef {{ type: "reply", id: number, response: string }} Reply */
/** @typedef {Ready | Failed | Reply} Message */

const scope = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const runtime = new URL("../runtime/", import.meta.url).href;
const hashes = /** @type {Record<string, string>} */ (INTEGRITY);

const WASM = "pyodide.asm.wasm";
const NO_LIBRARY = "no-library";
const PAPERS = "papers.zip";
// A folder that is not there yet: Python keeps what it has found in one, and cannot be told to look again.
const PAPERS_PLACE = "/papers";
const MODULES = `${PAPERS_PLACE}/modules.zip`;
const NO_PAPERS =
  "What writes papers could not be loaded, or did not match its hash and was rejected. Check your connection and try again.";

let settled = false;

/** @param {Message} message */
function post(message) {
  scope.postMessage(message);
}

/** @param {unknown} reason */
const messageOf = (reason) => (reason instanceof Error ? reason.message : String(reason));

/**
 * Report why the engine cannot start. Only the first cause is reported: later ones follow from it.
 * @param {string} cause
 * @param {unknown} reason
 */
function fail(cause, reason) {
  if (settled) return;
  settled = true;
  post({ type: "failed", cause, detail: messageOf(reason) });
}

const fetchFile = scope.fetch.bind(scope);

/**
 * Fetch a file of the runtime and check its hash, which also rejects a host's "not found" page. The service worker
 * checked its copy on arrival and stores it under the hash, so that copy is not hashed again.
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
    return undefined; // a browser with storage turned off may throw
  }
}

/**
 * Fetch a file that every start needs; report it if that fails.
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

// Compile the runtime while the other files download.
const compiled = fetchNeeded(WASM).then((response) =>
  WebAssembly.compileStreaming(response).catch((reason) => {
    fail("wasm", reason);
    throw reason;
  }),
);
compiled.catch(() => {}); // already reported; avoids an unhandled rejection

// An import checks no hash, so check the runtime's two scripts here.
const verified = Promise.all(["pyodide.mjs", "pyodide.asm.js"].map(fetchNeeded));
verified.catch(() => {});

/**
 * The snapshot of Python's memory after it has started.
 * @type {Promise<Uint8Array> | undefined}
 */
let remembered = fetchRuntime(SNAPSHOT.file).then(async (response) => new Uint8Array(await response.arrayBuffer()));
remembered.catch(() => {}); // handled where it is awaited

/** Restores the snapshot into Python's memory, once that exists. */
let recall = () => {};

// loadPyodide() never settles if a file is missing or WebAssembly rejects the runtime, and it only logs a package with
// a wrong hash. So its requests go through here, where a failure is reported at once.
scope.fetch = async (input, options) => {
  const url = String(input instanceof Request ? input.url : input);
  const name = url.split("/").pop() ?? "";
  if (name === NO_LIBRARY || name === WASM) return new Response();
  return name in hashes ? fetchNeeded(name) : fetchFile(input, options);
};
// The runtime first tries importScripts(), which a module worker lacks, and carries on if it throws. Throwing here
// avoids a content security policy violation in the console.
scope.importScripts = () => {
  throw new TypeError("a module worker loads no classic script");
};
WebAssembly.instantiateStreaming = async (_source, imports) => {
  // If the snapshot fails to load, so does startFromSnapshot(), and this start need never settle.
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
 * Make a function that restores the snapshot: it zeroes the memory, puts back the initial data of the WebAssembly file
 * that Python never changed, and copies the snapshot's parts into place.
 * @param {Uint8Array} file ends with the parts of the memory, one after the other
 * @param {WebAssembly.Memory} memory as initialized by the WebAssembly file
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
 * A stand-in for the snapshot array that loadPyodide() expects. It reads the array's length and head, then takes the rest
 * to copy it into memory: twenty megabytes, mostly zeros. At that moment the memory is filled directly instead.
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
    // The modules needed are already in the snapshot.
    stdLibURL: runtime + NO_LIBRARY,
    _loadSnapshot: copyOfMemory(),
  });
  // If the snapshot cannot be loaded, `started` never settles.
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

/**
 * Make a function that gives the desk, which keeps a case from request to request: the same as before, or a new one.
 * @param {Awaited<ReturnType<typeof loadPyodide>>} pyodide
 */
function desks(pyodide) {
  /** @type {any} */
  let desk;
  return (/** @type {"same" | "new"} */ which) => {
    if (which === "new") desk?.destroy();
    if (which === "new" || !desk) desk = pyodide.pyimport("restitution.desk").Desk();
    return desk;
  };
}

/**
 * Make a function that answers with a paper. What writes papers is fetched once; if that fails, again the next time.
 * @param {Awaited<ReturnType<typeof loadPyodide>>} pyodide
 */
function papers(pyodide) {
  /** @type {Promise<any> | undefined} */
  let loading;
  async function load() {
    const file = await fetchRuntime(PAPERS);
    pyodide.unpackArchive(await file.arrayBuffer(), "zip", { extractDir: PAPERS_PLACE });
    pyodide.pyimport("sys").path.append(MODULES);
    // It belongs to a package whose other modules lie elsewhere.
    pyodide.pyimport("restitution").__path__.append(`${MODULES}/restitution`);
    return pyodide.pyimport("restitution.papers.asked").asked;
  }
  return async (/** @type {any} */ desk, /** @type {Call} */ { id, request }) => {
    loading ??= load();
    try {
      await loading;
    } catch {
      loading = undefined;
      return JSON.stringify({ id, ok: false, errors: [{ path: "", message: NO_PAPERS }] });
    }
    return (await loading)(desk(), request);
  };
}

async function start() {
  /** @type {Ready} */
  const ready = { type: "ready", start: "snapshot", why: "" };
  const pyodide = await startFromSnapshot().catch((reason) => {
    ready.start = "plain";
    ready.why = messageOf(reason);
    return startPlainly();
  });
  await verified;
  remembered = undefined;
  recall = () => {};
  const handle = pyodide.pyimport("restitution.protocol").handle;
  const deskOf = desks(pyodide);
  const paper = papers(pyodide);
  scope.onmessage = async (/** @type {MessageEvent<Call>} */ { data }) => {
    const { id, request, desk } = data;
    // Only a paper may wait for a file: what is asked meanwhile is answered before it.
    const response =
      desk === "paper" ? await paper(() => deskOf("same"), data) : desk ? deskOf(desk).ask(request) : handle(request);
    post({ type: "reply", id, response });
  };
  if (settled) return;
  settled = true;
  post(ready);
}

start().catch(async (reason) => {
  // If a script failed its hash, report that rather than what followed from it.
  await verified.catch(() => {});
  fail(reason instanceof RangeError && /memory/i.test(reason.message) ? "memory" : "start", reason);
});
