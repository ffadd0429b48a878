// Has the browser keep the guide for reading with the network off, once the page needs the network no more, and says
// when a newer version has arrived. It never shows the newer one by itself: a reader may be in the middle of a sum.

import { engineState, onEngineState, sparing } from "./client.js";
import { scriptAddress } from "./trusted.js";

const SETTLED = 3000;

async function keep() {
  const { Workbox } = await import("../vendor/workbox-window.mjs");
  const guide = new Workbox(scriptAddress("service-worker.js"));
  guide.addEventListener("waiting", () => {
    const notice = document.querySelector("[data-newer]");
    // On a page where the reader has typed, nothing is said: the next page that is opened says it.
    if (!(notice instanceof HTMLElement) || document.querySelector("worked-example[data-typed]")) return;
    notice.hidden = false;
    notice.querySelector("button")?.addEventListener("click", () => {
      guide.addEventListener("controlling", () => location.reload());
      guide.messageSkipWaiting();
    });
  });
  await guide.register();
}

/** Keeps the guide as soon as the engine, if it is on its way, has arrived. */
function keepInTime() {
  const stop = onEngineState(inTime);
  function inTime() {
    const state = engineState();
    if (state === "loading" || (sparing && state !== "ready")) return;
    stop();
    // A browser that will not keep anything, in a private window for one, still shows the page.
    keep().catch(() => {});
  }
  inTime();
}

if (navigator.serviceWorker) addEventListener("load", () => setTimeout(keepInTime, SETTLED));
