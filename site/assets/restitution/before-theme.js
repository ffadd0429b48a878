// Runs before the theme's own script, so it is a classic script.

// Store nothing unless the reader asks. The theme saves its color scheme on every page; here it may do so only after
// the reader has chosen one.
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

// Trusted Types policy for the theme's script, where the browser supports it: HTML that loads and runs nothing, and
// scripts from this site only.
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
