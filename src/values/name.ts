import { fold } from "./fold.ts";

export interface PersonName {
  /** null: not known. */
  readonly first: string | null;
  readonly last: string | null;
}

const particles = new Set(
  "van von vom zu zum zur der den dem de del della di da das do dos du la las le los ten ter te af av bin ibn al el".split(
    " ",
  ),
);
const suffixes = new Set("jr sr ii iii iv phd md mba esq".split(" "));

/** Words that only say how a company is incorporated; "Spa" alone is a word, "SpA" a form. */
const legalForms = new Set(
  (
    "gmbh mbh ggmbh ug ag kg kgaa ohg gbr ek ev eg se co cie inc incorporated corp corporation company llc llp lp " +
    "ltd limited plc pty pte sa sas sasu sarl sàrl eurl srl sl slu bv nv vof cv bvba as asa ab oy oyj aps " +
    "kft zrt doo sro lda ltda pvt kk haftungsbeschränkt"
  ).split(" "),
);
const joiners = new Set(["and", "und", "et", "y", "e"]);
const spelledForms = /[\s,](?:S\.[pP]\.A\.?|S[pP]A|[sS]p\.? ?z ?o\. ?o\.?)$/;

/** The form in which names are compared: compatibility forms and case made one, blanks collapsed. */
export function foldName(text: string): string {
  return fold(text).trim().replace(/\s+/g, " ");
}

/** A company's name without marks and without legal forms at its end; never empty for a name with a letter. */
export function companyKey(text: string): string {
  const name = text.trim().replace(spelledForms, "");
  const marked = foldName(name).replace(/(?<=\p{L})[.'’](?=\p{L}|$|[\s,])/gu, "");
  const words = marked.split(/[^\p{L}\p{N}\p{M}]+/u).filter((word) => word !== "");
  let end = words.length;
  while (end > 1 && legalForms.has(words[end - 1] ?? "")) end--;
  if (end < words.length && end > 1 && joiners.has(words[end - 1] ?? "")) end--;
  return words.length === 0 ? foldName(text) : words.slice(0, end).join(" ");
}

/**
 * "Jane Mary van der Berg" is Jane Mary + van der Berg, "Roe, Jane" is Jane + Roe. A single word is a first name
 * unless it begins with a particle. A title or suffix after a comma ("Jane Roe, PhD") stays with the last name.
 */
export function splitName(text: string): PersonName {
  const name = text.trim().replace(/\s+/g, " ");
  const comma = name.indexOf(",");
  if (comma < 0) return splitWords(name);
  const before = name.slice(0, comma).trim();
  const after = name.slice(comma + 1).trim();
  if (suffixes.has(after.toLowerCase().replace(/\./g, ""))) {
    const { first, last } = splitWords(before);
    return { first, last: last === null ? null : `${last}, ${after}` };
  }
  return { first: after || null, last: before || null };
}

function splitWords(name: string): PersonName {
  const words = name.split(" ").filter((word) => word !== "");
  if (words.length === 0) return { first: null, last: null };
  const particle = words.findIndex((word, index) => particles.has(index === 0 ? word : word.toLowerCase()));
  const atEnd = words.length - 1;
  const start = particle >= 0 && particle < atEnd ? particle : Math.max(atEnd, 1);
  return { first: words.slice(0, start).join(" ") || null, last: words.slice(start).join(" ") || null };
}

/** What a record is called on a screen: its name, or what else is known of it. */
export function displayName(of: {
  readonly first?: string | null | undefined;
  readonly last?: string | null | undefined;
  readonly company?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
}): string {
  const name = [of.first, of.last].filter((part) => part).join(" ");
  return name || of.company || of.email || of.phone || "(no name)";
}
