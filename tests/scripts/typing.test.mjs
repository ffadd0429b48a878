// What typing and stepping do to the values of an example.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  hasCommas,
  isOneDigit,
  isStepped,
  nextSteps,
  nextTexts,
  takeCommas,
  valueAfter,
} from "../../site/assets/restitution/typing.js";

/** A field with its cursor at `|`, or with what is between two of them selected. */
function field(text, inputMode = "decimal") {
  const [before, ...rest] = text.split("|");
  const selected = rest.length > 1 ? rest[0] : "";
  return {
    value: text.replaceAll("|", ""),
    inputMode,
    selectionStart: before.length,
    selectionEnd: before.length + selected.length,
    setSelectionRange(start, end) {
      this.selectionStart = start;
      this.selectionEnd = end;
    },
  };
}

/** An element with these attributes and no others. */
const element = (attributes) => ({ getAttribute: (name) => attributes[name] ?? null });

test("only an amount with its commas in the right places has commas", () => {
  for (const text of ["1,000", "12,345.", "12,345.67", "1,234,567"]) assert.ok(hasCommas(text), text);
  for (const text of ["", "1000", "1,00", "1000,000", "1,000,", ",000", "Doe, J."]) assert.ok(!hasCommas(text), text);
});

test("a digit or a deletion is one digit; a comma, a word and a paste are not", () => {
  assert.ok(isOneDigit({ data: "7", inputType: "insertText" }));
  assert.ok(isOneDigit({ data: null, inputType: "deleteContentBackward" }));
  assert.ok(!isOneDigit({ data: ",", inputType: "insertText" }));
  assert.ok(!isOneDigit({ data: "12", inputType: "insertText" }));
  assert.ok(!isOneDigit({ data: null, inputType: "insertFromPaste" }));
});

for (const [before, after] of [
  ["1,2345|", "12345|"],
  ["1,|000", "1|000"],
  ["|1,000", "|1000"],
  ["12,34|,567", "1234|567"],
]) {
  test(`without its commas ${before} is ${after}`, () => {
    const box = field(before);
    takeCommas(box);
    assert.deepEqual({ ...box, setSelectionRange: null }, { ...field(after), setSelectionRange: null });
  });
}

test("the next keystroke deletes the character before the cursor or types a digit there", () => {
  assert.deepEqual(nextTexts(field("13|6")), ["16", ...[..."0123456789"].map((digit) => `13${digit}6`)]);
});

test("with a selection, it replaces what is selected", () => {
  assert.deepEqual(nextTexts(field("1|3|6")), ["16", ...[..."0123456789"].map((digit) => `1${digit}6`)]);
});

test("at the start of a field, deleting changes nothing", () => {
  assert.equal(nextTexts(field("|136"))[0], "136");
});

test("the commas of an amount are gone after the next keystroke, a comma in words is not", () => {
  assert.deepEqual(nextTexts(field("1,000|")).slice(0, 2), ["100", "10000"]);
  assert.equal(nextTexts(field("a, b|"))[0], "a, ");
});

test("a field that takes no number, or shows no cursor, has no likely next text", () => {
  assert.deepEqual(nextTexts(field("136|", "")), []);
  assert.deepEqual(nextTexts({ ...field("136|"), selectionStart: null, selectionEnd: null }), []);
});

test("a field with arrow keys may be stepped up or down", () => {
  const number = element({ role: "spinbutton", name: "victim[0].losses" });
  assert.ok(isStepped(number));
  assert.deepEqual(nextSteps(number), [
    { op: "step", path: "victim[0].losses", by: 1 },
    { op: "step", path: "victim[0].losses", by: -1 },
  ]);
});

test("a button that steps may be pressed again; another control may not be stepped", () => {
  const button = element({ "data-op": "step", "data-path": "victim[0].losses", "data-by": "-1" });
  assert.ok(!isStepped(button));
  assert.deepEqual(nextSteps(button), [{ op: "step", path: "victim[0].losses", by: -1 }]);
  assert.deepEqual(nextSteps(element({})), []);
});

test("a control that the engine stepped shows the new number, another keeps its own", () => {
  const edits = [{ op: "step", path: "a", by: 1 }];
  const made = { a: "2", b: "5" };
  assert.equal(valueAfter("a", edits, made, { a: "1", b: "5" }, { a: "1", b: "5" }), "2");
  assert.equal(valueAfter("b", edits, made, { a: "1", b: "5" }, { a: "1", b: "5" }), undefined);
});

test("what was typed after the question stays", () => {
  assert.equal(valueAfter("a", [], { a: "1" }, { a: "12" }, { a: "1" }), "12");
  assert.equal(valueAfter("a", [], { a: "1" }, { a: "1" }, { a: "1" }), undefined);
});

test("a control that is gone from the answer is left alone", () => {
  const edits = [{ op: "step", path: "a", by: 1 }];
  assert.equal(valueAfter("a", edits, {}, { a: "1" }, { a: "1" }), undefined);
});

test("what is typed while the number is stepped is kept", () => {
  const step = [{ op: "step", path: "count", by: 1 }];
  assert.equal(valueAfter("count", step, { count: "51" }, { count: "5" }, { count: "50" }), "5");
  assert.equal(valueAfter("count", step, { count: "51" }, { count: "50" }, { count: "50" }), "51");
});
