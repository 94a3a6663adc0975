// The guided analysis, made smoother: rows to be put in order move with two buttons, and how sure somebody is has a
// slider beside its number. Without script there are the numbers alone, which is all that is posted anyway.
//
//   <ol data-ordering> <li data-row><select …> … <button data-move="-1" data-script-only hidden> </li> </ol>
//   <div data-confidence> <input type="range" data-script-only hidden> <input type="number" name="confidence"> </div>

import { announce } from "./words.js";

function rows(list) {
  return [...list.querySelectorAll("[data-row]")];
}

/** Give every row the number of its place, and switch off the buttons that lead nowhere. */
function number(list) {
  const all = rows(list);
  for (const [index, row] of all.entries()) {
    row.querySelector("select").value = String(index + 1);
    for (const button of row.querySelectorAll("[data-move]")) {
      const to = index + Number(button.dataset.move);
      button.toggleAttribute("disabled", to < 0 || to >= all.length || button.matches("fieldset[disabled] *"));
    }
  }
}

/** Put a row where another is, keeping the focus where it was. */
function put(list, row, index) {
  const focused = document.activeElement;
  const others = rows(list).filter((other) => other !== row);
  list.insertBefore(row, others[index] ?? null);
  number(list);
  const stays = focused.disabled ? row.querySelector("[data-move]:not([disabled])") : focused;
  stays?.focus();
  announce(`${index + 1}. ${row.querySelector("[data-text]").textContent}`);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move]");
  const list = button?.closest("[data-ordering]");
  if (!list) return;
  const row = button.closest("[data-row]");
  put(list, row, rows(list).indexOf(row) + Number(button.dataset.move));
});

document.addEventListener("change", (event) => {
  const list = event.target.matches("[data-row] select") && event.target.closest("[data-ordering]");
  if (list) put(list, event.target.closest("[data-row]"), Number(event.target.value) - 1);
});

document.addEventListener("input", (event) => {
  const pair = event.target.closest("[data-confidence]");
  for (const other of pair ? pair.querySelectorAll("input") : []) {
    if (other !== event.target && event.target.value !== "") other.value = event.target.value;
  }
});

function arrive() {
  for (const hidden of document.querySelectorAll("[data-ordering] [data-script-only], [data-confidence] [data-script-only]")) hidden.hidden = false;
  for (const list of document.querySelectorAll("[data-ordering]")) number(list);
}

document.addEventListener("outbox:put", arrive);
arrive();
