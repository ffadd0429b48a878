// Client of the engine's worker: request ids, timeouts, restarts and the engine's state. No other module of the page
// talks to the worker.

/** @typedef {"idle" | "loading" | "ready" | "failed" | "stopped"} State */
/** @typedef {{ path: string, message: string }} FieldError */
/** @typedef {{ ok: true, result: any } | { ok: false, errors: FieldError[], bug?: boolean, stopped?: boolean }} Response */
/** @typedef {(response: Response) => void} Resolve */

import { whenIdle } from "./idle.js";
import { scriptAddress } from "./trusted.js";

// A start downloads and compiles five megabytes. On a slow connection or machine that takes more than half a minute, and
// a restart would begin from zero, so tell the reader and keep waiting. Once started, an answer takes milliseconds.
const LATE = 30_000;
const START_TIMEOUT = 120_000;
const ANSWER_TIMEOUT = 30_000;
// A paper may first have to wait for what writes it, a fourth of a megabyte; and a long one is written for seconds.
const PAPER_TIMEOUT = 120_000;
const IDLE = 1000;

/** @type {{ connection?: { saveData?: boolean, effectiveType?: string }, deviceMemory?: number }} */
const device = /** @type {any} */ (navigator);

/** Whether to go easy on a slow connection or device: the engine then starts only when an example is used. */
export const sparing =
  device.connection?.saveData === true ||
  /2g|3g/.test(device.connection?.effectiveType ?? "") ||
  (device.deviceMemory ?? Infinity) < 2;

/** What to tell the reader, by the worker's cause. @type {Record<string, string>} */
const CAUSES = {
  absent: "WebAssembly is turned off in this browser. The calculator needs it.",
  file: "A file that the calculator needs could not be loaded:",
  hash: "A file that the calculator needs could not be loaded, or did not match its hash and was rejected:",
  wasm: "The browser refused to run the calculator's WebAssembly file:",
  memory: "The device does not have enough free memory for the calculator:",
  start: "The calculator could not start:",
  slow: "The calculator did not start within two minutes.",
};

/** @returns {Response} */
const lost = () => ({ ok: false, errors: [{ path: "", message: "The calculator is not running." }], stopped: true });

/** @type {State} */
let state = "idle";
let failure = "";
let late = false;
let lastId = 0;
/** @type {Worker | undefined} */
let worker;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let startTimer;
/** @type {Map<number, { resolve: Resolve, timer: ReturnType<typeof setTimeout> }>} */
const pending = new Map();
/** @type {Set<() => void>} */
const listeners = new Set();

document.documentElement.dataset.engine = state;

/** @param {State} next */
function become(next) {
  state = next;
  document.documentElement.dataset.engine = next;
  for (const listener of listeners) listener();
}

/** The engine's state. */
export const engineState = () => state;

/** Whether the start has taken so long that the reader should be told. */
export const engineIsLate = () => late;

/** Why the engine failed, as a sentence; empty if it has not. */
export const engineFailure = () => failure;

/**
 * Call a listener after every change of state.
 * @param {() => void} listener
 * @returns {() => void} removes the listener
 */
export function onEngineState(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Start the engine if it is idle. */
export function startEngine() {
  if (state !== "idle") return;
  performance.mark("engine-start");
  late = false;
  become("loading");
  if (typeof WebAssembly !== "object") return fail("absent");
  startTimer = setTimeout(() => {
    late = true;
    become("loading");
    startTimer = setTimeout(() => fail("slow"), START_TIMEOUT - LATE);
  }, LATE);
  worker = new Worker(scriptAddress("restitution/worker.js"), { type: "module" });
  worker.onmessage = (/** @type {MessageEvent<import("./worker.js").Message>} */ { data }) => receive(data);
  worker.onerror = (event) => {
    event.preventDefault();
    // If worker.js or a module that it imports is missing, the event has no message.
    if (state === "loading" && !event.message) fail("file", "worker.js or a script that it imports");
    else fail("start", event.message || "the worker stopped");
  };
}

/** Start the engine once the page has been painted and the browser is idle. */
export function startEngineSoon() {
  if (sparing || state !== "idle") return;
  requestAnimationFrame(() => whenIdle(startEngine, { timeout: IDLE }));
}

/** Start again after a failure. */
export function restartEngine() {
  stop();
  failure = "";
  become("idle");
  startEngine();
}

/**
 * Stop for good, because the reader leaves: Python and all it was given are gone at once, and no listener is called.
 */
export function stopEngine() {
  stop();
  listeners.clear();
  become("stopped");
}

/** @param {import("./worker.js").Message} message */
function receive(message) {
  if (message.type === "failed") return fail(message.cause, message.detail);
  if (message.type === "ready") {
    clearTimeout(startTimer);
    performance.mark("engine-ready", { detail: { start: message.start, why: message.why } });
    return become("ready");
  }
  const waiting = pending.get(message.id);
  if (!waiting) return;
  pending.delete(message.id);
  clearTimeout(waiting.timer);
  waiting.resolve(JSON.parse(message.response));
}

/**
 * @param {string} cause
 * @param {string} [detail]
 */
function fail(cause, detail = "") {
  stop();
  failure = `${CAUSES[cause] ?? CAUSES.start}${detail ? ` ${detail}.` : ""}`;
  become("failed");
}

function stop() {
  clearTimeout(startTimer);
  worker?.terminate();
  worker = undefined;
  for (const { resolve, timer } of pending.values()) {
    clearTimeout(timer);
    resolve(lost());
  }
  pending.clear();
}

/**
 * Ask the engine, which must be ready. A request that times out restarts it.
 * @param {object} request
 * @param {"same" | "new" | "paper"} [desk] for a request about the case on the desk: the case that the engine keeps, a
 *   new one, or a paper of the one that it keeps
 * @returns {Promise<Response>}
 */
export function callEngine(request, desk) {
  const id = ++lastId;
  return new Promise((resolve) => {
    if (!worker || state !== "ready") return resolve(lost());
    const timer = setTimeout(restartEngine, desk === "paper" ? PAPER_TIMEOUT : ANSWER_TIMEOUT);
    pending.set(id, { resolve, timer });
    /** @type {import("./worker.js").Call} */
    const call = { type: "call", id, request: JSON.stringify({ id, ...request }), desk };
    worker.postMessage(call);
  });
}
