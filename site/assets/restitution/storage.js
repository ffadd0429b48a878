// Nothing is stored unless the reader asks. The theme stores its light or dark look on every page; here it may do
// so only once the reader has chosen one. A classic script: it must run before the theme's own.
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
