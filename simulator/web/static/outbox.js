// Posts that must not be lost. A form with `data-durable` is posted from here instead of by the browser:
//
//   <form method="post" action="/…/moves" data-durable="single" data-target="#play" data-swap="outerHTML">
//     <input type="hidden" name="csrf" …> <input type="hidden" name="key" value="…">
//     <input type="hidden" name="version" value="12">
//     <button name="move" value="say ask" data-key="1">…</button>
//
// - One post is under way at a time. "single": while anything is under way, another is not taken at all (a second
//   reply must not overtake the first). "queue": it waits for its turn (marks in a recording; its `version` is
//   the newest when its turn comes). "latest": so does this, and it takes the place of what the same form has waiting
//   untried (the answers of an exam, where the last one counts).
// - A post stays here, in sessionStorage too, until the server has acknowledged it. Lost network, timeouts, 429 and
//   5xx: the page says so, and the same request with the same key is sent again, later and later, and at once when
//   the network is back or the reader says so. After a reload it is sent again, and the page loads anew.
// - The answer goes where `data-target` and `data-swap` say (or hx-target and hx-swap, or the headers HX-Retarget and
//   HX-Reswap; hx-swap-oob works); HX-Redirect goes to another page. The header `Play-Version`, if there is one, is
//   the number of entries of the play from now on: it is written to the `version` of every durable form.
// - 401: kept; sent after signing in. 403: once more after a reload, which brings a new token. 409: the play went on
//   elsewhere: all that waited is dropped. Other refusals: dropped; the answer says why, as on success.
//
// - What is safe may be shown later: see `holdBack`.
//
// Events on document: "outbox:acknowledged" {job, response, text} and "outbox:dropped" {job, status}.

import { announce, dismiss, toast, word } from "./words.js";

const TIMEOUT = 20_000; // ms after which a request counts as lost
const DELAYS = [1, 2, 4, 8, 15, 30]; // s before sending again
const STORED = "outbox:";

const waiting = []; // jobs, the first of which is under way or to be sent again
let sending = false;
let timer = 0;
let failures = 0;
let newest = -1; // the highest number of entries that the server has told
let leaving = false;
let heldBack = null;

/** Whether something is not saved yet. */
export const unsaved = () => waiting.length > 0;

/** Whether something that goes to an address is not saved yet. */
export const waitsFor = (action) => waiting.some((job) => job.action === action);

/** Whether the page is being loaded anew, or left for another one, from here. */
export const leaves = () => leaving;

/** Have each answer wait for a promise before it is shown: `until(job, text)` gives it. What was posted is safe by then. */
export function holdBack(until) {
  heldBack = until;
}

/** A key that no other post has; `crypto.randomUUID` is missing where there is no TLS. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Post a form; false if it was not taken, because another has to be saved first. */
export function post(form, submitter = null) {
  const values = [...new FormData(form, submitter)].filter(([name, value]) => name !== "csrf" && typeof value === "string");
  const job = {
    action: (submitter?.hasAttribute("formaction") && submitter.formAction) || form.action,
    values,
    target: form.dataset.target || form.getAttribute("hx-target") || "",
    swap: form.dataset.swap || form.getAttribute("hx-swap") || "outerHTML",
    single: !["queue", "latest"].includes(form.dataset.durable),
    tried: false,
    reloaded: false,
  };
  if (form.dataset.durable === "latest") {
    const before = waiting.filter((other) => other.action === job.action);
    if (before.length && sameWish(before.at(-1), job)) return true;
    for (const other of before) if (!other.tried) waiting.splice(waiting.indexOf(other), 1);
  } else if (job.single ? unsaved() : waiting.some((other) => sameWish(other, job))) {
    announce(word("wait"));
    return false;
  }
  // whatever this form posts next is another wish
  for (const field of form.querySelectorAll('input[name="key"]')) field.value = newKey();
  submitter?.setAttribute("data-sent", "");
  waiting.push(job);
  keep();
  show();
  if (!failures) send(); // otherwise it goes after the one that is to be sent again
  return true;
}

function sameWish(one, other) {
  const wish = (job) => JSON.stringify([job.action, job.values.filter(([name]) => name !== "key" && name !== "version")]);
  return wish(one) === wish(other);
}

async function send() {
  if (sending || !waiting.length || leaving) return;
  clearTimeout(timer);
  sending = true;
  const job = waiting[0];
  if (!job.tried) {
    // from now on the body stays as it is: another body under the same key would be refused
    job.values = job.values.map(([name, value]) => [name, name === "version" && newest > +value ? String(newest) : value]);
    job.tried = true;
    keep();
  }
  let response = null;
  let text = "";
  try {
    const stop = new AbortController();
    const clock = setTimeout(() => stop.abort(), TIMEOUT);
    response = await fetch(job.action, {
      method: "POST",
      body: new URLSearchParams(job.values),
      headers: { "HX-Request": "true", "X-CSRF-Token": document.querySelector('meta[name="csrf"]')?.content ?? "" },
      credentials: "same-origin",
      signal: stop.signal,
    });
    text = await response.text();
    clearTimeout(clock);
  } catch {
    response = null; // no answer, or half of one: it may be saved or not, the key will tell
  }
  if (response?.ok && heldBack && !job.restored) {
    job.safe = true;
    keep();
    show();
    await heldBack(job, text);
  }
  sending = false;
  settle(job, response, text);
}

function settle(job, response, text) {
  const status = response ? response.status : 0;
  if (status >= 200 && status < 300) return acknowledged(job, response, text);
  if (status === 401) return held("unsaved-signed-out", [[word("sign-in"), signInAddress()], [word("retry"), retry]]);
  if (status === 403 && !job.reloaded) {
    job.reloaded = true;
    return reload();
  }
  if (status === 0 || status === 429 || status >= 500) return later(response);
  return dropped(job, response, text);
}

function acknowledged(job, response, text) {
  const wasFailing = failures > 0;
  failures = 0;
  waiting.shift();
  keep();
  dismiss("unsaved");
  const version = parseInt(response.headers.get("Play-Version") ?? "", 10);
  if (version > newest) newest = version;
  const address = response.headers.get("HX-Redirect") || (response.redirected ? response.url : "");
  if (address || response.headers.get("HX-Refresh") === "true" || (job.restored && !waiting.length)) {
    leaving = true;
    if (address) location.assign(address);
    else location.reload();
    return;
  }
  document.getElementById("notice")?.replaceChildren(); // what was said there was about an earlier step
  if (!job.restored) put(job, response, text);
  if (version >= 0) for (const field of document.querySelectorAll('[data-durable] input[name="version"]')) field.value = String(version);
  if (wasFailing) toast("saved", word("saved-again"), { kind: "good", seconds: 8 });
  show();
  document.dispatchEvent(new CustomEvent("outbox:acknowledged", { detail: { job, response, text } }));
  send();
}

function dropped(job, response, text) {
  const gone = response.status === 409 ? waiting.splice(0) : [waiting.shift()];
  failures = 0;
  keep();
  dismiss("unsaved");
  put(job, response, text);
  const elsewhere = !text || response.headers.get("HX-Retarget") === "#notice"; // it does not show the play itself
  if (elsewhere) document.getElementById("notice")?.scrollIntoView({ block: "nearest" });
  if (response.status === 409 && elsewhere) toast("moved-on", word("moved-on"), { kind: "mind", actions: [[word("reload"), reload]] });
  show();
  for (const one of gone) {
    document.dispatchEvent(new CustomEvent("outbox:dropped", { detail: { job: one, status: response.status } }));
  }
  send();
}

function later(response) {
  const asked = parseInt(response?.headers.get("Retry-After") ?? "", 10);
  const delay = Math.max(asked || 0, DELAYS[Math.min(failures, DELAYS.length - 1)]);
  failures += 1;
  timer = setTimeout(send, delay * 1000 * (0.8 + 0.4 * Math.random())); // not all at once after a restart
  const name = response ? "unsaved-failed" : "unsaved";
  held(name, [[word("retry"), retry], ...(failures > 4 ? [[word("discard"), discard]] : [])]);
}

function held(name, actions) {
  const shown = document.querySelector('#toasts > [data-toast="unsaved"]');
  if (!shown || shown.dataset.why !== name || shown.querySelectorAll(".button").length !== actions.length) {
    const box = toast("unsaved", word(name), { kind: "mind", actions, closable: false });
    if (box) box.dataset.why = name;
  }
  show();
}

function retry() {
  if (unsaved()) send();
}

function discard() {
  waiting.length = 0;
  keep();
  reload();
}

function reload() {
  leaving = true;
  keep();
  location.reload();
}

function put(job, response, text) {
  const selector = response.headers.get("HX-Retarget") || job.target;
  const style = response.headers.get("HX-Reswap") || job.swap;
  const target = selector && document.querySelector(selector);
  if (!target || response.status === 204 || !(response.headers.get("Content-Type") ?? "").startsWith("text/html")) return;
  const focused = document.activeElement;
  // what was there before has had its turn
  for (const old of document.querySelectorAll("[data-focus]")) old.removeAttribute("data-focus");
  if (window.htmx) window.htmx.swap(target, text, { swapStyle: style, swapDelay: 0, settleDelay: 0 });
  document.dispatchEvent(new CustomEvent("outbox:put", { detail: { focus: job.single || !focused?.isConnected } }));
}

function keep() {
  try {
    const name = STORED + location.pathname;
    const unsafe = waiting.filter((job) => !job.safe);
    if (unsafe.length) sessionStorage.setItem(name, JSON.stringify(unsafe));
    else sessionStorage.removeItem(name);
  } catch {
    // storage may be forbidden or full; then a reload loses what is not saved, and the page asks before leaving
  }
}

function show() {
  const busy = unsaved();
  document.body.toggleAttribute("data-saving", busy);
  for (const place of document.querySelectorAll("[data-saving-state]")) {
    place.textContent = busy && !waiting[0].safe ? word(failures ? "wait" : "saving") : (busy || place.textContent) && word("saved");
  }
  for (const button of document.querySelectorAll('[data-durable="single"] button, button[form]')) {
    if (busy) button.setAttribute("aria-disabled", "true");
    else {
      button.removeAttribute("aria-disabled");
      button.removeAttribute("data-sent");
    }
  }
}

function signInAddress() {
  return `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
}

function restore() {
  try {
    const jobs = JSON.parse(sessionStorage.getItem(STORED + location.pathname) ?? "[]");
    for (const job of jobs) if (new URL(job.action).origin === location.origin) waiting.push({ ...job, restored: true });
  } catch {
    return; // not ours, or no storage
  }
  show();
  send();
}

/** Take over the durable forms of the page. */
export function start() {
  // in the capture phase, so that neither htmx nor the browser posts it as well
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-durable]");
    if (!form || event.defaultPrevented) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    post(form, event.submitter);
  }, true);
  window.addEventListener("online", retry);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) retry(); });
  // a page that the browser kept for the back button shows the play as it was
  window.addEventListener("pageshow", (event) => { if (event.persisted) reload(); });
  window.addEventListener("beforeunload", (event) => { if (waiting.some((job) => !job.safe) && !leaving) event.preventDefault(); });
  restore();
}
