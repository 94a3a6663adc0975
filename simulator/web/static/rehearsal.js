// The second click of a double click must not answer what the customer has only just said: the new replies stand
// where the old ones did, and a quick server has them there in between.

const SOON = 500; // ms; the usual longest time between two clicks that count as one

let arrived = -Infinity;

document.addEventListener("outbox:put", () => { arrived = performance.now(); });

// at the window, because outbox.js takes over what comes to the document
window.addEventListener("submit", (event) => {
  if (performance.now() - arrived >= SOON || !event.target.closest("#answer")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
