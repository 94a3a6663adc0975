// When single keys do something: not while typing, not in a dialog, not when they are turned off (WCAG 2.1.4).

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
