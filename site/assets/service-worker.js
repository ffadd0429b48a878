// Caches the whole guide, so that it can be read and its calculator used offline. It holds the guide's own files and
// nothing else: no question and no figure passes through it.

/** @typedef {{ url: string, revision: string | null, integrity: string }} Kept */

const scope = /** @type {any} */ (self);

// The site's Trusted Types rules apply to this script too.
const policy = scope.trustedTypes?.createPolicy("restitution", { createScriptURL: (/** @type {string} */ url) => url });

for (const part of ["workbox-core", "workbox-routing", "workbox-strategies", "workbox-precaching"]) {
  const url = `vendor/${part}.js`;
  scope.importScripts(policy?.createScriptURL(url) ?? url);
}

const { core, precaching, routing, strategies } = scope.workbox;

core.setCacheNameDetails({ prefix: "restitution", precache: "guide", suffix: "" });
precaching.precacheAndRoute(/** @type {Kept[]} */ (scope.__KEPT));
precaching.cleanupOutdatedCaches();

// Unknown URLs get the guide's own "not found" page, offline too.
routing.registerRoute(new routing.NavigationRoute(new strategies.NetworkOnly()));
routing.setCatchHandler(async () => (await precaching.matchPrecache("404.html")) ?? Response.error());

// A newer version waits until all pages of the guide are closed or the reader asks for it.
scope.addEventListener("message", (/** @type {ExtendableMessageEvent} */ { data }) => {
  if (data?.type === "SKIP_WAITING") scope.skipWaiting();
});
