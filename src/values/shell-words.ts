/** Words as a shell would split them, quotes taken away; nothing is expanded, and no shell runs. */
export function shellWords(text: string): string[] {
  return [...text.matchAll(/((?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])+)/g)].map(([word]) =>
    word.replace(/'([^']*)'|"([^"]*)"|\\(.)/g, (_, single, double, bare) => single ?? double ?? bare ?? ""),
  );
}

/** A word as a shell needs it. */
export function shellQuoted(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : "'" + word.replaceAll("'", "'\\''") + "'";
}
