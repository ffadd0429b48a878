// Reading aids: open all panels of exact law at once and for print, show a glossary note on hover or click, filter and
// sort tables. Without this script every panel, note and row can still be reached.

import { enhanceSortableAccessibility } from "../vendor/enhanceSortableAccessibility.js";
import { sortableEventListener } from "../vendor/sortableEventListener.js";

const HOVER_DELAY = 350;

/** @param {string} selector */
const all = (selector) => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(selector)]);

/** @returns {HTMLDetailsElement[]} */
const panels = () => [...document.querySelectorAll(/** @type {"details"} */ ("details.exact"))];

function offerPanels() {
  const [first] = panels();
  const heading = document.querySelector("article h1");
  if (!first || !heading) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "exact-all";
  const label = () => {
    const open = panels().every((panel) => panel.open);
    button.textContent = open ? "Close the exact law" : "Open the exact law on the whole page";
    button.dataset.open = String(open);
  };
  button.addEventListener("click", () => {
    const open = button.dataset.open !== "true";
    for (const panel of panels()) panel.open = open;
    label();
  });
  for (const panel of panels()) panel.addEventListener("toggle", label);
  label();
  heading.after(button);
}

/** Open the closed panels around the target of a link. */
function openLinked() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let at = target.closest("details"); at; at = at.parentElement?.closest("details") ?? null) at.open = true;
  target.scrollIntoView();
}

function printOpen() {
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = panels().filter((panel) => !panel.open);
    for (const panel of opened) panel.open = true;
  });
  addEventListener("afterprint", () => {
    for (const panel of opened) panel.open = false;
  });
}

/** @param {HTMLElement} word a link to the glossary, made into a button that shows the note beside it */
function explain(word) {
  const note = document.getElementById(word.dataset.note ?? "");
  if (!note?.showPopover) return;
  const open = () => note.matches(":popover-open");
  const show = () => note.showPopover(/** @type {any} */ ({ source: word }));
  word.setAttribute("role", "button");
  word.setAttribute("aria-expanded", "false");
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let wait;
  let byPointer = false;
  let wasOpen = false;
  // A press closes an open popover before the click event fires.
  word.addEventListener("pointerdown", () => (wasOpen = open() && !byPointer));
  word.addEventListener("click", (event) => {
    event.preventDefault();
    clearTimeout(wait);
    byPointer = false;
    if (wasOpen) note.hidePopover();
    else if (!open()) show();
    wasOpen = false;
  });
  word.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    word.click();
  });
  word.addEventListener("pointerenter", (event) => {
    if (event.pointerType !== "mouse") return;
    clearTimeout(wait);
    wait = setTimeout(() => {
      if (open()) return;
      byPointer = true;
      show();
    }, HOVER_DELAY);
  });
  const leave = () => {
    clearTimeout(wait);
    wait = setTimeout(() => {
      if (byPointer && open() && !note.matches(":hover") && !word.matches(":hover")) note.hidePopover();
    }, HOVER_DELAY);
  };
  word.addEventListener("pointerleave", leave);
  note.addEventListener("pointerleave", leave);
  note.addEventListener("toggle", () => {
    word.setAttribute("aria-expanded", String(open()));
    if (!open()) byPointer = false;
  });
}

/** @param {HTMLElement} search the search field above a table */
function searchTable(search) {
  const box = search.querySelector("input");
  const table = document.getElementById(box?.getAttribute("aria-controls") ?? "");
  const status = search.querySelector("[role=status]");
  if (!box || !table || !status) return;
  search.hidden = false;
  const rows = /** @type {HTMLElement[]} */ ([...table.querySelectorAll("tbody tr")]);
  box.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const row of rows) {
      const text = (row.textContent ?? "").toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      shown += Number(!row.hidden);
    }
    status.textContent = box.value.trim() ? `${shown} of ${rows.length} shown` : "";
  });
}

offerPanels();
openLinked();
addEventListener("hashchange", openLinked);
printOpen();
all("a.term").forEach(explain);
all(".table-search").forEach(searchTable);
document.addEventListener("click", sortableEventListener);
enhanceSortableAccessibility(/** @type {any} */ (document.querySelectorAll("table.sortable")));
