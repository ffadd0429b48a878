// Answers before their questions. While the reader thinks, the engine is asked what the next key would ask. The same
// question always has the same answer: when the key comes, its figures stand on the page together with the digit.

import { callEngine, sparing } from "./client.js";
import { whenIdle } from "./idle.js";

/** @typedef {Parameters<typeof callEngine>[0]} Question */

/** What the engine answered early, by the text of the question. @type {Map<string, import("./client.js").Response>} */
const answers = new Map();
/** What is still to be asked early, the likeliest first. @type {Map<string, Question>} */
let likely = new Map();
/** Until the engine has answered what it is asked early. @type {Promise<void> | undefined} */
let early;

/**
 * Ask the engine, which must be ready, unless the answer is here.
 * @param {Question} question
 */
export async function ask(question) {
  likely.clear();
  const text = JSON.stringify(question);
  // One question at a time; and what it is being asked may be this very one.
  if (!answers.has(text)) await early;
  return answers.get(text) ?? callEngine(question);
}

/**
 * Look, when the browser is idle, for what is likely to be asked next. What was likely before is forgotten.
 * @param {() => Question[]} find the likeliest first
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
