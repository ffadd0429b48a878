// What was put in, as a list and plain tables: on paper it stands after the answer, in place of the form.

import { made } from "./desk-dom.js";

/** @typedef {import("./desk-model.js").Row} Row */
/** @typedef {{ name: string, label: string, choices?: [string, string][] }} Column */
/** @typedef {{ title: string, columns: readonly Column[], rows: readonly Row[] }} Sheet */

/** A sheet of paper is too narrow for a table of more columns: its rows are then written out. */
const MOST_COLUMNS = 7;
/** A longer table of so few columns would take pages with little on them: its rows then stand one after the other. */
const FEW_COLUMNS = 3;
const MOST_ROWS = 12;
/** A text that is no longer stays on one line: an amount that is broken in two can be misread. */
const SHORT = 20;

/**
 * @param {readonly (readonly [string, string])[]} answers questions with what was typed
 * @param {readonly Sheet[]} sheets
 */
export function paperOf(answers, sheets) {
  const given = answers.filter(([, text]) => text);
  return made(
    "section",
    { class: "ds-paper" },
    made("h2", {}, "What was put in"),
    made("dl", {}, ...given.flatMap(([label, text]) => [made("dt", {}, label), made("dd", {}, made("bdi", {}, text))])),
    ...sheets.flatMap(tableOf),
  );
}

/**
 * The columns in which something stands, as a table or as a list.
 * @param {Sheet} sheet
 */
function tableOf({ title, columns, rows }) {
  const filled = rows.filter((row) => row.some(Boolean));
  const used = columns.map((column, at) => ({ column, at })).filter(({ at }) => filled.some((row) => row[at]));
  if (!used.length) return [];
  const words = (/** @type {Column} */ { choices = [] }, /** @type {string} */ text) =>
    choices.find(([value]) => value === text)?.[1] ?? text;
  const kept = (/** @type {string} */ text) =>
    made("bdi", text.length <= SHORT && !text.includes(" ") ? { class: "ds-kept-whole" } : {}, text);
  if (used.length <= FEW_COLUMNS && filled.length > MOST_ROWS) {
    const said = filled.flatMap((row, place) => {
      const texts = used.map(({ column, at }) => words(column, row[at] ?? "")).filter(Boolean);
      return [place ? "; " : "", ...texts.flatMap((text, at) => [at ? ", " : "", kept(text)])];
    });
    return [made("h3", {}, `${title}: ${filled.length}`), made("p", {}, ...said)];
  }
  if (used.length > MOST_COLUMNS) {
    const lines = filled.map((row) => {
      const parts = used.filter(({ at }) => row[at]);
      const said = parts.flatMap(({ column, at }, place) => [
        `${place ? "; " : ""}${column.label}: `,
        kept(words(column, row[at] ?? "")),
      ]);
      return made("li", {}, ...said);
    });
    return [made("h3", {}, title), made("ol", { class: "ds-lines" }, ...lines)];
  }
  return [
    made(
      "table",
      { class: "ds-table" },
      made("caption", {}, title),
      made("thead", {}, made("tr", {}, ...used.map(({ column }) => made("th", { scope: "col" }, column.label)))),
      made(
        "tbody",
        {},
        ...filled.map((row) =>
          made("tr", {}, ...used.map(({ column, at }) => made("td", {}, kept(words(column, row[at] ?? ""))))),
        ),
      ),
    ),
  ];
}
