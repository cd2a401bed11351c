/** In the order in which they are shown; all but the last are due by today. */
export const dueSections = [
  "overdue",
  "today",
  "touch",
  "rotting",
  "closing",
  "tickets",
  "invoices",
  "quotes",
  "quiet",
  "coming",
] as const;
export type DueSection = (typeof dueSections)[number];

const dueTypes = [
  "followup",
  "birthday",
  "date",
  "touch",
  "rotting",
  "closing",
  "ticket",
  "invoice",
  "quote",
  "quiet",
] as const;
export type DueType = (typeof dueTypes)[number];

/** What `--only` takes: a section, or what a thing is. */
export const dueWords: readonly string[] = [...new Set<string>([...dueSections, ...dueTypes])];

interface DueKind {
  readonly section: DueSection;
  readonly type: DueType;
}

/** For what shows sections: a word that names a section ("touch") means it, and no more of that type. */
export function isShown(words: readonly string[], { section, type }: DueKind): boolean {
  return words.includes(section) || (words.includes(type) && !isAmong(dueSections, type));
}

/** For what sends things: a word that names a type means it, also while it is still to come. */
export function isMeant(words: readonly string[], { section, type }: DueKind): boolean {
  return words.includes(type) || (words.includes(section) && !isAmong(dueTypes, section));
}

function isAmong(words: readonly string[], word: string): boolean {
  return words.includes(word);
}
