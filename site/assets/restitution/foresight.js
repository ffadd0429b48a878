// Prefetched answers. While the reader thinks, ask the engine what the next keystroke is likely to ask. The same
// question always has the same answer, so the new figures can then appear in one frame with the digit.

import { callEngine, sparing } from "./client.js";
import { whenIdle } from "./idle.js";

/** @typedef {Parameters<typeof callEngine>[0]} Question */

/** Prefetched answers, by the JSON of their question. @type {Map<string, import("./client.js").Response>} */
const answers = new Map();
/** Questions still to prefetch, the most likely first. @type {Map<string, Question>} */
let likely = new Map();
/** Resolves when the prefetch that is running has its answer. @type {Promise<void> | undefined} */
let early;

/**
 * Take the prefetched answer if there is one, else ask the engine, which must be ready.
 * @param {Question} question
 */
export async function ask(question) {
  likely.clear();
  const text = JSON.stringify(question);
  // The engine takes one question at a time, and the one that is running may be this one.
  if (!answers.has(text)) await early;
  return answers.get(text) ?? callEngine(question);
}

/**
 * When the browser is idle, prefetch the likely next questions. Answers that are no longer likely are dropped.
 * @param {() => Question[]} find returns the most likely first
 */
export function foresee(find) {
  if (sparing) return;
  whenIdle(() => {
    likely = new Map(find().map((question) => [JSON.stringify(question), question]));
    for (const text of answers.keys()) if (!likely.delete(text)) answers.delete(text);
    askEarly();
  });
}

function askEarly() {
  const [next] = likely;
  if (!next || early) return;
  const [text, question] = next;
  likely.delete(text);
  early = callEngine(question).then((response) => {
    if (response.ok) answers.set(text, response);
    early = undefined;
    askEarly();
  });
}
