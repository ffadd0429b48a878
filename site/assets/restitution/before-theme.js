// What must be in place before the theme's own script runs; so this is a classic script.

// Nothing is stored unless the reader asks. The theme stores its light or dark look on every page; here it may do so
// only once the reader has chosen one.
{
  const page = /** @type {any} */ (globalThis);
  const store = page.__md_set;
  let chosen = false;
  addEventListener(
    "change",
    (event) => {
      chosen ||= event.target instanceof Element && event.target.matches("[data-md-component='palette'] input");
    },
    true,
  );
  page.__md_set = (/** @type {string} */ key, /** @type {unknown[]} */ ...rest) => {
    if (chosen && key === "__palette") store(key, ...rest);
  };
}

// Where the browser knows Trusted Types, the theme's script gets a policy of its own: HTML that can load or run
// nothing, and scripts of this site.
/** @type {any} */ (globalThis).trustedTypes?.createPolicy("default", {
  createHTML(/** @type {string} */ html) {
    const loads = /<(script|iframe|object|embed|base|meta|link)\b/i.test(html);
    if (loads) throw new TypeError("HTML that could load something");
    return html;
  },
  createScriptURL(/** @type {string} */ url) {
    if (new URL(url, location.href).origin !== location.origin) throw new TypeError("a script from elsewhere");
    return url;
  },
});
