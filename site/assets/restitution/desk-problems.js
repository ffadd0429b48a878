// The one list of what is wrong or still needed. Each entry names its field and leads there.

import { button, made } from "./desk-dom.js";

/** @typedef {import("./desk-session.js").Reply} Reply */
/** @typedef {NonNullable<Reply["errors"]>[number]} Problem */

const MOST = 50;

/**
 * Fill the list, or hide it.
 * @param {HTMLElement} place
 * @param {readonly Problem[]} problems
 * @param {boolean} begun whether anything was entered: an empty case needs everything, which goes without saying
 * @param {(place: Problem) => string} questionAt the question that a place without a row leads to, if it leads to one
 */
export function showProblems(place, problems, begun, questionAt) {
  const wrong = problems.filter(({ missing }) => !missing);
  const needed = begun ? problems.filter(({ missing }) => missing) : [];
  place.hidden = !wrong.length && !needed.length;
  const words = (/** @type {Problem} */ problem) => `${questionAt(problem) || problem.label}: ${problem.message}`;
  place.replaceChildren(
    ...part("ds-wrong", "To correct:", wrong, words),
    ...part("ds-needed", "Still needed for an answer:", needed, words),
  );
}

/**
 * @param {string} name
 * @param {string} title
 * @param {readonly Problem[]} problems
 * @param {(problem: Problem) => string} words
 */
function part(name, title, problems, words) {
  if (!problems.length) return [];
  const entries = problems.slice(0, MOST).map((problem) => {
    const { field, table, row, column } = problem;
    const place = JSON.stringify({ field, table, row, column });
    return made("li", {}, button("goto", words(problem), { class: "ds-goto", "data-place": place }));
  });
  const more = problems.length > MOST ? [made("li", {}, `and ${problems.length - MOST} more`)] : [];
  return [made("p", { class: name }, title), made("ul", { class: name }, ...entries, ...more)];
}

/**
 * The first problem in one sentence, for the line that is read out.
 * @param {readonly Problem[]} problems
 */
export function inShort(problems) {
  const wrong = problems.filter(({ missing }) => !missing);
  const [first] = wrong;
  if (!first) return problems.length ? "Not enough for an answer yet." : "";
  return `${wrong.length} to correct. ${first.label}: ${first.message}`;
}
