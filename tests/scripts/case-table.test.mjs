// The table of a case without a page: its rows and their edits, its keys, and the clipboard's text and HTML.

import assert from "node:assert/strict";
import { test } from "node:test";

import { commandOf } from "../../site/assets/restitution/case-table-keys.js";
import {
  apply,
  blockOf,
  capital,
  cellsIn,
  choiceFrom,
  choicesOf,
  isOneCell,
  narrowed,
  notesAt,
  notesOf,
  rowAfter,
  rowMoved,
  shownText,
  summaryOf,
  wholeRow,
  widened,
  windowOf,
  withArticle,
} from "../../site/assets/restitution/case-table-model.js";
import { cellsOf, cellsOfHtml, textOf } from "../../site/assets/restitution/case-table-text.js";

const KINDS = [
  ["medical", "Medical care"],
  ["therapy", "Therapy"],
  ["lost-income", "Lost income"],
];
const COLUMNS = [
  { name: "victim", kind: "code", label: "Victim" },
  { name: "category", kind: "choice", label: "Kind", choices: KINDS },
  { name: "amount", kind: "money", label: "Amount" },
];
const ROWS = [
  ["A", "medical", "1"],
  ["B", "therapy", "2"],
  ["C", "", "3"],
];

/** The rows after an edit; those of the test stay. */
function after(edit) {
  const rows = structuredClone(ROWS);
  apply(rows, COLUMNS, { table: "losses", ...edit });
  return rows;
}

const letters = (rows) => rows.map(([victim]) => victim).join("");

for (const [name, edit, expected] of [
  ["rows are added empty", { op: "add", at: 1, count: 2 }, "ABC".replace("A", "A__")],
  ["rows are removed", { op: "remove", at: 0, count: 2 }, "C"],
  ["a row moves down", { op: "move", at: 0, count: 1, to: 2 }, "BCA"],
  ["rows move up", { op: "move", at: 1, count: 2, to: 0 }, "BCA"],
]) {
  test(name, () => assert.equal(letters(after(edit).map(([victim]) => [victim || "_"])), expected));
}

test("a cell of the line below the last makes a row", () => {
  assert.deepEqual(after({ op: "cell", row: 3, column: "amount", text: "4" })[3], ["", "", "4"]);
});

test("a block appends rows, and no columns", () => {
  const cells = [
    ["x", "9", "too much"],
    ["y", "8"],
  ];
  const rows = after({ op: "fill", row: 2, column: "category", cells });
  assert.deepEqual(rows.slice(2), [
    ["C", "x", "9"],
    ["", "y", "8"],
  ]);
});

test("clearing empties the cells that there are, and makes no row", () => {
  const rows = after({ op: "clear", row: 1, column: "category", rows: 5, columns: 2 });
  assert.deepEqual(rows, [ROWS[0], ["B", "", ""], ["C", "", ""]]);
});

test("a row has a text for each column, whatever came", () => {
  assert.deepEqual(wholeRow(["A"], COLUMNS), ["A", "", ""]);
  assert.deepEqual(wholeRow(["A", 5, null, "more"], COLUMNS), ["A", "5", ""]);
});

test("a splice that changes nothing is none, and of another only what changes is left", () => {
  assert.deepEqual(narrowed(ROWS, 0, 3, ROWS), { at: 3, remove: 0, made: [] });
  const [first, , last] = ROWS;
  assert.deepEqual(narrowed(ROWS, 0, 3, [first, ["X", "", ""], last]), { at: 1, remove: 1, made: [["X", "", ""]] });
  assert.deepEqual(narrowed(ROWS, 0, 3, [first, last]), { at: 1, remove: 1, made: [] });
  assert.deepEqual(narrowed(ROWS, 1, 1, [ROWS[1], ROWS[1]]), { at: 2, remove: 0, made: [ROWS[1]] });
});

test("a row keeps its place among the others", () => {
  assert.deepEqual(
    [0, 1, 2, 3].map((row) => rowAfter(row, 1, 0, 2)),
    [0, 3, 4, 5],
  );
  assert.deepEqual(
    [0, 1, 2, 3].map((row) => rowAfter(row, 1, 2, 0)),
    [0, 1, 1, 1],
  );
  for (const [at, count, to] of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
    [0, 2, 1],
  ]) {
    const rows = structuredClone(ROWS);
    apply(rows, COLUMNS, { op: "move", at, count, to });
    for (const row of [0, 1, 2])
      assert.deepEqual(rows[rowMoved(row, at, count, to)], ROWS[row], `${at} ${count} ${to}`);
  }
});

test("what is said of cells goes with their rows, and several words to one cell are all said", () => {
  const notes = notesOf([
    { row: 1, column: "amount", words: "One." },
    { row: 1, column: "amount", words: "Two." },
    { row: 2, column: null, words: "The row." },
  ]);
  assert.equal(notes.get(1).get("amount"), "One. Two.");
  const moved = notesAt(notes, (row) => (row === 1 ? null : row + 1));
  assert.deepEqual([...moved.keys()], [3]);
  assert.equal(moved.get(3).get(""), "The row.");
});

test("a selection is the block between its corners", () => {
  const block = blockOf({ anchor: { row: 2, column: 0 }, active: { row: 1, column: 1 } });
  assert.deepEqual(block, { top: 1, bottom: 2, left: 0, right: 1 });
  assert.ok(!isOneCell(block));
  assert.deepEqual(cellsIn(ROWS, [0, 2], { ...block, bottom: 9 }), [
    ["B", "2"],
    ["C", "3"],
  ]);
});

test("a block laid over shown columns leaves the hidden ones between as they are", () => {
  const cells = [
    ["X", "9", "too much"],
    ["Y", "8"],
  ];
  assert.deepEqual(widened(ROWS, [0, 2], { row: 2, column: 0 }, cells), [
    ["X", "", "9"],
    ["Y", "", "8"],
  ]);
  assert.deepEqual(widened(ROWS, [0, 2], { row: 0, column: 0 }, [["X", "9"]]), [["X", "medical", "9"]]);
  assert.deepEqual(widened(ROWS, [0, 2], { row: 0, column: 1 }, [["9", "no"]]), [["9"]]);
});

test("a choice has its words, what is none of them stays, and any text may stand elsewhere", () => {
  const [, category, amount] = COLUMNS;
  assert.equal(choicesOf(amount, "1"), null);
  assert.deepEqual(choicesOf(category, ""), [["", "Left open"], ...KINDS]);
  assert.deepEqual(choicesOf(category, "hers").at(-1), ["hers", "hers"]);
  assert.deepEqual(choicesOf({ kind: "flag" }, "true"), [
    ["", "Left open"],
    ["true", "Yes"],
    ["false", "No"],
  ]);
  assert.equal(shownText(category, "lost-income"), "Lost income");
  assert.equal(choiceFrom(choicesOf(category, ""), "", "m"), "medical");
  assert.equal(choiceFrom(choicesOf(category, "medical"), "medical", "M"), "medical");
  assert.equal(choiceFrom(choicesOf(category, ""), "", "z"), undefined);
  const losses = [
    ["medical", "Medical care"],
    ["therapy", "Physical or occupational therapy"],
    ["transport", "Transportation"],
    ["fees", "Attorneys' fees and other costs"],
    ["other", "Any other relevant loss"],
  ];
  for (const [typed, value] of [
    ["other", "other"],
    ["therapy", "therapy"],
    ["fees", "fees"],
    ["att", "fees"],
    ["occ", "therapy"],
    ["xyz", undefined],
  ]) {
    assert.equal(choiceFrom(losses, "medical", typed), value, typed);
  }
});

test("a long text is shown cut, and never within a character", () => {
  const [victim] = COLUMNS;
  assert.equal(shownText(victim, "x".repeat(10_000)).length, 301);
  assert.equal(shownText(victim, `${"x".repeat(299)}😀`.padEnd(400, "y")), `${"x".repeat(299)}…`);
  assert.deepEqual(summaryOf(["A", "", "y".repeat(99)], COLUMNS, [0, 1, 2]), ["A", `${"y".repeat(60)}…`]);
});

test("a window has the rows in sight and some more, and changes in steps", () => {
  assert.deepEqual(windowOf(0, 320, 32, 10_000), [0, 24]);
  assert.deepEqual(windowOf(64, 320, 32, 10_000), windowOf(90, 300, 32, 10_000));
  assert.deepEqual(windowOf(32_000, 320, 32, 10_000), [992, 1024]);
  assert.deepEqual(windowOf(0, 320, 32, 3), [0, 3]);
  assert.deepEqual(windowOf(99_999, 320, 32, 3), [2, 3]);
});

test("a noun has its article", () => {
  assert.deepEqual(["loss", "award", "adjustment", "user", "uncle"].map(withArticle), [
    "a loss",
    "an award",
    "an adjustment",
    "a user",
    "an uncle",
  ]);
  assert.equal(capital("earlier award"), "Earlier award");
});

/** A key as an event has it: `Control+Shift+Z`. */
function pressed(name, more = {}) {
  const parts = name.split("+");
  const held = (one) => parts.slice(0, -1).includes(one);
  return {
    key: parts.at(-1),
    keyCode: 0,
    ctrlKey: held("Control"),
    metaKey: held("Meta"),
    altKey: held("Alt"),
    shiftKey: held("Shift"),
    isComposing: false,
    ...more,
  };
}

for (const [name, mode, kind, expected] of [
  ["Shift+ArrowDown", "rest", "", { do: "move", down: 1, right: 0, extend: true }],
  ["Control+ArrowLeft", "rest", "", { do: "edge", down: 0, right: -1, extend: false }],
  ["Control+End", "rest", "", { do: "edge", down: 1, right: 1, extend: false }],
  ["Home", "rest", "", { do: "edge", down: 0, right: -1, extend: false }],
  ["PageUp", "rest", "", { do: "page", down: -1, extend: false }],
  ["Shift+Tab", "rest", "", { do: "tab", right: -1 }],
  ["F2", "rest", "", { do: "edit" }],
  ["Escape", "rest", "", { do: "release" }],
  ["Meta+z", "rest", "", { do: "undo" }],
  ["Control+Shift+Z", "rest", "", { do: "redo" }],
  ["Control+Enter", "rest", "", { do: "add" }],
  ["Control+Delete", "rest", "", { do: "remove" }],
  ["Alt+Shift+ArrowUp", "rest", "choice", { do: "shift", down: -1 }],
  ["Alt+ArrowDown", "rest", "choice", { do: "edit" }],
  ["m", "rest", "choice", { do: "choose", letter: "m" }],
  ["m", "rest", "", null],
  [" ", "rest", "flag", { do: "toggle" }],
  [" ", "rest", "choice", { do: "edit" }],
  [" ", "rest", "", null],
  ["Control+s", "rest", "choice", null],
  ["Control+c", "rest", "", null],
  ["Control+Alt+e", "rest", "", null],
  ["Enter", "edit", "", { do: "commit", down: 1, right: 0 }],
  ["Control+Enter", "over", "", { do: "commit", down: 0, right: 0 }],
  ["Alt+Enter", "edit", "", { do: "break" }],
  ["Alt+Enter", "select", "choice", null],
  ["ArrowUp", "over", "", { do: "commit", down: -1, right: 0 }],
  ["Shift+ArrowLeft", "over", "", null],
  ["ArrowLeft", "edit", "", null],
  ["ArrowDown", "select", "choice", null],
  ["F2", "over", "", { do: "edit" }],
  ["Control+z", "over", "", null],
]) {
  test(`${name} in a cell ${mode === "rest" ? "at rest" : `while ${mode}`}${kind && `, ${kind}`}`, () => {
    assert.deepEqual(commandOf(pressed(name), mode, kind), expected);
  });
}

test("keys that an input method takes are its own", () => {
  for (const mode of ["rest", "over", "edit"]) {
    assert.equal(commandOf(pressed("Enter", { isComposing: true }), mode, ""), null);
    assert.equal(commandOf(pressed("Enter", { keyCode: 229 }), mode, ""), null);
  }
});

test("a block is written as spreadsheets write it, and read back the same", () => {
  const block = [
    ['say "hi"', "two\nlines", "a\ttab"],
    ["", "plain", '"'],
    ["=1+1", " space ", "\u202eleft"],
  ];
  assert.equal(textOf([["a", 'b"c'], ["d\ne"]]), 'a\t"b""c"\r\n"d\ne"');
  assert.deepEqual(cellsOf(textOf(block)), block);
});

for (const [text, expected] of [
  ["a", [["a"]]],
  ["", [[""]]],
  ["a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]], // biome-ignore format: a table
  ["a\r\rb", [["a"], [""], ["b"]]], // biome-ignore format: a table
  ["a\t\n\t", [["a", ""], ["", ""]]], // biome-ignore format: a table
  ['""\tb', [["", "b"]]],
  ['"open\tb', [['"open', "b"]]],
  ['"a" b\tc', [['"a" b', "c"]]],
  ['5" pipe\t6', [['5" pipe', "6"]]],
]) {
  test(`the cells of ${JSON.stringify(text)}`, () => assert.deepEqual(cellsOf(text), expected));
}

test("the table of a spreadsheet comes with its line breaks and without its style", () => {
  const html =
    '<html><head><style><!-- td {mso-x:"<td>"} --></style></head><body><!--StartFragment--><table><col width=8>' +
    '<tr><td title="a>b" class=xl65>R&amp;D</td><td>\n  &nbsp;1,200.00 </td></tr>' +
    "<tr><td>a<br style='x'>b</td><td></td></tr></table><!--EndFragment--></body></html>";
  assert.deepEqual(cellsOfHtml(html), [
    ["R&D", "1,200.00"],
    ["a\nb", ""],
  ]);
});

test("the table of a letter comes with its paragraphs, and what stands around it does not", () => {
  const html =
    "<p>Before</p><TABLE><TR><TD><p class=MsoNormal>Caf&eacute;<o:p></o:p></p><p>&#8220;two&#x201d;</p></TD>" +
    "<TD><table><tr><td>in</td><td>ner</td></tr></table></TD></TR></TABLE><table><tr><td>second</td></tr></table>";
  assert.deepEqual(cellsOfHtml(html), [["Café\n“two”", "in ner"]]);
});

test("cells that span others leave these empty", () => {
  const html =
    "<table><tr><th colspan=2>Both</th><th rowspan='3'>Down</th></tr><tr><td>1</td><td>2</td></tr>" +
    "<tr><td>3</td></tr><tr><td colspan=999999999>wide</td></tr></table>";
  const cells = cellsOfHtml(html);
  assert.deepEqual(
    cells.map((row) => row.slice(0, 3)),
    [
      ["Both", "", "Down"],
      ["1", "2", ""],
      ["3", "", ""],
      ["wide", "", ""],
    ],
  );
  assert.equal(cells[0].length, 100);
});

test("markup that is none of a table is no table, and what is odd ends quickly", () => {
  for (const html of ["", "<p>a\tb</p>", "&lt;table>&lt;tr>", "<table></table>"]) assert.equal(cellsOfHtml(html), null);
  assert.deepEqual(cellsOfHtml("<table><tr><td>&bogus; &#0; a < b <script>alert(1)</script>"), [
    ["&bogus; &#0; a < b"],
  ]);
  const start = performance.now();
  for (const odd of ["<a ", '<a "', "<!--", "<style>", '"x\t', "&#"]) cellsOfHtml(`<table><td>${odd.repeat(50_000)}`);
  assert.ok(performance.now() - start < 5000);
});
