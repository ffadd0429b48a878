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
 * @property {Record<string, string>} [reads] how dates and amounts were read, by column
 * @property {Problem[]} [problems]
 */
/** @typedef {{ columns: string[], header: boolean, how: string }} Chosen */
/** @typedef {{ new: string[][], same: number, conflict: { old: string[], new: string[], why: string }[], unreadable?: { row: string[], message: string }[] }} Merge */

const MOST_SHOWN = 20;
const TITLE = "desk-dialog-title";

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
  dialog.returnValue = "";
  const before = document.activeElement;
  dialog.showModal();
  dialog.querySelector("h2")?.focus();
  return new Promise((resolve) => {
    for (const [at, one] of buttons.entries()) one.addEventListener("click", () => dialog.close(at ? "" : "yes"));
    dialog.addEventListener(
      "close",
      () => {
        resolve(dialog.returnValue === "yes");
        dialog.replaceChildren();
        if (before instanceof HTMLElement && before.isConnected) before.focus();
      },
      { once: true },
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
  const reads = Object.entries(preview.reads ?? {}).filter(([, words]) => words);
  const body = [
    ...(why ? [made("p", { class: "we-error" }, why)] : []),
    made("p", {}, `${preview.cells.length} rows. Nothing is changed until you put them in.`),
    made("p", { class: "ds-check" }, header, made("label", { for: "desk-header" }, "First row is a header")),
    made("div", { class: "ds-scroll", role: "region", tabindex: "0", "aria-label": "The first rows" }, samples),
    made("p", { class: "ds-how" }, made("label", { for: "desk-how" }, "Where to"), how),
    ...(reads.length
      ? [
          made(
            "ul",
            { class: "ds-reads" },
            ...reads.map(([name, words]) => made("li", {}, `${labels[name] ?? name}: ${words}`)),
          ),
        ]
      : []),
    ...problemsOf(preview.problems ?? [], labels),
  ];
  if (!(await asked(dialog, "How this is read", body, "Put in"))) return undefined;
  const chosen = choices.map((choice) => choice.querySelector("select")?.value ?? "");
  return { columns: chosen, header: header.checked, how: how.value };
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

/**
 * @param {readonly Problem[]} problems
 * @param {Record<string, string>} labels
 */
function problemsOf(problems, labels) {
  if (!problems.length) return [];
  const items = problems.slice(0, MOST_SHOWN).map(({ row, column, message }) => {
    const where = [typeof row === "number" ? `Row ${row}` : "", column ? (labels[column] ?? column) : ""];
    return made("li", {}, `${where.filter(Boolean).join(", ")}: ${message}`);
  });
  if (problems.length > MOST_SHOWN) items.push(made("li", {}, `and ${problems.length - MOST_SHOWN} more`));
  return [made("p", { class: "ds-wrong" }, "To correct, here or after it is put in:"), made("ul", {}, ...items)];
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
