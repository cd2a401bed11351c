import { isMisspelt } from "../../values/latin.ts";
import { nameFamilies } from "../../values/nicknames.ts";
import { type Evidence, type Frequencies, nothing, rarity, said } from "./evidence.ts";
import type { Person } from "./people.ts";

/** Two people: what else they share, they share as a family or as colleagues. */
export const otherPerson: Evidence = { bits: -14, reasons: [] };

/** What the names of two contacts say of their being one person. */
export function compareNames(a: Person, b: Person, known: Frequencies): Evidence {
  if (a.whole === "" || b.whole === "") return nothing;
  const rare = rarity(known, Math.max(known.of("whole", a.whole), known.of("whole", b.whole)));
  if (a.whole === b.whole) {
    if (!a.whole.includes(" ")) return said(rare - 3, "same name");
    return said(rare + 1, a.first === b.first ? "same name" : "same name in another order");
  }
  if (a.last === "" || b.last === "" || a.first === "" || b.first === "") return partOfName(a, b, known);
  if (a.last === b.last) return compareFirst(a, b, { known, rare });
  if (isMisspelt(a.last, b.last) && alikeFirst(a.first, b.first)) {
    return said(rare - 3, "name spelt differently");
  }
  if (a.first === b.last || a.last === b.first) return crossed(a, b, rare);
  const more = containsWords(a.whole, b.whole);
  if (more !== undefined) return said(rarity(known, known.of("whole", more)) - 3, "one name holds the other");
  if (a.first === b.first && a.first.length > 1) {
    return { bits: Math.min(rarity(known, known.of("word", a.first)) * 0.3 - 10, -5), reasons: [] };
  }
  return otherPerson;
}

/** "Roe Jane" and "Jane Rowe": in another order and misspelt. */
function crossed(a: Person, b: Person, rare: number): Evidence {
  const [one, other] = a.first === b.last ? [a.last, b.first] : [a.first, b.last];
  return isMisspelt(one, other) ? said(rare - 4, "name spelt differently, in another order") : otherPerson;
}

function alikeFirst(a: string, b: string): boolean {
  return (
    a === b || (a.length === 1 ? b.startsWith(a) : b.length === 1 && a.startsWith(b)) || isNickname(a, b)
  );
}

function isNickname(a: string, b: string): boolean {
  const families = nameFamilies(a);
  return families.length > 0 && nameFamilies(b).some((family) => families.includes(family));
}

function compareFirst(a: Person, b: Person, { known, rare }: { known: Frequencies; rare: number }): Evidence {
  const [one, other] = [a.first, b.first];
  if (one === other) return said(rare - 1, "same name");
  if (one.length === 1 || other.length === 1) {
    if (one[0] !== other[0]) return otherPerson;
    return said(rarity(known, known.of("initial", a.last + " " + one[0])) - 2, "initials");
  }
  if (isNickname(one, other)) return said(rare - 1.5, "nickname");
  if (isMisspelt(one, other)) return said(rare - 3, "name spelt differently");
  return otherPerson;
}

/** One of the two is only a first or only a last name. */
function partOfName(a: Person, b: Person, known: Frequencies): Evidence {
  const [short, long] = a.whole.length < b.whole.length ? [a, b] : [b, a];
  const word = short.whole;
  if (word.includes(" ")) return otherPerson;
  if (!long.whole.split(" ").includes(word)) {
    const near = long.whole.split(" ").some((other) => isMisspelt(word, other));
    return near ? { bits: 0, reasons: ["part of the name, spelt differently"] } : otherPerson;
  }
  return said(Math.min(rarity(known, known.of("word", word)) - 5, 8), "part of the name");
}

/** The shorter of two names of which one holds all words of the other, two at least. */
function containsWords(a: string, b: string): string | undefined {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const words = long.split(" ");
  return short.includes(" ") && short.split(" ").every((word) => words.includes(word)) ? short : undefined;
}
