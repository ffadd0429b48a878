// Reading the engine's answer to a question.

/** Why nothing can be made of a case with mistakes or gaps. */
export const UNREADY = "First enter or correct what is still needed.";

/** The text that was asked for, if it is there. @param {any} answer */
export const textIn = (answer) => (typeof answer?.text === "string" ? answer.text : undefined);

/** Why there is no answer. @param {any} answer */
export const whyNot = (answer) =>
  answer?.message ||
  (answer?.errors ?? []).map((/** @type {{ message: string }} */ { message }) => message).join("\n") ||
  "The calculator gave no answer.";
