import type { Person } from "./people.ts";

/**
 * How often each value is found. What two people share tells the more the rarer it is: that both are called Xanthippe
 * Zwerg more than that both live in Berlin.
 */
export interface Frequencies {
  /** How many people there are, at least 10,000: in a small file a name is not commoner than in the world. */
  readonly population: number;
  readonly of: (kind: Kind, value: string) => number;
}

type Kind =
  | "whole"
  | "word"
  | "initial"
  | "email"
  | "phone"
  | "local"
  | "birthday"
  | "company"
  | "street"
  | "city";

/** What speaks for a pair, summed in bits: 1 doubles the odds that the two are one person, -1 halves them. */
export interface Evidence {
  bits: number;
  readonly reasons: string[];
}

export function frequencies(all: readonly Person[]): Frequencies {
  const counts = new Map<Kind, Map<string, number>>();
  const countOf = (kind: Kind) => {
    const made = new Map<string, number>();
    counts.set(kind, made);
    return (value: string) => made.set(value, (made.get(value) ?? 0) + 1);
  };
  const [whole, word, initial, email] = [
    countOf("whole"),
    countOf("word"),
    countOf("initial"),
    countOf("email"),
  ];
  const [local, phone, company] = [countOf("local"), countOf("phone"), countOf("company")];
  const [birthday, street, city] = [countOf("birthday"), countOf("street"), countOf("city")];
  for (const person of all) {
    if (person.whole !== "") {
      whole(person.whole);
      for (const each of person.whole.split(" ")) word(each);
      if (person.last !== "" && person.first !== "") initial(person.last + " " + person.first[0]);
    }
    for (const address of person.emails) {
      email(address.email);
      local(address.local);
    }
    for (const each of person.phones) phone(each);
    for (const each of person.companies) company(String(each));
    if (person.birthday !== null) birthday(person.birthday.slice(-5));
    if (person.street !== "") street(person.street + person.city);
    if (person.city !== "") city(person.city);
  }
  const of = (kind: Kind, value: string) => counts.get(kind)?.get(value) ?? 1;
  return { population: Math.max(10_000, all.length), of };
}

export function rarity({ population }: Frequencies, count: number): number {
  return Math.log2(population / count);
}

export const nothing: Evidence = { bits: 0, reasons: [] };

export function said(bits: number, reason: string): Evidence {
  return { bits, reasons: [reason] };
}
