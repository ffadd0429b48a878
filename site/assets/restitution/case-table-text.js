// Cells as the clipboard holds them: tab-separated text as spreadsheets write it, and the HTML of their tables and of a
// word processor's. Pure functions. The HTML is another program's: it is read letter by letter here and never parsed
// into elements, so nothing in it can act.

/** @typedef {string[][]} Cells */

/** A span that says more is a mistake or a trap. */
const WIDEST = 100;

const LATIN =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro " +
  "para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil " +
  "Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave " +
  "Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml " +
  "igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute " +
  "thorn yuml";

/** @type {Map<string, string>} */
const NAMED = new Map([
  ...LATIN.split(" ").map((name, at) => /** @type {[string, string]} */ ([name, String.fromCharCode(160 + at)])),
  ...Object.entries({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", ndash: "–", mdash: "—", hellip: "…" }),
  ...Object.entries({ lsquo: "‘", rsquo: "’", ldquo: "“", rdquo: "”", sbquo: "‚", bdquo: "„", bull: "•", minus: "−" }),
  ...Object.entries({ euro: "€", trade: "™", ensp: " ", emsp: " ", thinsp: " ", lrm: "\u200e", rlm: "\u200f" }),
]);

// A tag with its name and the rest of it, in which a quoted `>` ends nothing; or what is no text at all. The limits keep
// the time in proportion to the length, whatever somebody has put on the clipboard.
const MARKUP =
  /<!--[\s\S]*?(?:-->|$)|<(style|script|title|xml)\b[\s\S]*?(?:<\/\1\s*>|$)|<!\[[^>]*>|<(\/?)([a-z][a-z0-9:]*)((?:"[^"]{0,5000}"|'[^']{0,5000}'|[^'"<>]){0,500})>|<[!?][^>]*>/gi;
const BREAKS = new Set(["p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"]);

/**
 * A block of cells as a spreadsheet puts it on the clipboard: quoted only where a cell holds a tab, a line break or a
 * quotation mark.
 * @param {Cells} cells
 */
export const textOf = (cells) => cells.map((row) => row.map(quoted).join("\t")).join("\r\n");

/** @param {string} text */
const quoted = (text) => (/["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * The cells of a tab-separated text.
 * @param {string} text
 * @returns {Cells}
 */
export function cellsOf(text) {
  /** @type {Cells} */
  const rows = [];
  /** @type {string[]} */
  let row = [];
  let at = 0;
  while (at <= text.length) {
    const [cell, end] = cellAt(text, at);
    row.push(cell);
    if (text[end] !== "\t") {
      rows.push(row);
      row = [];
    }
    at = end + (text[end] === "\r" && text[end + 1] === "\n" ? 2 : 1);
    // The last line has its end, too, and is then not followed by an empty one.
    if (at === text.length && text[end] !== "\t") break;
  }
  return rows;
}

/**
 * The cell that begins at a place, and where it ends. A quotation mark that is not closed before the next tab or line is
 * part of the text.
 * @param {string} text
 * @param {number} at
 * @returns {[string, number]}
 */
function cellAt(text, at) {
  if (text[at] === '"') {
    let close = at;
    do close = text.indexOf('"', close + 2 - Number(close === at));
    while (close !== -1 && text[close + 1] === '"');
    if (close !== -1 && (close + 1 === text.length || /[\t\r\n]/.test(text[close + 1] ?? "")))
      return [text.slice(at + 1, close).replaceAll('""', '"'), close + 1];
  }
  const rest = /[\t\r\n]/g;
  rest.lastIndex = at;
  const end = rest.exec(text)?.index ?? text.length;
  return [text.slice(at, end), end];
}

/**
 * The cells of the first table in HTML from a clipboard, or null if there is none. What spans several cells is in the
 * first of them; a table inside a cell is part of its text.
 * @param {string} html
 * @returns {Cells | null}
 */
export function cellsOfHtml(html) {
  const reader = new TableReader();
  let at = 0;
  for (const found of html.matchAll(MARKUP)) {
    reader.text(html.slice(at, found.index));
    at = found.index + found[0].length;
    if (found[3]) reader.tag(found[3].toLowerCase(), found[2] === "/", found[4] ?? "");
    if (reader.done) break;
  }
  return reader.cells();
}

/** Takes the tags and texts of HTML one after the other, and keeps the cells of its first table. */
class TableReader {
  done = false;
  #depth = 0;
  /** @type {Cells} */
  #rows = [];
  /** @type {string[] | undefined} */
  #row;
  /** @type {string | undefined} what is open of a cell */
  #cell;
  #wide = 1;
  #high = 1;
  /** @type {Map<number, number>} columns that a cell above reaches into, and for how many rows more */
  #below = new Map();

  /** @param {string} html */
  text(html) {
    if (this.#cell !== undefined) this.#cell += decoded(html).replace(/[ \t\r\n\f]+/g, " ");
  }

  /**
   * @param {string} name
   * @param {boolean} closes
   * @param {string} attributes
   */
  tag(name, closes, attributes) {
    if (name === "table") this.#table(closes);
    else if (this.#depth > 1 && ["tr", "td", "th"].includes(name)) this.text(" ");
    else if (this.#depth && name === "tr") this.#openRow(closes);
    else if (this.#depth && (name === "td" || name === "th")) this.#openCell(closes, attributes);
    else if (this.#cell !== undefined && (name === "br" || BREAKS.has(name))) this.#cell += "\n";
  }

  cells() {
    this.#closeRow();
    const wide = Math.max(...this.#rows.map((row) => row.length), 0);
    return wide ? this.#rows.map((row) => [...row, ...Array(wide - row.length).fill("")]) : null;
  }

  /** @param {boolean} closes */
  #table(closes) {
    this.#depth += closes ? -1 : 1;
    this.done = closes && this.#depth <= 0;
  }

  /** @param {boolean} closes */
  #openRow(closes) {
    this.#closeRow();
    if (!closes) this.#row = [];
  }

  /**
   * @param {boolean} closes
   * @param {string} attributes
   */
  #openCell(closes, attributes) {
    this.#closeCell();
    if (closes) return;
    this.#row ??= [];
    this.#cell = "";
    this.#wide = spanIn(attributes, "colspan");
    this.#high = spanIn(attributes, "rowspan");
  }

  #closeCell() {
    if (this.#cell === undefined || !this.#row) return;
    this.#fillFromAbove();
    const lines = this.#cell.split("\n").map(trimmed);
    const text = lines
      .join("\n")
      .replace(/\n{2,}/g, "\n")
      .replace(/ {2,}/g, " ");
    const first = this.#row.length;
    this.#row.push(trimmed(text), ...Array(this.#wide - 1).fill(""));
    if (this.#high > 1) for (let at = 0; at < this.#wide; at++) this.#below.set(first + at, this.#high);
    this.#cell = undefined;
  }

  #fillFromAbove() {
    while (this.#row && (this.#below.get(this.#row.length) ?? 0) > 0) this.#row.push("");
  }

  #closeRow() {
    this.#closeCell();
    if (!this.#row) return;
    this.#fillFromAbove();
    if (this.#row.length) this.#rows.push(this.#row);
    this.#row = undefined;
    for (const [column, left] of this.#below) this.#below.set(column, left - 1);
  }
}

/** @param {string} text */
const trimmed = (text) => text.replace(/^[ \n\u00a0]+|[ \n\u00a0]+$/g, "");

/**
 * @param {string} attributes
 * @param {string} name
 */
const spanIn = (attributes, name) =>
  Math.min(Math.max(Number(new RegExp(`\\b${name}\\s*=\\s*["']?(\\d+)`, "i").exec(attributes)?.[1] ?? 1), 1), WIDEST);

/** @param {string} html */
const decoded = (html) =>
  html.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z][a-z0-9]*));/gi, (written, decimal, hex, name) => {
    if (name) return NAMED.get(name) ?? written;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code && code <= 0x10ffff ? String.fromCodePoint(code) : written;
  });
