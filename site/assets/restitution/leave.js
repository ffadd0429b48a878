// "Leave this site", modeled on the exit-this-page component of the GOV.UK Design System: a click on a link, or three
// presses of Shift. It blanks the page before the other site starts to load and clears what was typed and computed, in
// this tab and in every other tab of the guide. Without this script the links are plain links.

import { stopEngine } from "./client.js";

/** How many presses of Shift it takes, and how many milliseconds a press counts. Both as in GOV.UK's component. */
const PRESSES = 3;
const LIMIT = 5_000;

const WAITING = "Loading.";
const EXPIRED = "Shift was not pressed again. You are still on this site.";

/** @type {Record<number, string>} */
const MORE = {
  1: "Shift, press two more times to leave this site.",
  2: "Shift, press one more time to leave this site.",
};

const links = [...document.querySelectorAll(/** @type {"a"} */ ("a.leave-link"))];
const NEUTRAL = links[0]?.href ?? "about:blank";

// Without BroadcastChannel there is no way to reach the other tabs. A page that the browser keeps in its back/forward
// cache would come back as it was; this message makes the browser evict it.
const tabs = "BroadcastChannel" in globalThis ? new BroadcastChannel("restitution-leave") : undefined;

let left = false;

function leave() {
  if (left) return;
  left = true;
  try {
    blank();
    stopEngine();
  } finally {
    // Replaces this page in the history, so that Back does not return to it.
    location.replace(NEUTRAL);
  }
}

/** Clear the page. Fields are emptied first, because a reference to one may outlive the page's contents. */
function blank() {
  for (const box of document.querySelectorAll(/** @type {"input"} */ ("input, select, textarea"))) box.value = "";
  for (const figure of document.querySelectorAll("output")) figure.textContent = "";
  const cover = document.createElement("p");
  cover.className = "leaving";
  cover.setAttribute("role", "alert");
  document.title = WAITING;
  document.body.replaceChildren(cover);
  cover.textContent = WAITING;
}

function leaveEverywhere() {
  tabs?.postMessage("leave");
  leave();
}

/**
 * Count presses of Shift alone. Another key or the pointer, during or between presses, resets the count: Shift was then
 * meant for a capital letter or a selection.
 * @param {(presses: number, expired: boolean) => void} counted
 */
function countShift(counted) {
  let presses = 0;
  let alone = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let limit;
  const become = (/** @type {number} */ next, expired = false) => {
    clearTimeout(limit);
    if (next) limit = setTimeout(() => become(0, true), LIMIT);
    if (next === presses) return;
    presses = next;
    counted(presses, expired);
  };
  const startAnew = () => {
    alone = false;
    become(0);
  };
  document.addEventListener(
    "keydown",
    ({ key, repeat, ctrlKey, altKey, metaKey }) => {
      if (key !== "Shift" || ctrlKey || altKey || metaKey) startAnew();
      else if (!repeat) alone = true;
    },
    true,
  );
  document.addEventListener(
    "keyup",
    ({ key }) => {
      if (key !== "Shift" || !alone) return;
      alone = false;
      become(presses + 1);
    },
    true,
  );
  document.addEventListener("pointerdown", startAnew, true);
  window.addEventListener("blur", startAnew);
}

/**
 * @param {number} presses
 * @param {boolean} expired
 */
function showPresses(presses, expired) {
  if (presses >= PRESSES) return leaveEverywhere();
  const place = document.querySelector(/** @type {"section"} */ ("section.leave"));
  const status = place?.querySelector("[role=status]");
  if (!place || !status) return;
  place.dataset.presses = String(presses);
  status.textContent = MORE[presses] ?? (expired ? EXPIRED : "");
  if (!expired) return;
  setTimeout(() => {
    if (status.textContent === EXPIRED) status.textContent = "";
  }, LIMIT);
}

for (const link of links) {
  link.title = "Or press Shift three times";
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leaveEverywhere();
  });
}
countShift(showPresses);
tabs?.addEventListener("message", leave);
// If the reader stopped the other site from loading, Forward may return to the blanked page; reload it.
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted && left) location.reload();
});
