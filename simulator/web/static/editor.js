// The case editor: a <textarea data-editor="yaml"> becomes CodeMirror; without script it stays what it is. The macro
// `code_editor` (macros/editor.html.j2) writes the markup.
//
//   data-problems="/…"   where the text is checked: POST {"file", "text"} as JSON, answered by {"problems": [{"line",
//                        "column", "end_line", "end_column", "severity", "message", "rule"}], "elsewhere": [{…,
//                        "file", "address" or null}], "stopped": why the check was broken off, or null}; lines and
//                        columns count from 1, columns in characters, an end is exclusive and may be left out;
//                        `elsewhere` are problems in other files, each with the address where it can be mended
//   data-deep="/…"       the same, for checks that take longer: asked when the quick ones find no error
//   data-file="…"        the name of the file; data-rules="/rules/" what a rule's id is put behind, for a link to it
//   [data-problem-list="id of the textarea"], [data-problem-count="…"]   where problems and their number are shown
//   [data-elsewhere="…"], with a list in it, and [data-stopped="…"]   the same for the other two; hidden without any
//   <a data-goto="12:5">  anywhere in the page goes to line 12, column 5
//
// CodeMirror lives in a shadow root: there its styles are constructed style sheets, which the page's policy
// (style-src 'self') allows, and the page's own styles do not reach it.

import { defaultKeymap, history, historyKeymap, indentWithTab } from "./vendor/codemirror/commands/index.js";
import { yaml } from "./vendor/codemirror/lang-yaml/index.js";
import { bracketMatching, foldGutter, foldKeymap, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "./vendor/codemirror/language/index.js";
import { linter, lintGutter, lintKeymap, setDiagnostics } from "./vendor/codemirror/lint/index.js";
import { highlightSelectionMatches, search, searchKeymap } from "./vendor/codemirror/search/index.js";
import { Compartment, EditorState } from "./vendor/codemirror/state/index.js";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from "./vendor/codemirror/view/index.js";
import { tags } from "./vendor/lezer/highlight/index.js";
import { phrases, word } from "./words.js";

const DELAY = 300; // ms without typing before a check
const DEEP_DELAY = 1200;
const MOST_ELSEWHERE = 20;

// The page's own colours, which come through into the shadow root and follow its colour scheme.
const theme = EditorView.theme({
  "&": { height: "60vh", backgroundColor: "var(--surface)", color: "var(--ink)", fontSize: ".9375rem" },
  "&.cm-focused": { outline: "none" }, // the frame around it shows the focus
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--ink-2)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--jade) 7%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--jade-wash)", color: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--jade) 28%, transparent)" },
  ".cm-panels, .cm-tooltip": { backgroundColor: "var(--sunken)", color: "var(--ink)", borderColor: "var(--edge)" },
  ".cm-panel.cm-search": { padding: ".5rem .75rem", font: ".875rem var(--sans)" },
  ".cm-panel.cm-search input, .cm-panel.cm-search button": { minHeight: "2rem", margin: ".15rem .35rem .15rem 0" },
  ".cm-panel.cm-search label": { display: "inline-flex", alignItems: "center", minHeight: "2rem", fontSize: ".875rem" },
  ".cm-panel.cm-search input[type=checkbox]": { minHeight: "1.25rem", width: "1.25rem", accentColor: "var(--jade)" },
  ".cm-textfield, .cm-button": { backgroundColor: "var(--surface)", backgroundImage: "none", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: ".35rem", fontSize: "inherit" },
  ".cm-diagnostic": { font: ".875rem/1.5 var(--sans)", padding: ".4rem .7rem" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--stop)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--gold)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--stop)" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--gold)" },
  ".cm-foldGutter span": { cursor: "pointer" },
});

const colours = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: "var(--jade)" },
  { tag: tags.comment, color: "var(--ink-2)", fontStyle: "italic" },
  { tag: [tags.string, tags.content, tags.special(tags.string)], color: "var(--ink)" },
  { tag: [tags.keyword, tags.typeName, tags.labelName, tags.meta], color: "var(--gold)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--best)" },
  { tag: [tags.punctuation, tags.separator, tags.bracket, tags.squareBracket, tags.brace], color: "var(--ink-2)" },
  { tag: tags.invalid, color: "var(--stop)" },
]);

class CodeEditor {
  constructor(area) {
    this.area = area;
    this.form = area.form;
    this.saved = area.value;
    this.posting = false;
    this.asking = null;
    this.deepTimer = 0;
    this.checked = -1; // how often it was checked: an old answer is not shown
    this.build();
    this.form?.addEventListener("submit", () => { this.posting = true; });
    window.addEventListener("beforeunload", (event) => {
      if (!this.posting && this.view.state.doc.toString() !== this.saved) event.preventDefault();
    });
    document.addEventListener("click", (event) => this.follow(event));
    document.querySelector(`label[for="${CSS.escape(area.id)}"]`)?.addEventListener("click", (event) => {
      event.preventDefault();
      this.view.focus();
    });
  }

  build() {
    const { area } = this;
    const frame = document.createElement("div");
    frame.className = "code-frame";
    const root = frame.attachShadow({ mode: "open", delegatesFocus: true });
    const hint = document.createElement("p");
    hint.id = "hint";
    hint.textContent = word("editor-hint");
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("#hint { margin: 0; padding: .35rem .75rem; border-top: 1px solid var(--line); color: var(--ink-2); font: .8125rem/1.5 var(--sans); }");
    // pushed, because CodeMirror adds its own to the list
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const scheme = new Compartment();
    const shade = () => EditorView.theme({}, { dark: dark.matches });
    const label = document.querySelector(`label[for="${CSS.escape(area.id)}"]`)?.textContent.trim() ?? area.name;
    this.view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: area.value,
        extensions: [
          lineNumbers(), foldGutter(), lintGutter(), history(), drawSelection(), highlightSpecialChars(),
          highlightActiveLine(), highlightActiveLineGutter(), highlightSelectionMatches(), bracketMatching(),
          indentOnInput(), indentUnit.of("  "), EditorState.tabSize.of(2), EditorView.lineWrapping,
          EditorState.phrases.of(phrases()), search({ top: true }), yaml(), syntaxHighlighting(colours), theme,
          scheme.of(shade()),
          EditorState.readOnly.of(area.readOnly),
          EditorView.contentAttributes.of({
            tabindex: "0", "aria-label": label, "aria-describedby": "hint", lang: area.lang || "", spellcheck: "false",
          }),
          area.dataset.problems ? linter((view) => this.check(view), { delay: DELAY }) : [],
          EditorView.updateListener.of((update) => {
            if (update.docChanged) area.value = update.state.doc.toString();
          }),
          keymap.of([
            { key: "Mod-s", preventDefault: true, run: () => this.save() },
            ...defaultKeymap, ...historyKeymap, ...searchKeymap, ...foldKeymap, ...lintKeymap, indentWithTab,
          ]),
        ],
      }),
    });
    root.append(hint);
    dark.addEventListener("change", () => this.view.dispatch({ effects: scheme.reconfigure(shade()) }));
    area.hidden = true;
    area.required = false; // what is hidden cannot be pointed out by the browser
    area.before(frame);
    if (area.autofocus) this.view.focus();
  }

  save() {
    const button = this.form?.querySelector("button[data-saves]");
    this.form?.requestSubmit(button ?? undefined);
    return true;
  }

  async check(view) {
    clearTimeout(this.deepTimer);
    const number = ++this.checked;
    const { doc } = view.state;
    this.count(word("checking"));
    const found = await this.ask(this.area.dataset.problems, doc);
    if (number !== this.checked) return [];
    if (!found) {
      this.count(word("not-checked"));
      return [];
    }
    this.list(found);
    const { deep } = this.area.dataset;
    if (deep && ![...found.problems, ...found.elsewhere].some((problem) => problem.severity === "error")) {
      this.deepTimer = setTimeout(() => this.checkDeeply(deep, number, view.state.doc), DEEP_DELAY);
    }
    return diagnostics(found.problems, doc);
  }

  async checkDeeply(address, number, doc) {
    const found = await this.ask(address, doc);
    if (!found || number !== this.checked || this.view.state.doc !== doc) return;
    this.list(found);
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics(found.problems, doc)));
  }

  async ask(address, doc) {
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const response = await fetch(address, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          Accept: "application/json",
          "X-CSRF-Token": document.querySelector('meta[name="csrf"]')?.content ?? "",
        },
        body: JSON.stringify({ file: this.area.dataset.file ?? "", text: doc.toString() }),
        signal: this.asking.signal,
      });
      return response.ok ? await response.json() : null;
    } catch {
      return null; // no network, or a newer check took its place
    }
  }

  list({ problems, elsewhere, stopped }) {
    this.place("problem-list")?.replaceChildren(...problems.map((problem) => this.entry(problem)));
    this.count(problems.length ? word("problems", { count: problems.length }) : word("no-problems"));
    const others = this.place("elsewhere");
    if (others) {
      others.hidden = !elsewhere.length;
      others.querySelector("ol").replaceChildren(...elsewhere.slice(0, MOST_ELSEWHERE).map((problem) => this.entry(problem, true)));
    }
    const why = this.place("stopped");
    if (why) {
      why.hidden = !stopped;
      why.textContent = stopped ?? "";
    }
  }

  /** The place for what is said about this text. */
  place(name) {
    return document.querySelector(`[data-${name}="${CSS.escape(this.area.id)}"]`);
  }

  entry(problem, elsewhere = false) {
    const item = document.createElement("li");
    item.className = problem.severity === "error" ? "error" : "warning";
    const head = document.createElement("p");
    const place = document.createElement(elsewhere && !problem.address ? "span" : "a");
    if (elsewhere) {
      place.textContent = `${problem.file}:${problem.line}:${problem.column}`;
      if (problem.address) place.href = problem.address;
    } else {
      place.textContent = word("place", { line: problem.line, column: problem.column });
      place.href = `#${this.area.id}`;
      place.dataset.goto = `${problem.line}:${problem.column}`;
    }
    head.append(word(item.className), " · ", place);
    if (problem.rule) head.append(" · ", this.rule(problem.rule));
    const sentence = document.createElement("p");
    sentence.textContent = problem.message;
    item.append(head, sentence);
    return item;
  }

  rule(id) {
    const { rules } = this.area.dataset;
    const element = document.createElement(rules ? "a" : "span");
    if (rules) element.href = rules + encodeURIComponent(id);
    element.textContent = id;
    return element;
  }

  count(text) {
    const place = this.place("problem-count");
    if (place && place.textContent !== text) place.textContent = text;
  }

  follow(event) {
    const link = event.target.closest?.("a[data-goto]");
    if (!link || link.getAttribute("href") !== `#${this.area.id}`) return;
    event.preventDefault();
    const [line, column] = link.dataset.goto.split(":").map(Number);
    const position = place(this.view.state.doc, line, column);
    this.view.dispatch({ selection: { anchor: position }, effects: EditorView.scrollIntoView(position, { y: "center" }) });
    this.view.focus();
  }
}

function diagnostics(problems, doc) {
  return problems.map((problem) => {
    const from = place(doc, problem.line, problem.column);
    const end = problem.end_line ? place(doc, problem.end_line, problem.end_column ?? 1) : from;
    const line = doc.lineAt(from);
    const rest = /^[^\s:,]*/u.exec(line.text.slice(from - line.from))[0].length;
    return {
      from,
      to: end > from ? end : Math.min(line.to, from + Math.max(1, rest)),
      severity: problem.severity === "error" ? "error" : "warning",
      message: problem.message,
      source: problem.rule,
    };
  });
}

/** Where a line and column are in a text: columns count characters, CodeMirror counts UTF-16 units. */
function place(doc, line, column) {
  const at = doc.line(Math.min(Math.max(1, line || 1), doc.lines));
  const before = [...at.text].slice(0, Math.max(0, (column || 1) - 1)).join("");
  return at.from + Math.min(before.length, at.length);
}

const started = new WeakSet();

/** Take over the editors of a page. */
export function start(root) {
  for (const area of root.querySelectorAll('textarea[data-editor="yaml"]')) {
    if (started.has(area)) continue;
    started.add(area);
    new CodeEditor(area);
  }
}
