// Which key does what in a table of a case, as in a spreadsheet. Pure: what it gives is carried out by case-table.js.

/**
 * @typedef {object} Command
 * @property {"move" | "edge" | "page" | "tab" | "edit" | "commit" | "cancel" | "break" | "clear" | "all" | "row"
 *   | "undo" | "redo" | "add" | "remove" | "shift" | "toggle" | "choose" | "release"} do
 * @property {number} [down]
 * @property {number} [right]
 * @property {boolean} [extend] whether the selection grows
 * @property {string} [letter]
 */
/** @typedef {Pick<KeyboardEvent, "key" | "keyCode" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "isComposing">} Key */
/** @typedef {"rest" | "over" | "edit" | "select"} Mode a cell at rest, one typed over, one edited, a list of choices */

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

// What a browser reports for keys that an input method takes; the only sign of it after the composition in Safari.
const COMPOSED = 229;

/**
 * @param {Key} event
 * @param {Mode} mode
 * @param {string} kind of the column; "choice" and "flag" offer what there is to choose from
 * @returns {Command | null} null leaves the key to the browser
 */
export function commandOf(event, mode, kind) {
  if (event.isComposing || event.keyCode === COMPOSED) return null;
  return mode === "rest" ? atRest(event, kind) : whileEditing(event, mode);
}

/**
 * @param {Key} event
 * @param {string} kind
 * @returns {Command | null}
 */
function atRest({ key, ctrlKey, metaKey, altKey, shiftKey }, kind) {
  const control = (ctrlKey || metaKey) && !altKey;
  const arrow = ARROWS[key];
  if (arrow) {
    const [down, right] = arrow;
    if (altKey) return shiftKey && down ? { do: "shift", down } : chooses(kind) ? { do: "edit" } : null;
    return { do: control ? "edge" : "move", down, right, extend: shiftKey };
  }
  if (control) return withControl(key, shiftKey);
  if (altKey) return null;
  switch (key) {
    case "Home":
    case "End":
      return { do: "edge", down: 0, right: key === "Home" ? -1 : 1, extend: shiftKey };
    case "PageUp":
    case "PageDown":
      return { do: "page", down: key === "PageUp" ? -1 : 1, extend: shiftKey };
    case "Tab":
      return { do: "tab", right: shiftKey ? -1 : 1 };
    case "Enter":
    case "F2":
      return { do: "edit" };
    case "Escape":
      return { do: "release" };
    case "Delete":
    case "Backspace":
      return { do: "clear" };
    case " ":
      if (shiftKey) return { do: "row" };
      if (kind === "flag") return { do: "toggle" };
  }
  if (!chooses(kind) || key.length > 1) return null;
  return key === " " ? { do: "edit" } : { do: "choose", letter: key };
}

/** @param {string} kind */
const chooses = (kind) => kind === "choice" || kind === "flag";

/**
 * @param {string} key
 * @param {boolean} shift
 * @returns {Command | null}
 */
function withControl(key, shift) {
  switch (key.toLowerCase()) {
    case "home":
    case "end": {
      const to = key === "Home" ? -1 : 1;
      return { do: "edge", down: to, right: to, extend: shift };
    }
    case "a":
      return { do: "all" };
    case "z":
      return { do: shift ? "redo" : "undo" };
    case "y":
      return { do: "redo" };
    case "enter":
      return { do: "add" };
    case "delete":
    case "backspace":
      return { do: "remove" };
  }
  return null;
}

/**
 * @param {Key} event
 * @param {Mode} mode
 * @returns {Command | null}
 */
function whileEditing({ key, ctrlKey, metaKey, altKey, shiftKey }, mode) {
  const control = ctrlKey || metaKey;
  switch (key) {
    case "Enter":
      if (altKey) return mode === "select" ? null : { do: "break" };
      return { do: "commit", down: control ? 0 : shiftKey ? -1 : 1, right: 0 };
    case "Tab":
      return control || altKey ? null : { do: "tab", right: shiftKey ? -1 : 1 };
    case "Escape":
      return { do: "cancel" };
    case "F2":
      return mode === "over" ? { do: "edit" } : null;
  }
  const arrow = ARROWS[key];
  if (mode !== "over" || !arrow || control || altKey || shiftKey) return null;
  return { do: "commit", down: arrow[0], right: arrow[1] };
}
