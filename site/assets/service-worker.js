// Keeps the whole guide in the browser, so that it can be read and its calculator used with the network off. It holds
// the guide's own files and nothing else: no question and no figure passes through it.

/** @typedef {{ url: string, revision: string | null, integrity: string }} Kept */

const scope = /** @type {any} */ (self);

// Where a page of the site may only load scripts through a policy, this script is held to that too.
const policy = scope.trustedTypes?.createPolicy("restitution", { createScriptURL: (/** @type {string} */ url) => url });

for (const part of ["workbox-core", "workbox-routing", "workbox-strategies", "workbox-precaching"]) {
  const url = `vendor/${part}.js`;
  scope.importScripts(policy?.createScriptURL(url) ?? url);
}

const { core, precaching, routing, strategies } = scope.workbox;

core.setCacheNameDetails({ prefix: "restitution", precache: "guide", suffix: "" });
precaching.precacheAndRoute(/** @type {Kept[]} */ (scope.__KEPT));
precaching.cleanupOutdatedCaches();

// An address that the guide does not have is answered by its own page for that, without a network too.
routing.registerRoute(new routing.NavigationRoute(new strategies.NetworkOnly()));
routing.setCatchHandler(async () => (await precaching.matchPrecache("404.html")) ?? Response.error());

// A newer version waits until every page of the guide is closed, or until the reader asks for it.
scope.addEventListener("message", (/** @type {ExtendableMessageEvent} */ { data }) => {
  if (data?.type === "SKIP_WAITING") scope.skipWaiting();
});
