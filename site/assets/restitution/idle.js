/**
 * Run a task when the browser is idle. Safari has no `requestIdleCallback`: there it runs in the next task.
 * @param {() => void} task
 * @param {IdleRequestOptions} [options]
 */
export function whenIdle(task, options) {
  if (typeof requestIdleCallback === "function") requestIdleCallback(task, options);
  else setTimeout(task);
}
