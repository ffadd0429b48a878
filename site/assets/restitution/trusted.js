// Where the browser knows Trusted Types, text becomes HTML or a script's address only through a policy. This one lets
// through what the engine writes, which is escaped there, and the addresses of the guide's own two workers.

/** @type {any} */
const { trustedTypes } = globalThis;

const policy = trustedTypes?.createPolicy("restitution", {
  createHTML: (/** @type {string} */ html) => html,
  createScriptURL: (/** @type {string} */ url) => url,
});

/**
 * The elements of what the engine wrote.
 * @param {string} html
 */
export function elementsOf(html) {
  const template = document.createElement("template");
  template.innerHTML = policy?.createHTML(html) ?? html;
  return template.content;
}

/**
 * The address of a script that lies below the root of the guide.
 * @param {string} path
 * @returns {string}
 */
export function scriptAddress(path) {
  const url = new URL(`../${path}`, import.meta.url).href;
  return policy?.createScriptURL(url) ?? url;
}
