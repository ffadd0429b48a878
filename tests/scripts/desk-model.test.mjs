// What an edit does to the page's copy of the case, and how a reply brings it up to date.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  applied,
  brought,
  difference,
  EMPTY,
  isKnown,
  kindOfTable,
  rowsOf,
} from "../../site/assets/restitution/desk-model.js";

const COLUMNS = { losses: ["victim", "label", "amount"], ledger: ["date", "amount"] };
const columnsOf = (table) => COLUMNS[kindOfTable(table)];
const start = { fields: new Map(), tables: new Map([["losses", [..."abcd"].map((code) => [code, "", "1"])]]) };
const after = (...edits) => edits.reduce((model, edit) => applied(model, edit, columnsOf), start);
const codes = (model, table = "losses") => rowsOf(model, table).map(([code]) => code);

test("a field keeps what was typed, and the model before stays as it was", () => {
  const text = "=1+1 <b>‮";
  assert.equal(applied(EMPTY, { op: "set", field: "title", text }, columnsOf).fields.get("title"), text);
  assert.equal(EMPTY.fields.size, 0);
});

test("a cell beyond the last row appends one", () => {
  const model = after({ op: "cell", table: "ledger/A", row: 0, column: "amount", text: "5" });
  assert.deepEqual(rowsOf(model, "ledger/A"), [["", "5"]]);
});

for (const [says, edit, found] of [
  ["added", { op: "add", at: 1, count: 2 }, ["a", "", "", "b", "c", "d"]],
  ["removed", { op: "remove", at: 1, count: 2 }, ["a", "d"]],
  ["moved down", { op: "move", at: 0, count: 1, to: 2 }, ["b", "c", "a", "d"]],
  ["moved up", { op: "move", at: 2, count: 2, to: 0 }, ["c", "d", "a", "b"]],
  ["cleared", { op: "clear", row: 1, column: "victim", rows: 2, columns: 1 }, ["a", "", "", "d"]],
  ["cleared beyond the end", { op: "clear", row: 3, column: "victim", rows: 9, columns: 9 }, ["a", "b", "c", ""]],
]) {
  test(`rows are ${says}`, () => assert.deepEqual(codes(after({ table: "losses", ...edit })), found));
}

test("a block fills cells, appends rows, and ends at the last column", () => {
  const cells = [
    ["x", "7", "lost"],
    ["y", "8", "lost"],
  ];
  const rows = rowsOf(after({ op: "fill", table: "losses", row: 3, column: "label", cells }), "losses");
  assert.deepEqual(rows.slice(3), [
    ["d", "x", "7"],
    ["", "y", "8"],
  ]);
});

test("a block may name its columns, and leave some out", () => {
  const edit = { op: "fill", table: "losses", row: 0, column: "victim", columns: ["amount", "", "victim"] };
  const rows = rowsOf(after({ ...edit, cells: [["9", "gone", "z"]] }), "losses");
  assert.deepEqual(rows[0], ["z", "", "9"]);
});

test("what only the engine knows changes nothing here", () => {
  assert.equal(applied(start, { op: "undo" }, columnsOf), start);
  assert.ok(!isKnown({ op: "open" }) && isKnown({ op: "cell" }));
});

test("a reply splices tables, drops those that are gone, and sets fields", () => {
  const model = brought(start, {
    fields: { title: "T" },
    tables: {
      losses: [{ at: 1, remove: 2, rows: [["z", "", ""]] }],
      "ledger/B": [{ at: 0, remove: 0, rows: [["1", "2"]] }],
    },
  });
  assert.deepEqual(codes(model), ["a", "z", "d"]);
  assert.deepEqual(codes(model, "ledger/B"), ["1"]);
  assert.equal(model.fields.get("title"), "T");
  assert.ok(!brought(model, { tables: { "ledger/B": null } }).tables.has("ledger/B"));
});

test("the difference of two lists of rows is one splice, and none if they say the same", () => {
  const rows = [..."abcde"].map((code) => [code]);
  const changed = [["a"], ["x"], ["y"], ["z"], ["d"], ["e"]];
  assert.deepEqual(difference(rows, changed), { at: 1, remove: 2, rows: [["x"], ["y"], ["z"]] });
  assert.equal(
    difference(
      rows,
      [..."abcde"].map((code) => [code]),
    ),
    undefined,
  );
  assert.deepEqual(difference([], [["a"]]), { at: 0, remove: 0, rows: [["a"]] });
  assert.deepEqual(difference([["a"], ["a"]], [["a"]]), { at: 1, remove: 1, rows: [] });
});
