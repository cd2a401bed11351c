import { fold } from "./fold.ts";

/**
 * Words for what article 9 of the GDPR calls special categories of personal data, in English and German: by category,
 * beginnings of words as `fold` leaves them.
 */
const categories: readonly (readonly [string, RegExp])[] = [
  [
    "health",
    /\b(health|illness|disease|disab|diagnos|medic|allerg|pregnan|blood|vaccin|gesundheit|krank|behinder|schwanger|blut|impf|therap)/,
  ],
  [
    "religion or belief",
    /\b(religi|faith|church|confession|denomination|belief|konfession|glaube|kirche|weltanschau)/,
  ],
  [
    "political opinion",
    /\b(politic|party member|voting|vote|partei(zugeh|mitglied)?\b|wahlverhalten|politisch)/,
  ],
  ["trade union membership", /\b(trade union|union member|labou?r union|gewerkschaft)/],
  [
    "sex life or orientation",
    /\b(sexual|sex life|orientation|gender identity|sexuell|sexualit|geschlechtsidentit)/,
  ],
  ["ethnic origin", /\b(ethni|race\b|racial|skin colou?r|rasse\b|hautfarbe|abstammung)/],
  [
    "biometric or genetic data",
    /\b(biometr|fingerprint|geneti|genome|dna\b|iris scan|gesichtserkennung|fingerabdr)/,
  ],
];

/** The special category that a field's name speaks of; undefined for every other name. */
export function specialCategory(name: string): string | undefined {
  const words = fold(name).replace(/[_-]+/g, " ");
  return categories.find(([, pattern]) => pattern.test(words))?.[0];
}
