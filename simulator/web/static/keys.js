// When single keys do something: not while typing, not in a dialog, not when they are turned off (WCAG 2.1.4). And what
// they do: each script names its keys, so that no key gets a second meaning on a page.

import { remembered } from "./memory.js";

export const SHORTCUTS = "shortcuts";

const TYPED = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable], [role=textbox], .code-frame";

/** Whether a pressed key is a short cut. */
export function keysCount(event) {
  const within = event.composedPath().filter((node) => node instanceof Element);
  return !event.defaultPrevented && !event.isComposing && !event.ctrlKey && !event.metaKey && !event.altKey
    && !within.some((element) => element.matches(TYPED))
    && !document.querySelector("dialog[open]")
    && remembered(SHORTCUTS, "on") === "on";
}

const meanings = new Map();

/** Name the keys of a script with what they do; one that does something else already is a fault of ours, not of the user. */
export function keysMean(named) {
  for (const [key, meaning] of Object.entries(named)) {
    const other = meanings.get(key) ?? meaning;
    if (other !== meaning) console.error(`The key ${key} means both “${other}” and “${meaning}”.`);
    meanings.set(key, meaning);
  }
}
