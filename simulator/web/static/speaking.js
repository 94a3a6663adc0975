// The replay plays like a call. The macro `player` (macros/player.html.j2) writes the controls; a page adds the lines
// and the form that hears the next one:
//
//   {{ player("zh", address of the recording or none, heard, all) }}
//   <ol id="lines" class="log" data-lines>
//     <li class="line" data-line="3" data-speaker="customer" data-at="12" data-until="17" tabindex="-1">
//       <div class="said customer" lang="zh-Hans"><p class="label">…</p><p class="words" data-words>…</p></div>
//       <div class="marks"> forms with <button data-letter="r" aria-pressed="false"> </div>
//     </li>
//   </ol>
//   <form method="post" action="…/moves" data-hear data-durable="queue" data-target="#lines" data-swap="beforeend">
//     csrf, key, version, <button name="move" value="hear">Next line</button>
//   </form>
//
// A line comes from the server when its time has come and not before: the script posts the form, the answer brings
// the line into [data-lines] (in whatever way), and the line is shown as `current`. The player must stay outside of
// what the answer replaces. When the last line was heard, the answer takes the form away (hx-swap-oob).
//
// `data-speaker` is customer, agent or system; `data-at` and `data-until` are seconds into the recording: where the
// line begins and where the next one does. The words are always shown, so there are captions with every way of
// hearing: 1. the recording, or an <audio data-line-audio> in a line; 2. without one, the browser's own voices;
// 3. without those, or with the sound off, the pace of reading. Nobody on the phone says what the screen of the agent
// shows (`system`), so no voice reads it: it passes at the pace of reading, and a screen reader is told of it.
//
// Keys: p, or the space bar in the player: play and pause; left and right: the line before and the next; up and down:
// from line to line; on a line, the letter of a mark.
//
// Event on document: "line-reached" {number, line}.

import { keysCount, keysMean } from "./keys.js";
import { remember, remembered } from "./memory.js";
import { localVoices, PACE, readingTime, say, silence, voicesKnown } from "./voices.js";
import { announce, word } from "./words.js";

const PATIENCE = 700; // ms that a recording runs on while the next line is on its way
const NEAR = 1.5; // s between the recording and a line that need no jump

class Player {
  constructor(root) {
    this.root = root;
    this.language = root.dataset.language;
    this.audio = root.querySelector("audio");
    this.broken = false; // the recording cannot be played
    this.playing = false;
    this.turn = 0; // a new one ends what the last one waits for
    this.cursor = 1; // the number of the line to come
    this.asking = false; // for that line
    this.shown = this.lines().length;
    this.button = this.find("play");
    this.speed = this.find("speed");
    this.sound = this.find("sound");
    for (const control of root.querySelectorAll("[data-script-only]")) control.hidden = false;
    this.speed.value = remembered("player-speed", "1");
    if (!this.speed.value) this.speed.value = "1";
    this.sound.checked = remembered("player-sound", "on") === "on";
    this.cursor = this.hearing() ? this.lines().length + 1 : 1;
    keysMean({ p: "play", " ": "play", ArrowLeft: "back", ArrowRight: "on", ArrowUp: "line above", ArrowDown: "line below" });
    this.listen();
    this.tell();
    voicesKnown().then(() => this.tell());
  }

  find(name) {
    return this.root.querySelector(`[data-${name}]`);
  }

  lines() {
    return [...document.querySelectorAll("[data-lines] [data-line]")];
  }

  line(number) {
    return document.querySelector(`[data-lines] [data-line="${number}"]`);
  }

  hearing() {
    return document.querySelector("form[data-hear]");
  }

  rate() {
    return parseFloat(this.speed.value) || 1;
  }

  /** The sound of one line alone, if it has one that can be played. */
  clip(line) {
    return line?.querySelector("audio[data-line-audio]:not([data-broken])");
  }

  way(line = this.line(this.cursor)) {
    if ((this.audio && !this.broken) || (this.sound.checked && this.clip(line))) return "recording";
    return this.sound.checked && localVoices(this.language).length ? "voices" : "pace";
  }

  listen() {
    this.button.addEventListener("click", () => (this.playing ? this.pause() : this.play()));
    this.find("back").addEventListener("click", () => this.step(-1));
    this.find("forward").addEventListener("click", () => this.step(1));
    this.speed.addEventListener("change", () => {
      remember("player-speed", this.speed.value);
      if (this.audio) this.audio.playbackRate = this.rate();
      this.tell();
    });
    this.sound.addEventListener("change", () => {
      remember("player-sound", this.sound.checked ? "on" : "off");
      if (this.audio) this.audio.muted = !this.sound.checked;
      this.tell();
      if (this.playing && this.way() !== "recording") this.play(); // the line again, in the other way
    });
    this.audio?.addEventListener("error", () => this.giveUpRecording());
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("outbox:put", () => this.arrive());
    window.addEventListener("pagehide", () => this.pause());
  }

  /** Show a line that was asked for by its button; of the whole call at once, none is shown before the others. */
  arrive() {
    const come = this.lines().slice(this.shown);
    this.tell();
    if (come.length !== 1 || this.playing || this.asking) return;
    this.cursor = Number(come[0].dataset.line);
    this.reach(come[0]);
  }

  tell() {
    const way = this.way();
    const units = word(`pace-${this.language}`, { count: Math.round(PACE[this.language] * this.rate()) });
    this.find("how").textContent = word(`by-${way}`, { pace: units });
    this.button.textContent = word(this.playing ? "pause" : "play");
    const list = document.querySelector("[data-lines]");
    // a screen reader says the lines, but not over a voice that does
    list?.setAttribute("aria-live", this.playing && (way === "pace" || !this.sound.checked) ? "polite" : "off");
    const heard = this.find("heard");
    this.shown = this.lines().length;
    if (heard) heard.value = this.shown;
    const letters = [...document.querySelectorAll("[data-line]:last-child [data-letter]")];
    keysMean(Object.fromEntries(letters.map((mark) => [mark.dataset.letter, mark.textContent.trim()])));
  }

  play() {
    this.hush();
    if (!this.line(this.cursor) && !this.hearing()) this.cursor = 1; // all was heard: from the start again
    this.playing = true;
    this.tell();
    this.run(++this.turn);
  }

  pause() {
    this.playing = false;
    this.turn += 1;
    this.hush();
    this.tell();
  }

  hush() {
    silence();
    this.audio?.pause();
    for (const line of this.lines()) line.querySelector("audio[data-line-audio]")?.pause();
  }

  /** Go to the line before the current one, or to the next, which may have to be heard first. */
  async step(by) {
    const now = this.lines().findIndex((line) => line.classList.contains("current"));
    const at = now < 0 ? this.lines().length : Number(this.lines()[now].dataset.line);
    this.cursor = Math.max(1, at + by);
    if (this.audio) this.jump = true;
    if (this.playing) return this.play();
    const turn = ++this.turn;
    const line = await this.arrived(turn);
    if (line && turn === this.turn) this.reach(line);
    return undefined;
  }

  async run(turn) {
    while (turn === this.turn) {
      const line = await this.arrived(turn);
      if (turn !== this.turn) return;
      if (!line) return this.finish();
      this.reach(line);
      const over = await this.pass(line, turn);
      if (turn !== this.turn || !over) return;
      this.cursor += 1;
    }
  }

  /** The line at the cursor, heard if need be; null when there is none. */
  async arrived(turn) {
    const here = this.line(this.cursor);
    const form = this.hearing();
    if (here || !form) return here;
    const stop = setTimeout(() => { if (turn === this.turn) this.audio?.pause(); }, PATIENCE);
    const number = this.cursor;
    this.asking = true;
    const came = new Promise((resolve) => {
      const look = (event) => {
        if (event.type === "outbox:put" && !this.line(number) && this.hearing()) return;
        document.removeEventListener("outbox:put", look);
        document.removeEventListener("outbox:dropped", look);
        resolve(this.line(number));
      };
      document.addEventListener("outbox:put", look);
      document.addEventListener("outbox:dropped", look);
    });
    form.requestSubmit(form.querySelector('button[value="hear"]'));
    const line = await came;
    this.asking = false;
    clearTimeout(stop);
    return line;
  }

  reach(line) {
    for (const other of this.lines()) {
      const current = other === line;
      other.querySelector(".said")?.classList.toggle("current", current);
      other.classList.toggle("current", current);
      if (current) other.setAttribute("aria-current", "true");
      else other.removeAttribute("aria-current");
    }
    this.tell();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    line.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    document.dispatchEvent(new CustomEvent("line-reached", { detail: { number: Number(line.dataset.line), line } }));
  }

  /** Let a line pass; false if it was broken off. */
  async pass(line, turn) {
    const text = line.querySelector("[data-words]").textContent;
    const way = this.way(line);
    if (way === "recording" && this.audio && !this.broken) return this.hearRecording(line, turn, text);
    if (way === "recording" && (await this.hearClip(this.clip(line), turn))) return turn === this.turn;
    if (way === "voices" && line.dataset.speaker === "system") announce(text);
    else if (way === "voices" && (await say(text, this.language, line.dataset.speaker, this.rate()))) return turn === this.turn;
    if (turn !== this.turn) return false;
    return this.wait(readingTime(text, this.language) / this.rate(), turn);
  }

  async hearRecording(line, turn, text) {
    const { audio } = this;
    const number = Number(line.dataset.line);
    const [from, to] = [parseFloat(line.dataset.at ?? (number === 1 ? "0" : "")), parseFloat(line.dataset.until)];
    // a recording that has run out would begin anew
    const out = Number.isNaN(from) ? audio.ended : from >= audio.duration;
    if (out) return this.wait(readingTime(text, this.language) / this.rate(), turn);
    audio.playbackRate = this.rate();
    audio.muted = !this.sound.checked;
    const inside = audio.currentTime >= from - NEAR && (Number.isNaN(to) || audio.currentTime < to);
    if (!Number.isNaN(from) && (this.jump || !inside)) audio.currentTime = from;
    this.jump = false;
    try {
      await audio.play();
    } catch (error) {
      if (turn !== this.turn || error.name === "AbortError") return false;
      this.giveUpRecording();
      return this.wait(readingTime(text, this.language) / this.rate(), turn);
    }
    const started = audio.currentTime;
    const least = readingTime(text, this.language) / 1000;
    const more = () => this.hearing() || this.line(number + 1);
    while (turn === this.turn && !this.broken && !audio.ended) {
      if (!Number.isNaN(to) ? audio.currentTime >= to : audio.currentTime - started >= least && more()) break;
      await new Promise((resolve) => { setTimeout(resolve, 60); });
    }
    return turn === this.turn;
  }

  /** Hear the sound of one line; false if it cannot be played. Pausing it by its own controls breaks it off. */
  async hearClip(clip, turn) {
    clip.currentTime = 0;
    clip.playbackRate = this.rate();
    try {
      await clip.play();
    } catch (error) {
      if (error.name !== "AbortError") {
        clip.dataset.broken = "";
        announce(word("sound-failed"));
      }
      return false;
    }
    return new Promise((resolve) => {
      clip.addEventListener("ended", () => resolve(true), { once: true });
      clip.addEventListener("pause", () => {
        if (!clip.ended && turn === this.turn) this.pause();
        resolve(true);
      }, { once: true });
      clip.addEventListener("error", () => resolve(false), { once: true });
    });
  }

  giveUpRecording() {
    if (this.broken) return;
    this.broken = true;
    announce(word("sound-failed"));
    this.tell();
  }

  wait(time, turn) {
    return new Promise((resolve) => { setTimeout(() => resolve(turn === this.turn), time); });
  }

  finish() {
    this.pause();
    announce(word("over"));
  }

  key(event) {
    if (!keysCount(event)) return;
    const at = event.target instanceof Element ? event.target : document.body;
    const line = at.closest("[data-line]");
    const mark = /^[a-z]$/.test(event.key) && line?.querySelector(`[data-letter="${event.key}"]`);
    if (mark) {
      event.preventDefault();
      mark.click();
      return;
    }
    const own = at === document.body || at === document.querySelector("main") || at === this.root;
    const act = {
      p: () => this.button.click(),
      " ": own ? () => this.button.click() : null,
      ArrowLeft: () => this.step(-1),
      ArrowRight: () => this.step(1),
      ArrowUp: line ? () => this.look(line, -1) : null,
      // also from the controls above the lines, where the focus stays after hearing a line
      ArrowDown: line || own || at.closest("[data-player], form[data-hear]") ? () => this.look(line, 1) : null,
    }[event.key];
    if (!act || at.matches('input[type="radio"], audio')) return; // which have their own use for the arrows
    event.preventDefault();
    act();
  }

  /** Move the focus from line to line. */
  look(line, by) {
    const lines = this.lines();
    const current = Math.max(0, lines.findIndex((other) => other.classList.contains("current")));
    lines[line ? lines.indexOf(line) + by : current]?.focus();
  }
}

const started = new WeakSet();

/** Take over the players of a page. */
export function start(root) {
  for (const place of root.querySelectorAll("[data-player]")) {
    if (started.has(place)) continue;
    started.add(place);
    new Player(place);
  }
}
