/** One kind is one exit code; the codes are part of the contract with scripts. */
export const exitCodes = {
  refused: 1,
  usage: 2,
  not_found: 3,
  ambiguous: 4,
  conflict: 4,
  partial: 5,
  due: 10,
  disk: 74,
  busy: 75,
  locked: 77,
  cancelled: 130,
} as const;

export type ErrorKind = keyof typeof exitCodes;

/** Something the user can mend: the message names the thing, the hint the next step. */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly kind: ErrorKind;
  readonly hint: string | undefined;

  constructor(kind: ErrorKind, message: string, hint?: string) {
    super(message);
    this.kind = kind;
    this.hint = hint;
  }
}

/** The candidate nearest to a mistyped word, or undefined when none is near enough to suggest. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(typed.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(typed, candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Edits (insert, delete, replace, swap of neighbours) between two words. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        value = Math.min(value, beforeLast[j - 2]! + 1);
      }
      row.push(value);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}

/** An unknown word of a closed list: names the word, suggests one, lists what is allowed. */
export function unknownWord(
  kind: ErrorKind,
  message: string,
  word: string,
  allowed: readonly string[],
): UserError {
  const guess = nearest(word, allowed);
  const meant = guess === undefined ? "" : ` Did you mean "${guess}"?`;
  return new UserError(
    kind,
    `${message}.${meant}` + (allowed.length === 0 ? " There is none yet." : ` (${allowed.join(", ")})`),
  );
}
