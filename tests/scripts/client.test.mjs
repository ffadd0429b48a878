// The engine's client: states, timeouts, and which answer belongs to which question.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { becomeIdle, browser, FakeWorker } from "./page.mjs";

const MINUTE = 60_000;
const QUESTION = { method: "estimate", params: {}, format: "json" };
const LOST = { ok: false, errors: [{ path: "", message: "The calculator is not running." }], stopped: true };

let copies = 0;

/** A new copy of the client, whose state is in the module. */
async function client(device = {}) {
  browser(device);
  copies += 1;
  return import(`../../site/assets/restitution/client.js?copy=${copies}`);
}

/** A client whose engine is ready. */
async function readyClient() {
  const found = await client();
  found.startEngine();
  FakeWorker.last.ready();
  return found;
}

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

test("the engine goes from idle through loading to ready, and is started once", async () => {
  const { startEngine, engineState, onEngineState } = await client();
  const states = [];
  onEngineState(() => states.push(engineState()));
  assert.equal(engineState(), "idle");
  startEngine();
  startEngine();
  FakeWorker.last.ready();
  assert.deepEqual(states, ["loading", "ready"]);
  assert.equal(document.documentElement.dataset.engine, "ready");
  assert.equal(FakeWorker.started.length, 1);
});

test("each answer goes to its own question, in any order", async () => {
  const { callEngine } = await readyClient();
  const [first, second] = [callEngine(QUESTION), callEngine({ ...QUESTION, method: "losses" })];
  const [{ id: one }, { id: two, request }] = FakeWorker.last.questions;
  assert.equal(request.method, "losses");
  assert.equal(request.id, two);
  FakeWorker.last.answer(two, { ok: true, result: "second" });
  FakeWorker.last.answer(one, { ok: true, result: "first" });
  assert.deepEqual(await first, { ok: true, result: "first" });
  assert.deepEqual(await second, { ok: true, result: "second" });
});

test("an engine that is not ready is asked nothing", async () => {
  const { callEngine, startEngine } = await client();
  assert.deepEqual(await callEngine(QUESTION), LOST);
  startEngine();
  assert.deepEqual(await callEngine(QUESTION), LOST);
  assert.deepEqual(FakeWorker.last.questions, []);
});

test("a question without an answer for half a minute restarts the engine", async () => {
  const { callEngine, engineState } = await readyClient();
  const hung = FakeWorker.last;
  const asked = callEngine(QUESTION);
  mock.timers.tick(MINUTE / 2 - 1);
  assert.equal(engineState(), "ready");
  mock.timers.tick(1);
  assert.deepEqual(await asked, LOST);
  assert.ok(hung.terminated);
  assert.notEqual(FakeWorker.last, hung);
  assert.equal(engineState(), "loading");
});

test("an answer in time leaves the engine running", async () => {
  const { callEngine, engineState } = await readyClient();
  const asked = callEngine(QUESTION);
  FakeWorker.last.answer(FakeWorker.last.questions[0].id, { ok: true, result: 1 });
  await asked;
  mock.timers.tick(MINUTE);
  assert.equal(engineState(), "ready");
});

test("a slow start is late after half a minute and has failed after two", async () => {
  const { startEngine, engineState, engineIsLate, engineFailure } = await client();
  startEngine();
  mock.timers.tick(MINUTE / 2 - 1);
  assert.ok(!engineIsLate());
  mock.timers.tick(1);
  assert.ok(engineIsLate());
  assert.equal(engineState(), "loading");
  mock.timers.tick(1.5 * MINUTE);
  assert.equal(engineState(), "failed");
  assert.match(engineFailure(), /within two minutes/);
  assert.ok(FakeWorker.last.terminated);
});

test("a late start does not time out afterwards", async () => {
  const { startEngine, engineState } = await client();
  startEngine();
  mock.timers.tick(MINUTE);
  FakeWorker.last.ready();
  mock.timers.tick(2 * MINUTE);
  assert.equal(engineState(), "ready");
});

test("a failure says what failed, and a restart clears it", async () => {
  const { startEngine, restartEngine, engineState, engineFailure } = await client();
  startEngine();
  FakeWorker.last.say({ type: "failed", cause: "hash", detail: "pyodide.asm.wasm" });
  assert.equal(engineState(), "failed");
  assert.match(engineFailure(), /did not match its hash.* pyodide\.asm\.wasm\.$/);
  restartEngine();
  assert.equal(engineState(), "loading");
  assert.equal(engineFailure(), "");
});

test("a missing script of the worker is told apart from one that throws", async () => {
  const event = (message) => ({ message, preventDefault() {} });
  const { startEngine, restartEngine, engineFailure } = await client();
  startEngine();
  FakeWorker.last.onerror(event(""));
  assert.match(engineFailure(), /could not be loaded: worker\.js/);
  restartEngine();
  FakeWorker.last.onerror(event("no such function"));
  assert.match(engineFailure(), /could not start: no such function\.$/);
});

test("without WebAssembly no worker is started", async () => {
  const { startEngine, engineFailure } = await client();
  const { WebAssembly: kept } = globalThis;
  globalThis.WebAssembly = undefined;
  startEngine();
  globalThis.WebAssembly = kept;
  assert.match(engineFailure(), /WebAssembly is turned off/);
  assert.deepEqual(FakeWorker.started, []);
});

test("on leaving, pending questions resolve, the worker stops and no listener is called", async () => {
  const { callEngine, stopEngine, startEngine, onEngineState, engineState } = await readyClient();
  onEngineState(() => assert.fail("a listener was told"));
  const asked = callEngine(QUESTION);
  stopEngine();
  assert.deepEqual(await asked, LOST);
  assert.ok(FakeWorker.last.terminated);
  startEngine();
  assert.equal(engineState(), "stopped");
  assert.equal(FakeWorker.started.length, 1);
});

for (const [says, device, sparing] of [
  ["a reader who saves data", { connection: { saveData: true } }, true],
  ["a slow line", { connection: { effectiveType: "slow-2g" } }, true],
  ["a device with little memory", { deviceMemory: 1 }, true],
  ["a fast line", { connection: { effectiveType: "4g" }, deviceMemory: 8 }, false],
  ["a browser that tells nothing", {}, false],
]) {
  test(`${says} is ${sparing ? "" : "not "}spared an early start`, async () => {
    const { startEngineSoon } = await client(device);
    startEngineSoon();
    becomeIdle();
    assert.equal(FakeWorker.started.length, sparing ? 0 : 1);
  });
}
