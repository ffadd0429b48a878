// Caches the guide for offline reading once the page itself needs no more of the network, and says when a newer version
// has arrived. It never switches to the newer version unasked: the reader may be in the middle of a calculation.

import { engineState, onEngineState, sparing } from "./client.js";
import { scriptAddress } from "./trusted.js";

const SETTLED = 3000;

async function keep() {
  const { Workbox } = await import("../vendor/workbox-window.mjs");
  const guide = new Workbox(scriptAddress("service-worker.js"));
  guide.addEventListener("waiting", () => {
    const notice = document.querySelector("[data-newer]");
    // Where the reader has typed, wait for the next page.
    if (!(notice instanceof HTMLElement) || document.querySelector("[data-typed]")) return;
    notice.hidden = false;
    notice.querySelector("button")?.addEventListener("click", () => {
      guide.addEventListener("controlling", () => location.reload());
      guide.messageSkipWaiting();
    });
  });
  await guide.register();
}

/** Cache the guide, but not while the engine loads. */
function keepInTime() {
  const stop = onEngineState(inTime);
  function inTime() {
    const state = engineState();
    if (state === "loading" || (sparing && state !== "ready")) return;
    stop();
    // A browser that refuses to store anything, as in a private window, still shows the page.
    keep().catch(() => {});
  }
  inTime();
}

if (navigator.serviceWorker) addEventListener("load", () => setTimeout(keepInTime, SETTLED));
