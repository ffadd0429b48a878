// The theme fetches the search's index, nearly half of a page's bytes, as soon as a page opens. Most readers never
// search: here it waits until the search is opened. A classic script: it must run before the theme's own.
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
