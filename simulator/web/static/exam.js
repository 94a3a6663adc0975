// The page of an exam under way. Without it, each question is a form and each number a link; with it, answers are
// posted as they are given (through outbox.js, which keeps them until they are safe), the clock runs, and leaving the
// page is told to the server, and to the examinee.
//
//   [data-sitting="/sittings/5" data-left="1800.0"]   where the sitting is, and the seconds that were left
//   section[data-question="3"]                        one is shown at a time
//   a[data-number="3"]                                shows a question, without asking the server
//   form[data-answer="3"], form[data-flag="3"]        durable forms ("latest")
//   input[data-choice="1"]                            chosen by the key 1 while its question is shown
//   a[data-settled], form[data-settled]               wait until everything is saved
//   form[data-returning]                              tells that somebody is back
//
// Each answer and /clock tell how the sitting stands: {left, paused, reason, seen, over, extra, away, absences, gone}.
// /clock?seen=2 is answered when an invigilator has done more than 2 things, or after some seconds.

import { keysCount, keysMean } from "./keys.js";
import * as outbox from "./outbox.js";
import "./questions.js";
import { announce, dismiss, toast, word } from "./words.js";

const TYPING = 800; // ms without a key after which what was typed is saved
const ASK = 20_000; // ms after which the server's clock is looked at in any case
const SHORTLY = 200; // ms from one answer about the clock to the next question
const RETRY = 2_000; // ms to the next one where there was no answer
const SLOW = 1_500; // ms after which what waits to be saved is explained
const SAID = [10, 5, 1]; // minutes left that are said aloud

const head = document.querySelector("[data-sitting]");
const address = head.dataset.sitting;
const paper = document.getElementById("paper");
const sections = [...document.querySelectorAll("section[data-question]")];

let left = parseFloat(head.dataset.left);
let told = performance.now(); // when `left` was so
let paused = "paused" in head.dataset;
let away = "away" in head.dataset;
let ours = false; // the page is left for another one of the same sitting
let ending = false;
let missed = 0; // looks at the clock without an answer
let typing = null; // the form that is being typed in, and when it is saved
const refused = new Set(); // forms whose last answer was not taken

// ---- one question at a time

function shown() {
  return sections.find((section) => !section.hidden);
}

function show(number) {
  const wanted = sections.find((section) => section.dataset.question === String(number));
  if (!wanted) return;
  flush();
  for (const section of sections) section.hidden = section !== wanted;
  for (const link of document.querySelectorAll(".numbers a")) {
    if (link.dataset.number === String(number)) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  giveKeys();
  history.replaceState(null, "", `?question=${number}`);
  // whoever changes the language comes back to this question
  for (const field of document.querySelectorAll('input[name="next"]')) field.value = location.pathname + location.search;
  if (cutOff()) tellCutOff();
  const title = wanted.querySelector("h2");
  title.focus({ preventScroll: true });
  wanted.scrollIntoView({ block: "nearest" });
}

function giveKeys() {
  for (const input of document.querySelectorAll("[data-choice]")) input.removeAttribute("data-key");
  for (const input of shown()?.querySelectorAll("[data-choice]") ?? []) input.dataset.key = input.dataset.choice;
}

keysMean({ n: "next question", p: "question before", m: "mark" });

document.addEventListener("keydown", (event) => {
  const here = shown();
  if (!here || paused || event.repeat || !keysCount(event)) return;
  const step = { n: 1, p: -1 }[event.key];
  if (step) show(Number(here.dataset.question) + step);
  else if (event.key === "m") here.querySelector("form[data-flag]")?.requestSubmit();
  else return;
  event.preventDefault();
});

// ---- answers

function save(form) {
  if (typing?.form === form) {
    clearTimeout(typing.timer);
    typing = null;
  }
  outbox.post(form);
  mark(form.dataset.answer);
}

/** Save what is being typed, now. */
function flush() {
  if (typing) save(typing.form);
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-answer]");
  if (form) save(form);
});

document.addEventListener("input", (event) => {
  const form = event.target.matches(".typed input") && event.target.closest("form[data-answer]");
  if (!form) return;
  if (typing) {
    clearTimeout(typing.timer);
    if (typing.form !== form) save(typing.form);
  }
  typing = { form, timer: setTimeout(flush, TYPING) };
  mark(form.dataset.answer);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const form = button?.closest("form[data-answer]");
  if (!form) return;
  // questions.js has moved the row by now
  if ("move" in button.dataset) save(form);
  // only after the form was read: it says by the button that it is to be blank
  if ("clear" in button.dataset) setTimeout(() => empty(form));
});

function empty(form) {
  if (typing?.form === form) {
    clearTimeout(typing.timer);
    typing = null;
  }
  for (const input of form.querySelectorAll("input:checked")) input.checked = false;
  for (const input of form.querySelectorAll(".typed input")) input.value = "";
  for (const select of form.querySelectorAll(".placing select")) select.value = "";
}

/** Show in the list of numbers how a question stands; without `now`, as it stood but for what is not saved. */
function mark(number, now = {}) {
  const link = document.querySelector(`.numbers a[data-number="${number}"]`);
  if (!link) return;
  if ("answered" in now) {
    link.toggleAttribute("data-answered", now.answered);
    link.toggleAttribute("data-begun", Boolean(now.needed));
  }
  if ("flagged" in now) link.toggleAttribute("data-flagged", now.flagged);
  const form = document.querySelector(`form[data-answer="${number}"]`);
  const waits = form && (typing?.form === form || refused.has(form) || outbox.waitsFor(form.action));
  const state = waits ? "unsaved" : ["closed", "answered", "begun"].find((known) => known in link.dataset) ?? "blank";
  link.dataset.state = state;
  const words = [word("exam-state", { number, state: word(`exam-${state}`) })];
  if ("flagged" in link.dataset) words.push(word("exam-flagged"));
  link.querySelector(".unseen").textContent = words.join(", ");
  const count = document.querySelector("[data-count]");
  const answered = document.querySelectorAll(".numbers a[data-answered]").length;
  if (count) count.textContent = word("exam-count", { answered, all: count.dataset.all });
}

document.addEventListener("outbox:acknowledged", (event) => {
  const { job, text } = event.detail;
  reached();
  let answer = null;
  try {
    answer = JSON.parse(text);
  } catch {
    return; // not ours
  }
  const form = formOf(job);
  if (form?.dataset.answer) {
    refused.delete(form);
    mark(form.dataset.answer, answer);
    const lacks = form.querySelector("[data-needed]");
    lacks.textContent = answer.needed;
    lacks.hidden = !answer.needed;
  }
  if (form?.dataset.flag) flagged(form, answer.flagged);
  take(answer);
});

document.addEventListener("outbox:dropped", (event) => {
  const form = formOf(event.detail.job);
  if (form?.dataset.answer) {
    refused.add(form);
    mark(form.dataset.answer);
  }
  ask(); // it may be paused, or over
});

function formOf(job) {
  return [...document.querySelectorAll("form[data-answer], form[data-flag]")].find((form) => form.action === job.action);
}

function flagged(form, on) {
  form.querySelector('input[name="on"]').value = on ? "no" : "yes";
  form.querySelector("button").setAttribute("aria-pressed", String(on));
  mark(form.dataset.flag, { flagged: on });
}

// ---- the clock, which is the server's

function secondsLeft() {
  return Math.max(0, left - (paused ? 0 : (performance.now() - told) / 1000));
}

let before = Infinity; // the seconds left when the clock was last shown

function tick() {
  const clock = document.querySelector("[data-time-left]");
  if (!clock || paused) return;
  const seconds = secondsLeft();
  clock.textContent = `${Math.floor(seconds / 60)}:${String(Math.floor(seconds) % 60).padStart(2, "0")}`;
  clock.toggleAttribute("data-short", seconds < 300);
  for (const minutes of SAID) {
    if (before > minutes * 60 && seconds <= minutes * 60) announce(word("exam-left", { minutes }));
  }
  before = seconds;
  if (seconds === 0 && !ending) ask();
}

const SELDOM = 900; // ms between two looks at once, at least
const LATE = 15_000; // ms after which a look counts as lost; the server answers within 5 s
let looking = null; // the look that is under way
let seen = null; // how often an invigilator has done something, as far as the server has told
let asked = -SELDOM;
let again = 0;

/** Look at the clock at once. */
function ask() {
  if (performance.now() - asked < SELDOM) {
    again ||= setTimeout(() => { again = 0; ask(); }, SELDOM);
    return;
  }
  asked = performance.now();
  look(true);
}

/** Ask the server how the sitting stands: at once, or as soon as an invigilator has done something. */
async function look(atOnce) {
  looking?.abort();
  const mine = looking = new AbortController();
  const late = setTimeout(() => mine.abort(), LATE);
  const began = performance.now();
  let standing = null;
  try {
    const query = atOnce || seen === null ? "" : `?seen=${seen}`;
    const response = await fetch(`${address}/clock${query}`, { headers: { Accept: "application/json" }, signal: mine.signal });
    if (response.ok && !response.redirected) standing = await response.json();
    if (looking === mine && standing) {
      reached();
      seen = standing.seen;
      take(standing, query ? 0 : (performance.now() - began) / 2000);
    }
  } catch {
    if (looking === mine) missing();
  }
  clearTimeout(late);
  if (looking !== mine) return; // another one has taken its place
  looking = null;
  if (!document.hidden && !ending) setTimeout(() => { if (!looking && !document.hidden) look(false); }, standing ? SHORTLY : RETRY);
}

// ---- without a connection

/** Whether the server was out of reach when last asked. What the browser says of the network is not about this one. */
function cutOff() {
  return missed > 0;
}

function reached() {
  missed = 0;
  for (const name of ["stale", "waits"]) dismiss(name);
}

function missing() {
  missed += 1;
  if (missed > 1) tellCutOff();
}

/** Say that there is no connection, and what that means for who goes on. */
function tellCutOff() {
  toast("stale", word("exam-stale"), { kind: "mind" });
}

for (const change of ["offline", "online"]) window.addEventListener(change, ask);

/** Go by what the server has told, so many seconds ago. */
function take(standing, ago = 0) {
  left = standing.left - ago;
  told = performance.now();
  if (standing.over) return end();
  if (standing.paused !== paused) pause(standing.paused, standing.reason);
  const extra = document.querySelector("[data-extra]");
  if (extra && standing.extra) extra.textContent = word("exam-extra", { minutes: standing.extra });
  tellAbsences(standing);
  if (standing.away && !document.hidden && !away) {
    away = true; // the two posts have overtaken each other
    back();
  }
  tick();
}

function pause(now, reason) {
  paused = now;
  if (!paper) return anew(); // this page shows a pause, or is not the paper
  paper.hidden = now;
  for (const part of document.querySelectorAll("#handbook")) part.hidden = now;
  for (const part of document.querySelectorAll("[data-stopped]")) part.hidden = !now;
  if (now) {
    toast("paused", word("exam-paused", { reason }), { kind: "mind", closable: false });
    return;
  }
  dismiss("paused");
  document.getElementById("notice")?.replaceChildren();
  for (const form of [...refused]) save(form); // what was answered while nobody could
}

/** The time is up: once nothing waits any more, the server shows that. */
function end() {
  if (ours || ending) return;
  ending = true;
  announce(word("exam-over"));
  flush();
  settled(anew);
}

function anew() {
  ours = true;
  location.reload();
}

// ---- leaving the page

function gone() {
  if (away || ours || outbox.leaves()) return;
  away = true;
  flush();
  const token = document.querySelector('meta[name="csrf"]').content;
  navigator.sendBeacon(`${address}/leave`, new URLSearchParams({ csrf: token, key: outbox.newKey() }));
}

function back() {
  const form = document.querySelector("form[data-returning]");
  if (!away || !form) return;
  away = false;
  outbox.post(form);
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return gone();
  back();
  ask();
});
window.addEventListener("pagehide", gone);

function tellAbsences({ absences, gone: seconds }) {
  const place = document.querySelector("[data-absences]");
  if (!place || !absences) return;
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  const time = minutes ? word("exam-minutes", { minutes, seconds: rest }) : word("exam-seconds", { seconds });
  place.textContent = word("exam-absences", { count: absences, time });
}

// ---- going on only when everything is saved

function settled(then) {
  if (!outbox.unsaved()) return then();
  const look = () => {
    if (outbox.unsaved()) return;
    for (const name of ["outbox:acknowledged", "outbox:dropped"]) document.removeEventListener(name, look);
    then();
  };
  for (const name of ["outbox:acknowledged", "outbox:dropped"]) document.addEventListener(name, look);
}

/** Whether something has to wait, which is said; `then` is done when everything is saved. */
function waits(then) {
  flush();
  if (cutOff()) toast("waits", word("exam-waits"), { kind: "mind" });
  else if (outbox.unsaved()) {
    announce(word("wait"));
    setTimeout(() => { if (outbox.unsaved()) toast("waits", word("exam-waits"), { kind: "mind" }); }, SLOW);
  }
  if (outbox.unsaved()) settled(then);
  return outbox.unsaved() || cutOff();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  if ("number" in link.dataset) {
    event.preventDefault();
    show(link.dataset.number);
    return;
  }
  if (!inside(link.href) && !("settled" in link.dataset)) return;
  if (waits(() => link.click())) return event.preventDefault();
  ours = true;
});

function inside(href) {
  const { origin, pathname } = new URL(href, location.href);
  return origin === location.origin && (pathname === address || pathname.startsWith(`${address}/`));
}

// at the window, and before outbox.js and htmx see it
window.addEventListener("submit", (event) => {
  const form = event.target;
  if ("durable" in form.dataset) return;
  const language = form.querySelector('[name="language"]');
  if (!("settled" in form.dataset) && !language) return;
  const { submitter } = event;
  if (waits(() => form.requestSubmit(submitter))) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  ours = true;
}, true);

// ---- the beginning

for (const part of document.querySelectorAll("[data-script-only]:not([data-ordering] *)")) part.hidden = false;
for (const part of document.querySelectorAll("[data-without-script]")) part.hidden = true;
const returning = document.querySelector('form[data-returning] input[name="key"]');
if (returning) returning.value = outbox.newKey();
giveKeys();
tick();
setInterval(tick, 500);
setInterval(() => { if (!document.hidden && !looking) ask(); }, ASK * (0.9 + 0.2 * Math.random()));
if (!document.hidden) back();
ask();
