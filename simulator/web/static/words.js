// What scripts say: the words of the page's language (each <template data-words>, see macros/page.html.j2), said to
// screen readers in #announcements and shown to everybody in #toasts. Scripts hold no words of their own.

function entries(selector) {
  return [...document.querySelectorAll("template[data-words]")].flatMap((all) => [...all.content.querySelectorAll(selector)]);
}

/** The words of a name in the page's language, with `{names}` filled in. */
export function word(name, values = {}) {
  const entry = entries(`[data-word="${name}"]`)[0];
  const text = entry ? entry.textContent : name;
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}

/** What CodeMirror says, by what it says in English. */
export function phrases() {
  return Object.fromEntries(entries("[data-phrase]").map((entry) => [entry.dataset.phrase, entry.textContent]));
}

/** Have a screen reader say a sentence when it has finished the one before. */
export function announce(text) {
  const region = document.getElementById("announcements");
  if (!region) return;
  region.textContent = "";
  // the same sentence twice is only said twice if the region was empty in between
  setTimeout(() => { region.textContent = text; }, 60);
}

/**
 * Show a notice at the foot of the window until it is taken away; the one of the same `name` before it goes.
 * `actions` are [text, function or address]; `seconds` after which it goes by itself, or 0.
 */
export function toast(name, text, { kind = "", actions = [], seconds = 0, closable = true } = {}) {
  const place = document.getElementById("toasts");
  if (!place) return null;
  dismiss(name);
  const box = document.createElement("div");
  box.className = `notice ${kind}`.trim();
  box.dataset.toast = name;
  box.setAttribute("role", kind === "bad" || kind === "mind" ? "alert" : "status");
  const sentence = document.createElement("p");
  sentence.textContent = text;
  const row = document.createElement("div");
  row.className = "actions";
  for (const [label, act] of actions) row.append(actionElement(label, act));
  if (closable) row.append(actionElement(word("close"), () => box.remove()));
  box.append(sentence, row);
  place.append(box);
  if (seconds) setTimeout(() => box.remove(), seconds * 1000);
  return box;
}

/** Take the notice of this name away, if it is there. */
export function dismiss(name) {
  for (const box of document.querySelectorAll("#toasts > [data-toast]")) if (box.dataset.toast === name) box.remove();
}

function actionElement(label, act) {
  const link = typeof act === "string";
  const element = document.createElement(link ? "a" : "button");
  element.className = "button small";
  element.textContent = label;
  if (link) element.href = act;
  else {
    element.type = "button";
    element.addEventListener("click", act);
  }
  return element;
}
