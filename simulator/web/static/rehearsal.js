// A call on the page: what one has said stands in the log at once, and the customer takes a moment to answer, which the
// space bar cuts short. Nothing waits in an exam, nor for somebody who wants no motion.
//
// The second click of a double click must not answer what the customer has only just said: the new replies stand where the
// old ones did.

import { keysCount, keysMean } from "./keys.js";
import * as outbox from "./outbox.js";

const SOON = 500; // ms; the usual longest time between two clicks that count as one
const LEAST = 600; // ms until an answer, and more for a long one
const PER_CHARACTER = 25;
const MOST = 1800;
const still = matchMedia("(prefers-reduced-motion: reduce)");

let arrived = -Infinity;
let answer = null; // shows what the customer says at once

keysMean({ " ": "hear" });

const paced = () => !still.matches && document.querySelector("[data-paced]") !== null;

document.addEventListener("outbox:put", () => {
  arrived = performance.now();
  document.getElementById("pending")?.replaceChildren();
});
document.addEventListener("outbox:dropped", () => document.getElementById("pending")?.replaceChildren());

// at the window, because outbox.js takes over what comes to the document
window.addEventListener("submit", (event) => {
  const form = event.target.closest("#answer form");
  if (!form) return;
  if (performance.now() - arrived < SOON) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else if (form.id === "say" && paced() && !outbox.unsaved()) {
    const said = form.querySelector(`button[value="${CSS.escape(event.submitter?.value ?? "")}"] .words`);
    if (said) say(said.cloneNode(true));
  }
}, true);

function say(words) {
  const bubble = element("div", "said agent");
  bubble.append(words);
  document.getElementById("pending")?.replaceChildren(bubble);
}

function element(name, style) {
  const made = document.createElement(name);
  made.className = style;
  return made;
}

outbox.holdBack(async (job, text) => {
  const pending = document.getElementById("pending");
  const heard = new DOMParser().parseFromString(text, "text/html").querySelector(".said.customer .words");
  if (!paced() || !pending?.firstElementChild || !heard) return;
  const dots = element("div", "said customer dots");
  dots.append(...[1, 2, 3].map(() => element("i", "")));
  pending.append(dots);
  document.body.toggleAttribute("data-listening", true);
  await new Promise((heardNow) => {
    answer = heardNow;
    setTimeout(heardNow, Math.min(LEAST + PER_CHARACTER * heard.textContent.length, MOST));
  });
  answer = null;
  document.body.toggleAttribute("data-listening", false);
});

// the reply that was pressed has the focus, and the space bar would press it again
for (const kind of ["keydown", "keyup"]) {
  window.addEventListener(kind, (event) => {
    if (event.key !== " " || !answer || !keysCount(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (kind === "keydown") answer();
  }, true);
}
