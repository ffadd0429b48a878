// What a paste, or a second file, would change: shown before anything does. The reader chooses the columns.

import { button, made } from "./desk-dom.js";

/** @typedef {{ name: string, label: string }} Column */
/** @typedef {{ row?: number | null, column?: string | null, message: string }} Problem */
/**
 * How the engine would read a block.
 * @typedef {object} Preview
 * @property {string[][]} cells
 * @property {boolean} header whether the first row names the columns
 * @property {string[]} columns for each column of the block the one that it is read as, or empty
 * @property {boolean} certain
 * @property {string[][]} samples the first texts of each column
 * @property {string[]} left a sentence for each column that is left out
 * @property {string[]} missing names of columns that the table requires and the block lacks
 * @property {number[]} totals rows of the block that are totals of others, from 0
 * @property {Record<string, string>} [reads] how dates and amounts were read, by column
 * @property {Problem[]} [problems]
 * @property {number} [more] the number of further problems
 */
/** @typedef {{ columns: string[], header: boolean, how: string, leave: number[] }} Chosen `leave`: rows of the block that stay out */
/** @typedef {{ new: string[][], same: number, conflict: { old: string[], new: string[], why: string }[], unreadable?: { row: string[], message: string }[] }} Merge */

const MOST_SHOWN = 20;
const TITLE = "desk-dialog-title";
const OTHERWISE = "You chose other columns. What is wrong in them is said in the table once the rows are in.";

/** What to do with the rows that are there. */
export const BELOW = "append";
export const INSTEAD = "replace";
export const OVER = "over";

/**
 * Show a dialog until one of its buttons is pressed or Escape is.
 * @param {HTMLDialogElement} dialog
 * @param {string} title
 * @param {Node[]} body
 * @param {string} yes words of the button that goes on
 * @returns {Promise<boolean>}
 */
function asked(dialog, title, body, yes) {
  const buttons = [button("dialog-yes", yes), button("dialog-no", "Cancel")];
  dialog.replaceChildren(
    made("h2", { id: TITLE, tabindex: "-1" }, title),
    ...body,
    made("div", { class: "ds-press" }, ...buttons),
  );
  const before = document.activeElement;
  dialog.showModal();
  dialog.querySelector("h2")?.focus();
  return new Promise((resolve) => {
    const asking = new AbortController();
    // Not at the event of closing: that comes later, and may find the dialog open again with the next question.
    const settle = (/** @type {boolean} */ answer) => {
      asking.abort();
      dialog.close();
      dialog.replaceChildren();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      resolve(answer);
    };
    for (const [at, one] of buttons.entries()) one.addEventListener("click", () => settle(at === 0));
    const { signal } = asking;
    dialog.addEventListener(
      "cancel",
      (event) => {
        event.preventDefault();
        settle(false);
      },
      { signal },
    );
  });
}

/**
 * @param {string} caption
 * @param {string[]} heads
 * @param {readonly (readonly string[])[]} rows
 */
function table(caption, heads, rows) {
  const cell = (/** @type {string} */ text) => made("td", {}, made("bdi", {}, text));
  return made(
    "div",
    { class: "ds-scroll", role: "region", tabindex: "0", "aria-label": caption },
    made(
      "table",
      { class: "ds-table" },
      made("caption", {}, caption),
      made("thead", {}, made("tr", {}, ...heads.map((head) => made("th", { scope: "col" }, head)))),
      made("tbody", {}, ...rows.map((row) => made("tr", {}, ...row.map(cell)))),
    ),
  );
}

/**
 * Let the reader say what each pasted column is.
 * @param {HTMLDialogElement} dialog
 * @param {Preview} preview
 * @param {readonly Column[]} columns of the table
 * @param {{ why?: string, over?: boolean }} options `why`: what led here; `over`: the block was pasted onto rows
 * @returns {Promise<Chosen | undefined>}
 */
export async function askColumns(dialog, preview, columns, { why = "", over = false }) {
  const width = Math.max(0, ...preview.cells.slice(0, MOST_SHOWN).map((row) => row.length));
  const labels = Object.fromEntries(columns.map(({ name, label }) => [name, label]));
  const choices = Array.from({ length: width }, (_, at) => chooser(columns, preview.columns[at] ?? "", at));
  const header = made("input", { type: "checkbox", id: "desk-header", autocomplete: "off" });
  header.checked = preview.header;
  const how = made("select", { id: "desk-how", autocomplete: "off" });
  how.append(
    ...(over ? [new Option("Over the rows from there on", OVER)] : []),
    new Option("Below the rows that are there", BELOW),
    new Option("In place of all rows", INSTEAD),
  );
  const samples = made("table", { class: "ds-table" });
  const draw = () => {
    // The first texts as they came; without the row of heads, if that is what the first row is.
    const shown = preview.cells.slice(header.checked ? 1 : 0).slice(0, 3);
    samples.replaceChildren(
      made("caption", {}, "The first rows, and what each column is read as"),
      made("thead", {}, made("tr", {}, ...choices.map((choice) => made("th", { scope: "col" }, choice)))),
      made(
        "tbody",
        {},
        ...shown.map((row) =>
          made("tr", {}, ...choices.map((_, at) => made("td", {}, made("bdi", {}, row[at] ?? "")))),
        ),
      ),
    );
  };
  header.addEventListener("change", draw);
  draw();
  const totals = made("input", { type: "checkbox", id: "desk-totals", autocomplete: "off" });
  const said = made("div", {}, ...saidOf(preview, labels));
  for (const choice of choices) {
    // What was said of the columns as they were found is not true of others.
    choice.addEventListener("change", () => said.replaceChildren(made("p", {}, OTHERWISE)));
  }
  const body = [
    ...why
      .split("\n")
      .filter(Boolean)
      .map((line) => made("p", { class: "we-error" }, line)),
    made("p", {}, "Nothing is changed until you put the rows in."),
    made("p", { class: "ds-check" }, header, made("label", { for: "desk-header" }, "First row is a header")),
    made("div", { class: "ds-scroll", role: "region", tabindex: "0", "aria-label": "The first rows" }, samples),
    made("p", { class: "ds-how" }, made("label", { for: "desk-how" }, "Where to"), how),
    ...totalsOf(preview.totals, totals),
    said,
  ];
  if (!(await asked(dialog, "How this is read", body, "Put in"))) return undefined;
  const chosen = choices.map((choice) => choice.querySelector("select")?.value ?? "");
  const leave = totals.checked ? [] : preview.totals;
  return { columns: chosen, header: header.checked, how: how.value, leave };
}

/**
 * @param {readonly Column[]} columns
 * @param {string} chosen
 * @param {number} at
 */
function chooser(columns, chosen, at) {
  const select = made("select", { autocomplete: "off", "aria-label": `Column ${at + 1} is` });
  select.append(new Option("Leave out", ""), ...columns.map(({ name, label }) => new Option(label, name)));
  select.value = chosen;
  return made("span", {}, select);
}

/** The number of a row as spreadsheets count: the first one, also if it is a header, is 1. @param {number} row */
const numberOf = (row) => `${row + 1}`;

/**
 * Rows of totals stay out, unless the reader says otherwise.
 * @param {readonly number[]} rows
 * @param {HTMLInputElement} box
 */
function totalsOf(rows, box) {
  if (!rows.length) return [];
  const [one, last] = [rows.length === 1, numberOf(rows.at(-1) ?? 0)];
  const others = rows.slice(0, -1).map(numberOf).join(", ");
  const words = one
    ? `Row ${last} is a total and is left out.`
    : `Rows ${others} and ${last} are totals and are left out.`;
  const label = made(
    "label",
    { for: box.id },
    one ? "Put the total in all the same" : "Put the totals in all the same",
  );
  return [made("p", { class: "ds-totals" }, words), made("p", { class: "ds-check" }, box, label)];
}

/**
 * What the engine says of a block: columns left out and missing, how it was read, and what is wrong.
 * @param {Preview} preview
 * @param {Record<string, string>} labels
 */
function saidOf({ left, missing, reads = {}, problems = [], more = 0, totals }, labels) {
  const list = (/** @type {string[]} */ lines) =>
    made("ul", { class: "ds-reads" }, ...lines.map((line) => made("li", {}, line)));
  const read = Object.entries(reads).filter(([, words]) => words);
  // That a row is a total is said above.
  const wrong = problems.filter(({ row, column }) => column || !totals.includes(row ?? -1));
  const lines = wrong.map(({ row, column, message }) => {
    const where = [typeof row === "number" ? `Row ${numberOf(row)}` : "", column ? (labels[column] ?? column) : ""];
    return `${where.filter(Boolean).join(", ")}: ${message}`;
  });
  if (more) lines.push(`and ${more} more`);
  const said = [...left, ...read.map(([name, words]) => `${labels[name] ?? name}: ${words}`)];
  return [
    ...(missing.length
      ? [
          made("p", { class: "ds-wrong" }, "Needed, and not in these rows:"),
          list(missing.map((name) => labels[name] ?? name)),
        ]
      : []),
    ...(said.length ? [list(said)] : []),
    ...(lines.length ? [made("p", { class: "ds-wrong" }, "To correct, here or after it is put in:"), list(lines)] : []),
  ];
}

/**
 * Show what a second ledger has that is new, the same, or in conflict, and what of it to take.
 * @param {HTMLDialogElement} dialog
 * @param {Merge} merge
 * @param {readonly Column[]} columns
 * @returns {Promise<string[] | undefined>} of `new` and `conflict`, those to take
 */
export async function askMerge(dialog, merge, columns) {
  const heads = columns.map(({ label }) => label);
  const parts = [];
  const boxes = [];
  const { conflict, unreadable = [] } = merge;
  for (const [name, words, count] of /** @type {const} */ ([
    ["new", "Add the rows that are new", merge.new.length],
    ["conflict", "Take the file's rows where the two are in conflict", conflict.length],
  ])) {
    const box = made("input", { type: "checkbox", id: `desk-take-${name}`, value: name, autocomplete: "off" });
    box.checked = name === "new" && count > 0;
    box.disabled = !count;
    boxes.push(box);
    parts.push(made("p", { class: "ds-check" }, box, made("label", { for: box.id }, `${words} (${count})`)));
  }
  const same = `${merge.same} rows are the same in both, and stay as they are.`;
  const body = [made("p", {}, "Nothing is changed until you merge."), ...parts, made("p", {}, same)];
  if (merge.new.length) body.push(table(`New rows${short(merge.new)}`, heads, merge.new.slice(0, MOST_SHOWN)));
  if (conflict.length) {
    const rows = conflict.slice(0, MOST_SHOWN).flatMap((one) => [
      ["here", ...one.old, one.why],
      ["in the file", ...one.new, ""],
    ]);
    body.push(table(`Rows in conflict${short(conflict)}`, ["", ...heads, "Why"], rows));
  }
  if (unreadable.length) {
    const rows = unreadable.slice(0, MOST_SHOWN).map(({ row, message }) => [...row, message]);
    body.push(table(`Rows that cannot be read${short(unreadable)}`, [...heads, "Why"], rows));
  }
  if (!(await asked(dialog, "What the file would change", body, "Merge"))) return undefined;
  return boxes.filter(({ checked }) => checked).map(({ value }) => value);
}

/** @param {readonly unknown[]} rows */
const short = (rows) => (rows.length > MOST_SHOWN ? `, the first ${MOST_SHOWN} of ${rows.length}` : "");
