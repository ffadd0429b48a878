// Trusted Types: in a browser that supports them, a string becomes HTML or a script URL only through a policy. This one
// is for the engine's HTML, which the engine escapes, and for the URLs of the guide's own two workers.

/** @type {any} */
const { trustedTypes } = globalThis;

const policy = trustedTypes?.createPolicy("restitution", {
  createHTML: (/** @type {string} */ html) => html,
  createScriptURL: (/** @type {string} */ url) => url,
});

/**
 * Parse HTML that the engine wrote.
 * @param {string} html
 */
export function elementsOf(html) {
  const template = document.createElement("template");
  template.innerHTML = policy?.createHTML(html) ?? html;
  return template.content;
}

/**
 * The URL of one of the guide's scripts.
 * @param {string} path relative to the guide's root
 * @returns {string}
 */
export function scriptAddress(path) {
  const url = new URL(`../${path}`, import.meta.url).href;
  return policy?.createScriptURL(url) ?? url;
}
