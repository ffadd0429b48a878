// A session with the engine: what is sent when, what is kept after a crash, and what of it the page shows.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { browser, FakeWorker } from "./page.mjs";

browser();
const { Session } = await import("../../site/assets/restitution/desk-session.js");
const { engineState, restartEngine, startEngine } = await import("../../site/assets/restitution/client.js");
const { rowsOf } = await import("../../site/assets/restitution/desk-model.js");

const COLUMNS = { losses: ["label", "amount"] };
const TITLE = (text) => ({ op: "set", field: "title", text });
const CELL = (row, text) => ({ op: "cell", table: "losses", row, column: "label", text });
const UNDO = { op: "undo" };

const soon = () => new Promise((resolve) => setImmediate(resolve));

/** A session, and what its listener was told. */
function begun() {
  const told = [];
  const listener = {
    replied: (reply, edits) => told.push(["replied", reply.announce, edits.map(({ op }) => op)]),
    refused: (message) => told.push(["refused", message]),
    waiting: () => told.push(["waiting"]),
  };
  const look = { view: "orders", ledger: "A", order: "" };
  const session = new Session({ base: "../", look, columnsOf: (table) => COLUMNS[table], listener });
  sessions.push(session);
  return { session, told };
}

/** The request that waits for its answer. */
const waiting = () => FakeWorker.last.questions.at(-1);

async function answer(reply = {}, question = waiting()) {
  FakeWorker.last.answer(question.id, { id: question.id, ok: true, ...reply });
  await soon();
}

/** A session whose engine is ready and has told how the case begins. */
async function ready() {
  const found = begun();
  startEngine();
  FakeWorker.last.ready();
  await answer({ tables: { losses: [{ at: 0, remove: 0, rows: [["first", "1"]] }] } });
  return found;
}

let sessions = [];
beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  browser();
  restartEngine();
});
afterEach(() => {
  for (const session of sessions) session.end();
  sessions = [];
  mock.timers.reset();
});

test("what is typed before the engine is ready is kept, shown and sent in one request", async () => {
  const { session, told } = begun();
  for (const text of ["A", "Ab"]) session.edit(TITLE(text));
  session.edit(CELL(0, "care"));
  assert.equal(session.model.fields.get("title"), "Ab");
  assert.deepEqual(told[0], ["waiting"]);
  FakeWorker.last.ready();
  const { request, desk } = waiting();
  assert.equal(desk, "new");
  assert.deepEqual(request.edits, [TITLE("Ab"), CELL(0, "care")]);
  await answer({ tables: { losses: [{ at: 0, remove: 0, rows: [["care", ""]] }] }, fields: { title: "Ab" } });
  assert.deepEqual(rowsOf(session.model, "losses"), [["care", ""]]);
  assert.equal(FakeWorker.last.questions.length, 1);
});

test("one request at a time; what is typed meanwhile goes with the next and stays on the page", async () => {
  const { session } = await ready();
  session.edit(CELL(0, "a"));
  session.edit(CELL(0, "ab"));
  session.edit(CELL(1, "new"));
  const [, first] = FakeWorker.last.questions;
  assert.equal(FakeWorker.last.questions.length, 2);
  assert.equal(first.desk, "same");
  await answer({ tables: { losses: [{ at: 0, remove: 1, rows: [["A", "1"]] }] } }, first);
  assert.deepEqual(rowsOf(session.model, "losses"), [
    ["ab", "1"],
    ["new", ""],
  ]);
  assert.deepEqual(waiting().request.edits, [CELL(0, "ab"), CELL(1, "new")]);
  await answer();
  assert.deepEqual(rowsOf(session.model, "losses"), [
    ["ab", "1"],
    ["new", ""],
  ]);
  assert.ok(!session.isBehind);
});

test("an edit whose effect only the engine knows is sent alone, and questions come last", async () => {
  const { session } = await ready();
  session.edit(TITLE("a"));
  session.edit(TITLE("b"));
  session.edit(UNDO);
  session.edit(CELL(0, "c"));
  const asked = session.ask({ ask: "csv" });
  for (const ops of [["set"], ["set"], ["undo"]]) {
    assert.deepEqual(
      waiting().request.edits.map(({ op }) => op),
      ops,
    );
    assert.deepEqual(waiting().request.asks, []);
    await answer();
  }
  assert.deepEqual(waiting().request.edits, [CELL(0, "c")]);
  assert.deepEqual(waiting().request.asks, [{ ask: "csv" }]);
  await answer({ answers: ["text"] });
  assert.equal(await asked, "text");
});

test("after a crash a new engine is told everything again, and then the change that was not answered", async () => {
  const { session, told } = await ready();
  session.edit(TITLE("kept"));
  await answer();
  session.edit(CELL(0, "typed"));
  const crashed = FakeWorker.last;
  crashed.onerror({ message: "out of memory", preventDefault() {} });
  await soon();
  assert.notEqual(FakeWorker.last, crashed);
  FakeWorker.last.ready();
  assert.deepEqual(waiting().request.edits, [TITLE("kept")]);
  assert.equal(waiting().desk, "new");
  await answer({ fields: { title: "kept" }, tables: { losses: [{ at: 0, remove: 0, rows: [["first", "1"]] }] } });
  assert.deepEqual(waiting().request.edits, [CELL(0, "typed")]);
  assert.deepEqual(rowsOf(session.model, "losses"), [["typed", "1"]]);
  await answer({ announce: "done" });
  assert.deepEqual(told.at(-1), ["replied", "done", ["cell"]]);
});

test("a change that stops the engine twice is taken back, and the rest is there", async () => {
  const { session, told } = await ready();
  const crash = async () => {
    FakeWorker.last.onerror({ message: "stopped", preventDefault() {} });
    await soon();
    FakeWorker.last.ready();
    assert.deepEqual(waiting().request.edits, [TITLE("kept")]);
    await answer({ fields: { title: "kept" }, tables: { losses: [{ at: 0, remove: 0, rows: [["first", "1"]] }] } });
  };
  session.edit(TITLE("kept"));
  await answer();
  session.edit(CELL(0, "poison"));
  await crash();
  session.edit(TITLE("typed meanwhile"));
  assert.deepEqual(waiting().request.edits, [CELL(0, "poison")]);
  await crash();
  assert.match(told.find(([kind]) => kind === "refused")[1], /taken back/);
  assert.deepEqual(waiting().request.edits, [TITLE("typed meanwhile")]);
  await answer();
  assert.deepEqual(rowsOf(session.model, "losses"), [["first", "1"]]);
});

test("an engine that stops at every start is not started forever", async () => {
  const { session } = await ready();
  session.edit(TITLE("kept"));
  await answer();
  for (let round = 0; round < 10 && engineState() !== "failed"; round += 1) {
    FakeWorker.last.onerror({ message: "stopped", preventDefault() {} });
    await soon();
    if (engineState() === "loading") FakeWorker.last.ready();
  }
  assert.equal(engineState(), "failed");
  restartEngine();
  FakeWorker.last.ready();
  assert.deepEqual(waiting().request.edits, [TITLE("kept")]);
});

test("an edit that is refused is told to whoever tried it, and is not told to a new engine", async () => {
  const { session, told } = await ready();
  const opening = { op: "open", name: "x.bin", base64: "AA==" };
  const why = session.tried(opening);
  session.edit(opening);
  await answer({ refused: [{ index: 0, errors: [{ path: "", message: "This is no case." }] }] });
  assert.equal(await why, "This is no case.");
  session.edit(UNDO);
  await answer({ refused: [{ index: 0, errors: [{ path: "", message: "Nothing to undo." }] }] });
  assert.deepEqual(told.at(-1), ["refused", "Nothing to undo."]);
  session.edit(TITLE("kept"));
  await answer();
  FakeWorker.last.onerror({ message: "stopped", preventDefault() {} });
  await soon();
  FakeWorker.last.ready();
  assert.deepEqual(waiting().request.edits, [TITLE("kept")]);
});

test("an edit that is carried out is told so", async () => {
  const { session } = await ready();
  const reading = { op: "read", table: "losses", text: "label" };
  const why = session.tried(reading);
  session.edit(reading);
  await answer();
  assert.equal(await why, "");
});

test("if the calculator itself fails, the page shows again what the engine has", async () => {
  const { session, told } = await ready();
  session.edit(CELL(0, "odd"));
  const { id } = waiting();
  FakeWorker.last.answer(id, { id, ok: false, errors: [{ path: "", message: "It failed." }], bug: true });
  await soon();
  assert.deepEqual(told.at(-1), ["refused", "It failed."]);
  assert.equal(waiting().desk, "new");
  await answer({ tables: { losses: [{ at: 0, remove: 0, rows: [["first", "1"]] }] } });
  assert.deepEqual(rowsOf(session.model, "losses"), [["first", "1"]]);
});

test("wiping forgets everything, stops the engine, and takes no late answer", async () => {
  const { session } = await ready();
  session.lookAt({ ledger: "secret" });
  await answer();
  session.edit(TITLE("secret"));
  const opened = { op: "open", name: "secret.json", base64: "e30=" };
  const tried = session.tried(opened);
  session.edit(opened);
  const asked = session.ask({ ask: "save" });
  const old = FakeWorker.last;
  session.wipe();
  assert.ok(old.terminated);
  assert.deepEqual(await asked, { ok: false, message: "" });
  assert.equal(await tried, undefined);
  FakeWorker.last.ready();
  assert.deepEqual(waiting().request.edits, []);
  assert.equal(waiting().desk, "new");
  assert.ok(!JSON.stringify(waiting().request).includes("secret"));
});

test("looking at something else asks for it", async () => {
  const { session } = await ready();
  session.lookAt({ view: "ledger", ledger: "B" });
  assert.equal(waiting().request.view, "ledger");
  assert.equal(waiting().request.ledger, "B");
  await answer({ slots: { position: "" } });
  assert.equal(FakeWorker.last.questions.length, 2);
});
