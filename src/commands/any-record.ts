import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import type { Db } from "../store/db.ts";
import { describeRecord, type FoundRecord } from "../store/find.ts";
import { findNumbered } from "../store/numbered.ts";
import { candidates, describeCandidate, type Referable } from "../store/reference.ts";
import { searchRecords } from "../store/search.ts";
import { type Noun, tableOf } from "../store/tables.ts";
import { fold } from "../values/fold.ts";
import { pick } from "./pick.ts";

/** The nouns whose names are looked through where none is said, the likeliest first. */
const named = ["contact", "company", "deal", "product"] as const satisfies readonly Referable[];

/**
 * The record of any of these nouns that a text means: "deal:3", "company:acme", "ticket:7"; without a noun the name of
 * a contact, company, deal or product; a bare number is a contact. What could be of two nouns has to be said.
 */
export async function anyRecord(
  app: App,
  db: Db,
  text: string,
  allowed: readonly Noun[],
): Promise<FoundRecord> {
  const [, word, rest] = /^\s*([a-z]+)\s*:\s*(.+)$/i.exec(text) ?? [];
  if (word !== undefined && rest !== undefined) {
    const noun = allowed.find((one) => one === word.toLowerCase());
    if (noun === undefined) {
      throw new UserError(
        "usage",
        '"' + text + '": no noun "' + word + '" here',
        "one of " + allowed.join(", "),
      );
    }
    return describeRecord(db, noun, await idOf(app, db, noun, rest));
  }
  const nouns = named.filter((noun) => allowed.includes(noun));
  if (/^#?\d+$/.test(text.trim())) return one(app, db, "contact", text);
  const found = nouns
    .map((noun) => ({ noun, fits: candidates(db, noun, text) }))
    .filter(({ fits }) => fits.length > 0);
  const exact = found.filter(({ fits }) => fits.some(({ name }) => fold(name) === fold(text.trim())));
  const meant = exact.length > 0 ? exact : found;
  const [first] = meant;
  if (first === undefined) {
    throw new UserError(
      "not_found",
      'nothing is called "' + text + '"',
      "say the noun: company:acme, deal:3, ticket:7",
    );
  }
  if (meant.length === 1) return one(app, db, first.noun, text);
  const list = meant.map(({ noun, fits }) => noun + " " + describeCandidate(fits[0]!)).join(" or ");
  const hint = "say the noun, such as " + first.noun + ":" + first.fits[0]!.id;
  throw new UserError("ambiguous", '"' + text + '" could be ' + list, hint);
}

async function one(app: App, db: Db, noun: Referable, text: string): Promise<FoundRecord> {
  return describeRecord(db, noun, (await pick(app, db, noun, text)).id);
}

async function idOf(app: App, db: Db, noun: Noun, text: string): Promise<number> {
  if (noun === "order" || noun === "invoice" || noun === "quote") return findNumbered(db, noun, text);
  if ((named as readonly Noun[]).includes(noun)) return (await pick(app, db, noun as Referable, text)).id;
  const number = /^#?(\d{1,15})$/.exec(text.trim())?.[1];
  const found =
    number === undefined
      ? searchRecords(db, { text, noun, nameOnly: true, limit: 2 }).map(({ id }) => id)
      : db
          .all<{ id: number }>("SELECT id FROM " + tableOf[noun] + " WHERE id = ?", [Number(number)])
          .map(({ id }) => id);
  const [first] = found;
  if (first === undefined)
    throw new UserError("not_found", "no " + noun + ' "' + text + '"', "see: crm " + noun + " list");
  if (found.length === 1) return first;
  throw new UserError(
    "ambiguous",
    '"' + text + '" could be ' + found.map((id) => noun + " " + id).join(" or "),
    "say its number",
  );
}
