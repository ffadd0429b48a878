// Prefetched answers.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { becomeIdle, browser, FakeWorker } from "./page.mjs";

browser();
const { startEngine, restartEngine } = await import("../../site/assets/restitution/client.js");
const { ask, foresee } = await import("../../site/assets/restitution/foresight.js");

startEngine();

/** @param {string} text */
const question = (text) => ({ method: "example", params: { text }, format: "html" });

const questions = () => FakeWorker.last.questions.map(({ request }) => request.params.text);

/** Set the likely questions, and let the browser become idle. */
function likely(...texts) {
  foresee(() => texts.map(question));
  becomeIdle();
}

/** Answer the newest question, with its own text by default. */
async function answer(response) {
  const { id, request } = FakeWorker.last.questions.at(-1);
  FakeWorker.last.answer(id, response ?? { ok: true, result: request.params.text });
  await new Promise(setImmediate);
}

beforeEach(async () => {
  likely();
  restartEngine();
  FakeWorker.last.ready();
  await new Promise(setImmediate);
});

test("likely questions are asked one at a time, the most likely first, and then answered without asking", async () => {
  likely("a", "b");
  assert.deepEqual(questions(), ["a"]);
  await answer();
  assert.deepEqual(questions(), ["a", "b"]);
  await answer();
  assert.deepEqual(await ask(question("b")), { ok: true, result: "b" });
  assert.deepEqual(await ask(question("a")), { ok: true, result: "a" });
  assert.deepEqual(questions(), ["a", "b"]);
});

test("a question that is being prefetched is not asked twice", async () => {
  likely("a");
  const asked = ask(question("a"));
  await answer();
  assert.deepEqual(await asked, { ok: true, result: "a" });
  assert.deepEqual(questions(), ["a"]);
});

test("an unforeseen question waits for the one that is running, and goes before the others", async () => {
  likely("a", "b");
  const asked = ask(question("c"));
  await answer();
  assert.deepEqual(questions(), ["a", "c"]);
  await answer();
  assert.deepEqual(await asked, { ok: true, result: "c" });
});

test("an answer that is no longer likely is dropped, the others are kept", async () => {
  likely("a", "b");
  await answer();
  await answer();
  likely("b", "c");
  assert.deepEqual(questions(), ["a", "b", "c"]);
  await answer();
  likely("a");
  assert.deepEqual(questions(), ["a", "b", "c", "a"]);
  await answer();
});

test("an answer that failed is not kept", async () => {
  likely("a");
  await answer({ ok: false, errors: [] });
  const asked = ask(question("a"));
  await new Promise(setImmediate);
  assert.deepEqual(questions(), ["a", "a"]);
  await answer();
  assert.deepEqual(await asked, { ok: true, result: "a" });
});
