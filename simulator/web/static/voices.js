// Ways for a line of a call to pass: the browser's own voices, or the pace of reading. See speaking.js.

/** Characters (zh) or words (en) a minute at speed 1: about the pace of a calm telephone call. */
export const PACE = { zh: 260, en: 160 };
const LEAST = 1200; // ms that the shortest line stays before the next one
const PITCH = { customer: 1.05, agent: 0.85 };

const synthesis = window.speechSynthesis;

/** How long a text takes to read, in ms at speed 1. */
export function readingTime(text, language) {
  const units = language === "zh"
    ? (text.match(/[\p{Script=Han}]|[\p{L}\p{N}]+/gu) ?? []).reduce((sum, part) => sum + (/\p{Script=Han}/u.test(part) ? 1 : 2), 0)
    : (text.match(/[\p{L}\p{N}’'-]+/gu) ?? []).length;
  return Math.max(LEAST, (units / (PACE[language] ?? PACE.en)) * 60_000);
}

/** The voices for a language that speak on this machine; others would send the words of a case to somebody. */
export function localVoices(language) {
  const fits = (voice) => voice.localService && voice.lang.toLowerCase().replace("_", "-").split("-")[0] === language;
  const local = synthesis ? synthesis.getVoices().filter((voice) => fits(voice)) : [];
  // Mandarin of the mainland first; Cantonese is called zh-HK
  const rank = (voice) => (/CN|Hans|GB|US/i.test(voice.lang) ? 0 : /HK/i.test(voice.lang) ? 2 : 1);
  return local.sort((one, other) => rank(one) - rank(other));
}

/** Resolve once the browser has told its voices, which some do late; after a second there are none. */
export function voicesKnown() {
  if (!synthesis || synthesis.getVoices().length) return Promise.resolve();
  return new Promise((resolve) => {
    synthesis.addEventListener("voiceschanged", resolve, { once: true });
    setTimeout(resolve, 1000);
  });
}

/** Read aloud what the customer or the agent says; resolves when it was said (true), stopped or not possible (false). */
export function say(text, language, speaker, rate) {
  const voices = localVoices(language);
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = (speaker === "agent" && voices[1]) || voices[0];
  utterance.lang = utterance.voice.lang;
  utterance.rate = rate;
  // with one voice for both, the pitch tells them apart
  utterance.pitch = voices.length > 1 ? 1 : PITCH[speaker];
  return new Promise((resolve) => {
    let silent = 0;
    const finish = (said) => {
      clearInterval(watch);
      resolve(said);
    };
    // some browsers forget to tell the end of a long text
    const watch = setInterval(() => {
      silent = synthesis.speaking || synthesis.pending ? 0 : silent + 1;
      if (silent > 8) finish(true);
    }, 250);
    utterance.addEventListener("end", () => finish(true));
    utterance.addEventListener("error", () => finish(false));
    synthesis.speak(utterance);
  });
}

/** Stop reading aloud. */
export function silence() {
  synthesis?.cancel();
}
