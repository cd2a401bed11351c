import { isMisspelt } from "../../values/latin.ts";
import { nameFamilies } from "../../values/nicknames.ts";
import { type Evidence, type Frequencies, nothing, rarity, said } from "./evidence.ts";
import type { Person } from "./people.ts";

/** Two people: what else they share, they share as a family or as colleagues. */
export const otherPerson: Evidence = { bits: -14, reasons: [] };

/** What the names of two contacts say of their being one person. */
export function compareNames(a: Person, b: Person, known: Frequencies): Evidence {
  if (a.whole === "" || b.whole === "") return nothing;
  if (a.whole === b.whole) {
    const rare = rareness(a, b, known);
    if (!a.whole.includes(" ")) return said(rare - 3, "same name");
    return said(rare + 1, a.first === b.first ? "same name" : "same name in another order");
  }
  if (a.last === "" || b.last === "" || a.first === "" || b.first === "") return partOfName(a, b, known);
  if (a.last === b.last) return compareFirst(a, b, known);
  if (isMisspelt(a.last, b.last) && alikeFirst(a.first, b.first)) {
    return said(rareness(a, b, known) - 3, "name spelt differently");
  }
  if (a.first === b.last || a.last === b.first) return crossed(a, b, known);
  const more = containsWords(a.whole, b.whole);
  if (more !== undefined) return said(rarity(known, known.of("whole", more)) - 3, "one name holds the other");
  if (a.first === b.first && a.first.length > 1) {
    return { bits: Math.min(rarity(known, known.of("word", a.first)) * 0.3 - 10, -5), reasons: [] };
  }
  return otherPerson;
}

/** How rare the commoner of the two names is. Looked up only where it counts, for most pairs are of two people. */
function rareness(a: Person, b: Person, known: Frequencies): number {
  return rarity(known, Math.max(known.of("whole", a.whole), known.of("whole", b.whole)));
}

/** "Roe Jane" and "Jane Rowe": in another order and misspelt. */
function crossed(a: Person, b: Person, known: Frequencies): Evidence {
  const [one, other] = a.first === b.last ? [a.last, b.first] : [a.first, b.last];
  if (!isMisspelt(one, other)) return otherPerson;
  return said(rareness(a, b, known) - 4, "name spelt differently, in another order");
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

function compareFirst(a: Person, b: Person, known: Frequencies): Evidence {
  const [one, other] = [a.first, b.first];
  if (one === other) return said(rareness(a, b, known) - 1, "same name");
  if (one.length === 1 || other.length === 1) {
    if (one[0] !== other[0]) return otherPerson;
    return said(rarity(known, known.of("initial", a.last + " " + one[0])) - 2, "initials");
  }
  if (isNickname(one, other)) return said(rareness(a, b, known) - 1.5, "nickname");
  if (isMisspelt(one, other)) return said(rareness(a, b, known) - 3, "name spelt differently");
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
  const space = short.indexOf(" ");
  if (space < 0 || !hasWord(long, short.slice(0, space))) return undefined;
  return short.split(" ").every((word) => hasWord(long, word)) ? short : undefined;
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const end = at + word.length;
    if ((at === 0 || text[at - 1] === " ") && (end === text.length || text[end] === " ")) return true;
  }
  return false;
}
