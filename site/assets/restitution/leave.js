// "Leave this site", after the exit-this-page component of the GOV.UK Design System: by its links or by three presses of
// Shift. The page is blank before the other site has begun to load; what was typed and computed is gone from this tab
// and from every other tab of the guide. Without this script the links are plain links.

import { stopEngine } from "./client.js";

/** How often Shift is pressed, and how long a press counts, in milliseconds: as there. */
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

// A browser without it has no other way to reach the other tabs. Where one keeps a page of the guide in memory, for
// Back, the message makes it drop that page: it would come back as it was left.
const tabs = "BroadcastChannel" in globalThis ? new BroadcastChannel("restitution-leave") : undefined;

let left = false;

function leave() {
  if (left) return;
  left = true;
  try {
    blank();
    stopEngine();
  } finally {
    // Takes the place of this page in the history: Back does not lead to it.
    location.replace(NEUTRAL);
  }
}

/** Nothing is left to see, nor in a box that something still holds. */
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
 * Count the presses of Shift alone. With another key or the pointer while it is held, or in between, it was meant for
 * something else: a capital, a selection.
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
// Forward, after the way to the other site was broken off, leads back to a blank page.
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted && left) location.reload();
});
