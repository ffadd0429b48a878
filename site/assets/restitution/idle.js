// When the browser has nothing better to do; Safari does not say when, and the next moment has to do.

/**
 * @param {() => void} task
 * @param {IdleRequestOptions} [options]
 */
export function whenIdle(task, options) {
  if (typeof requestIdleCallback === "function") requestIdleCallback(task, options);
  else setTimeout(task);
}
