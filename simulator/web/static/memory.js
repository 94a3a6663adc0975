// What this browser remembers of its own: switches and notes, never anything of a play.

/** What is remembered under a name; storage may be forbidden. */
export function remembered(name, fallback = null) {
  try {
    return localStorage.getItem(name) ?? fallback;
  } catch {
    return fallback;
  }
}

/** Remember a text, or forget it when it is null; false if the browser would not. */
export function remember(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
    return true;
  } catch {
    return false;
  }
}
