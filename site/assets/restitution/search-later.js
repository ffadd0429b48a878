// Delays the theme's request for the search index, nearly half of a page's bytes, until the search is opened: most
// readers never search. A classic script, because it must run before the theme's own.
{
  const INDEX = "/search/search_index.json";

  /** @param {() => void} go */
  const whenSearched = (go) => {
    const toggle = /** @type {HTMLInputElement | null} */ (document.getElementById("__search"));
    if (!toggle || toggle.checked) go();
    else toggle.addEventListener("change", go, { once: true });
  };

  globalThis.XMLHttpRequest = class extends XMLHttpRequest {
    #waits = false;

    /**
     * @param {string} method
     * @param {string | URL} url
     * @param {boolean} [async]
     * @param {string | null} [user]
     * @param {string | null} [password]
     */
    open(method, url, async = true, user = null, password = null) {
      this.#waits = new URL(url, document.baseURI).pathname.endsWith(INDEX);
      super.open(method, url, async, user, password);
    }

    /** @param {Document | XMLHttpRequestBodyInit | null} [body] */
    send(body) {
      if (this.#waits) whenSearched(() => super.send(body));
      else super.send(body);
    }
  };
}
