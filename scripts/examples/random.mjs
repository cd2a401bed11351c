const dayMs = 86_400_000;

/** The day of the story, on which everything ends. */
export const today = "2026-11-21";

/** The same numbers for the same seed on every machine: mulberry32, whole numbers only. */
export function random(seed) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  /** A whole number, both ends included. */
  const between = (from, to) => from + (next() % (to - from + 1));
  return {
    between,
    /** True in so many of a hundred. */
    chance: (percent) => between(1, 100) <= percent,
    pick: (list) => list[between(0, list.length - 1)],
  };
}

export function addDays(day, days) {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
}

/** The next day on which an office is open; the day itself if it is one. */
export function workday(day) {
  const weekday = new Date(Date.parse(day)).getUTCDay();
  return addDays(day, weekday === 6 ? 2 : weekday === 0 ? 1 : 0);
}

/** Days from the first to the second. */
export function daysBetween(from, to) {
  return (Date.parse(to) - Date.parse(from)) / dayMs;
}

/** 1234 cents as 12.34. */
export function money(cents) {
  return Math.floor(cents / 100) + "." + String(cents % 100).padStart(2, "0");
}

/** RFC 4180 with line feeds. */
export function csv(header, rows) {
  const cell = (value) =>
    /[",\n]/.test(String(value)) ? '"' + String(value).replaceAll('"', '""') + '"' : value;
  return [header, ...rows].map((row) => row.map(cell).join(",")).join("\n") + "\n";
}

/** Latin letters without marks, as they stand in an email. */
export function plain(text) {
  const german = text
    .toLowerCase()
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .replaceAll("ß", "ss");
  return german.normalize("NFD").replace(/[^a-z]+/g, "");
}
