// A fake browser for the engine's client: the globals of a page, and a worker that answers on command.

export class FakeWorker {
  /** @type {FakeWorker[]} all workers started, the newest last */
  static started = [];

  questions = [];
  terminated = false;

  constructor() {
    FakeWorker.started.push(this);
  }

  static get last() {
    return FakeWorker.started.at(-1);
  }

  postMessage({ id, request, desk }) {
    this.questions.push({ id, request: JSON.parse(request), desk });
  }

  terminate() {
    this.terminated = true;
  }

  say(message) {
    this.onmessage({ data: message });
  }

  ready() {
    this.say({ type: "ready", start: "snapshot", why: "" });
  }

  answer(id, response) {
    this.say({ type: "reply", id, response: JSON.stringify(response) });
  }
}

/** Tasks passed to `requestIdleCallback`. */
const idle = [];

/** Run the idle tasks, and those that they add. */
export function becomeIdle() {
  while (idle.length) idle.shift()();
}

/**
 * Set the globals of a new page.
 * @param {object} [device] the properties of `navigator`
 */
export function browser(device = {}) {
  const globals = {
    document: { documentElement: { dataset: {} } },
    navigator: device,
    Worker: FakeWorker,
    requestAnimationFrame: (/** @type {() => void} */ task) => task(),
    requestIdleCallback: (/** @type {() => void} */ task) => idle.push(task),
  };
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  FakeWorker.started = [];
  idle.length = 0;
}
