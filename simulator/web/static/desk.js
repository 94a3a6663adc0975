// Small behaviours of every page. Without script each page still works; this makes it quicker and safer.
//
//   data-durable              posts that must not be lost: see outbox.js
//   data-player               the replay's player: see speaking.js
//   textarea data-editor      the case editor: see editor.js
//   data-key="1"              a button that the key 1 presses, while no text is being typed
//   input data-shortcuts      a checkbox that turns the keys on and off (WCAG 2.1.4)
//   form data-confirm="…?"    asks before posting
//   data-opens="id"           a button or link that opens the <dialog> of that id; data-closes closes the one around it
//   time data-clock-from="…"  counts from a time in ISO 8601 (data-clock-to stops it)
//   textarea data-pad="…"     notes that this browser keeps under that name
//   data-copies="id"          a button that copies the text or value of an element
//   input data-output="id"    a slider whose value, with data-unit after it, is shown in an <output>
//   select data-submits       posts or asks anew when changed
//   data-focus                gets the focus with the page, or when the answer to a reply brings it in

import { keysCount, keysMean, SHORTCUTS } from "./keys.js";
import { remember, remembered } from "./memory.js";
import * as outbox from "./outbox.js";
import { announce, dismiss, toast, word } from "./words.js";

keysMean(Object.fromEntries([..."123456789"].map((key) => [key, "choose"])));

document.addEventListener("keydown", (event) => {
  if (!/^[1-9]$/.test(event.key) || event.repeat || !keysCount(event)) return;
  const button = document.querySelector(`[data-key="${event.key}"]:not([disabled])`);
  if (!button) return;
  event.preventDefault();
  button.focus();
  button.click();
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-shortcuts]")) remember(SHORTCUTS, event.target.checked ? "on" : "off");
  if (event.target.matches("[data-submits]")) event.target.form?.requestSubmit();
});

// ---- questions, dialogs, copying

const confirmed = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.confirm || confirmed.has(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const submitter = event.submitter;
  ask(form.dataset.confirm).then((yes) => {
    if (!yes) return;
    confirmed.add(form);
    form.requestSubmit(submitter);
    confirmed.delete(form);
  });
}, true);

/** Ask a question in a dialog; the answer is true or false. */
function ask(question) {
  const dialog = document.createElement("dialog");
  const sentence = document.createElement("p");
  sentence.textContent = question;
  sentence.id = "asked";
  dialog.setAttribute("aria-labelledby", "asked");
  const row = document.createElement("form");
  row.method = "dialog";
  row.className = "actions";
  for (const [value, style] of [["no", ""], ["yes", "primary"]]) {
    const button = document.createElement("button");
    button.value = value;
    button.className = style;
    button.textContent = word(value);
    row.append(button);
  }
  dialog.append(sentence, row);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(dialog.returnValue === "yes");
    });
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button, a[data-opens], a[data-closes]");
  if (!button) return;
  if (button.matches("a") && (button.closest("dialog") || document.getElementById(button.dataset.opens))) event.preventDefault();
  if (button.getAttribute("aria-disabled") === "true") {
    event.preventDefault();
    if (outbox.unsaved()) announce(word("wait"));
  }
  if (button.dataset.opens) document.getElementById(button.dataset.opens)?.showModal?.();
  if ("closes" in button.dataset) button.closest("dialog")?.close();
  if (button.dataset.copies) copy(document.getElementById(button.dataset.copies));
});

async function copy(source) {
  if (!source) return;
  const text = "value" in source ? source.value : source.textContent.trim();
  try {
    await navigator.clipboard.writeText(text); // missing where there is no TLS
    toast("copy", word("copied"), { kind: "good", seconds: 4 });
  } catch {
    if ("select" in source) source.select();
    else getSelection().selectAllChildren(source);
    toast("copy", word("not-copied"), { kind: "mind", seconds: 8 });
  }
}

// ---- clocks and sliders

function showClocks() {
  for (const clock of document.querySelectorAll("[data-clock-from]")) {
    const until = clock.dataset.clockTo ? Date.parse(clock.dataset.clockTo) : Date.now();
    const seconds = Math.max(0, Math.floor((until - Date.parse(clock.dataset.clockFrom)) / 1000));
    if (Number.isNaN(seconds)) continue;
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    const rest = String(seconds % 60).padStart(2, "0");
    clock.textContent = hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
  }
}

document.addEventListener("input", (event) => {
  const { output, unit = "", pad } = event.target.dataset;
  if (output) document.getElementById(output).textContent = event.target.value + unit;
  if (pad && !remember(`pad:${pad}`, event.target.value || null)) event.target.dataset.unkept = "";
});

// ---- what comes into the page

function arrive(root) {
  for (const box of root.querySelectorAll("[data-shortcuts]")) box.checked = remembered(SHORTCUTS, "on") === "on";
  for (const pad of root.querySelectorAll("[data-pad]")) pad.value = remembered(`pad:${pad.dataset.pad}`, pad.value);
  if (root.querySelector("[data-player]")) import("./speaking.js").then((module) => module.start(document));
  if (root.querySelector("textarea[data-editor]")) import("./editor.js").then((module) => module.start(document));
  showClocks();
}

function focusOnNew(always) {
  const wanted = document.querySelector("main [data-focus]");
  if (!wanted || (!always && document.activeElement !== document.body)) return;
  wanted.focus({ preventScroll: true });
  wanted.scrollIntoView({ block: "nearest" });
  wanted.removeAttribute("data-focus");
}

document.addEventListener("outbox:put", (event) => {
  arrive(document);
  focusOnNew(event.detail.focus);
});
document.addEventListener("htmx:afterSettle", () => {
  arrive(document);
  focusOnNew(false);
});
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf"]')?.content;
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRF-Token"] = token;
});
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => toast("failed", word("failed"), { kind: "mind" }));
}
document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) dismiss("failed"); });

outbox.start();
arrive(document);
focusOnNew(false);
setInterval(showClocks, 500);
