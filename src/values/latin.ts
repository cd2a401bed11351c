import { editDistance } from "../errors.ts";

/** Letters that have no parts, and Cyrillic and Greek ones, by what they are usually written as in Latin letters. */
const letters: Readonly<Record<string, string>> = {
  ...pairs("ß ss æ ae ø o œ oe ł l đ d ð d þ th ı i ŋ n ħ h"),
  ...pairs(
    "а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts",
  ),
  ...pairs("ч ch ш sh щ shch ъ _ ы y ь _ э e ю yu я ya і i ї yi є ye ґ g ў u ј j љ lj њ nj ћ c џ dz ђ dj"),
  ...pairs(
    "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o",
  ),
};

function pairs(text: string): Record<string, string> {
  const words = text.split(" ");
  return Object.fromEntries(
    words.flatMap((word, at) => (at % 2 === 0 ? [[word, words[at + 1]!.replace("_", "")]] : [])),
  );
}

const plain = /^[a-z ]*$/;

/** Words of a name in plain Latin letters: "Ольга Müller-Lüdenscheidt" is olga, muller, ludenscheidt. */
export function latinWords(text: string): string[] {
  const lower = text.toLowerCase();
  const latin = plain.test(lower) ? lower : spelled(lower);
  const words = latin.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  return words.map(withoutUmlauts);
}

function spelled(text: string): string {
  const bare = text.normalize("NFKD").replace(/[\p{M}'’.]/gu, (mark) => (mark === "." ? " " : ""));
  let latin = "";
  for (const letter of bare) latin += letters[letter] ?? letter;
  return latin;
}

/** Müller is written Mueller and Muller, Søren Soeren, Aagaard Ågaard: all are one here. */
function withoutUmlauts(word: string): string {
  return /[aou]e|aa/.test(word) ? word.replace(/([aou])e/g, "$1").replaceAll("aa", "a") : word;
}

/**
 * What a word sounds like, roughly: its first letter and its consonants, the alike ones made one. For finding words that
 * may be meant alike, not for telling that they are.
 */
export function soundOf(word: string): string {
  const alike = word
    .replace(/^(?:kn|gn|pn)/, "n")
    .replace(/^wr/, "r")
    .replace(/sch|tsch|tch|ch|sh|zh|cz|shch/g, "s")
    .replace(/ph/g, "f")
    .replace(/th|dt/g, "t")
    .replace(/ck|q|x|c|g/g, "k")
    .replace(/[vw]/g, "f")
    .replace(/z/g, "s")
    .replace(/d/g, "t")
    .replace(/b/g, "p")
    .replace(/[jy]/g, "i");
  const first = /^[aeiou]/.test(alike) ? "a" : alike.slice(0, 1);
  return (
    first +
    alike
      .slice(1)
      .replace(/[aeiouh]/g, "")
      .replace(/(.)\1+/g, "$1")
  );
}

/** Whether two words differ by one slip: a letter too much, missing, another one, or two neighbours swapped. */
export function isSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  let [endA, endB] = [a.length, b.length];
  while (endA > from && endB > from && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const [left, right] = [endA - from, endB - from];
  if (left + right === 1 || (left === 1 && right === 1)) return true;
  return left === 2 && right === 2 && a[from] === b[from + 1] && a[from + 1] === b[from];
}

/** One slip in a word of four letters or more, two in one of eight or more. */
export function isMisspelt(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < 4) return false;
  if (isSlip(a, b)) return true;
  if (Math.min(a.length, b.length) < 8 || Math.abs(a.length - b.length) > 2) return false;
  return mayBeTwoSlips(a, b) && editDistance(a, b) <= 2;
}

/** Two slips bring at most two letters in, and take at most two out. For most words this tells what the distance would. */
function mayBeTwoSlips(a: string, b: string): boolean {
  const [inA, inB] = [lettersIn(a), lettersIn(b)];
  return countOf(inA & ~inB) <= 2 && countOf(inB & ~inA) <= 2;
}

/** Which letters a word has, a bit each; two that share a bit count as one. */
function lettersIn(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

function countOf(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
}
