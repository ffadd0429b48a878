// As much of a browser as the client of the engine needs: a page's marks, a worker that answers when it is told to.

export class FakeWorker {
  /** @type {FakeWorker[]} every worker that was started, the newest last */
  static started = [];

  questions = [];
  terminated = false;

  constructor() {
    FakeWorker.started.push(this);
  }

  static get last() {
    return FakeWorker.started.at(-1);
  }

  postMessage({ id, request }) {
    this.questions.push({ id, request: JSON.parse(request) });
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

/** Tasks that wait until the browser is idle. */
const idle = [];

/** Let the browser become idle, until no task is left. */
export function becomeIdle() {
  while (idle.length) idle.shift()();
}

/** @param {object} [device] what the browser tells of the reader's device and line */
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
