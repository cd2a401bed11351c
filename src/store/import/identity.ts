import { UserError } from "../../errors.ts";
import type { Db } from "../db.ts";
import type { MergedNames } from "../merged.ts";
import { describe } from "../reference.ts";
import { employer, type ImportedContact, kindsOf } from "./contacts.ts";
import type { ContactKeys, MatchKey } from "./keys.ts";
import { noNumber, type OwnChoice } from "./own-rows.ts";
import type { Companies } from "./parts.ts";
import { includes, type PresentContacts } from "./present.ts";

interface Identification {
  readonly keys: ContactKeys;
  readonly present: PresentContacts;
  readonly match: readonly MatchKey[];
  readonly companies: Pick<Companies, "find">;
  readonly merged: MergedNames;
  /** Whom the row's number in our own export says; absent: it is from elsewhere. */
  readonly own?: OwnChoice;
  /** Whose card of ours the row is, which says as much as an external id; undefined: nobody's. */
  readonly card?: number | undefined;
}

/**
 * The contact that a row is about: by external id, email and phone, in the order asked for, and where none of these is
 * known, by name and company. They may not contradict each other.
 *
 * A phone is a weaker sign than the others, for a switchboard or a family shares one: it counts only for contacts whose
 * name is the row's, is short for it ("J. Roe"), or is missing on one side. So two named people at one number stay
 * two, and an email that says one of them is not contradicted by the number of the other.
 */
export function identify(db: Db, row: ImportedContact, identification: Identification): number | undefined {
  const id = byKeys(db, row, identification);
  if (id !== undefined || !identification.match.includes("name")) return id;
  const { own = noNumber } = identification;
  return (
    (own.id === undefined ? own.former() : undefined) ??
    byName(row, { ...identification, own }) ??
    byMergedName(db, row, identification)
  );
}

/** Who was merged is found by the old name too, with the company or the phone, or where the row has nothing else. */
function byMergedName(
  db: Db,
  row: ImportedContact,
  { companies, merged }: Pick<Identification, "companies" | "merged">,
): number | undefined {
  if (row.externalId !== null || row.emails.length > 0) return undefined;
  const companyId = row.company === null ? undefined : companies.find(row.company, row.companyKey);
  const worksAt = "SELECT 1 FROM employment WHERE contact_id = ? AND company_id = ?";
  const owns = "SELECT 1 FROM contact_phone WHERE contact_id = ? AND phone_key = ?";
  return merged.of(row.nameKey).find((id) => {
    if (row.company === null && row.phones.length === 0) return true;
    if (companyId !== undefined && db.get(worksAt, [id, companyId]) !== undefined) return true;
    return row.phones.some(({ key }) => db.get(owns, [id, key]) !== undefined);
  });
}

/** The same by external id, email and phone only. What the chosen contact has itself needs no looking up. */
export function byKeys(
  db: Db,
  row: ImportedContact,
  {
    keys,
    match,
    present,
    card,
    own = noNumber,
  }: Pick<Identification, "keys" | "match" | "present" | "card" | "own">,
): number | undefined {
  let chosen: { id: number; by: MatchKey } | undefined;
  if (card !== undefined && match.includes("external")) chosen = { id: card, by: "external" };
  for (const by of match) {
    if (by === "name") continue;
    for (const key of keysOf(by, row)) {
      if (chosen !== undefined && includes(present.of(chosen.id)[by], key)) continue;
      const ids = own.free(owners(by, key, keys));
      if (ids.length === 0 || (chosen !== undefined && ids.includes(chosen.id))) continue;
      const id = own.likeliest(sharing(db, ids, { by, row, chosen: chosen?.id, own: own.id }));
      if (id === undefined) continue;
      if (chosen !== undefined) throw contradiction(db, chosen, { id, by });
      chosen = { id, by };
    }
  }
  return chosen?.id;
}

type SureKey = Exclude<MatchKey, "name">;

function keysOf(by: SureKey, row: ImportedContact): readonly string[] {
  if (by === "external") return row.externalId === null ? [] : [row.externalId];
  return (by === "email" ? row.emails : row.phones).map(({ key }) => key);
}

/** Those who have an id, email or phone. */
function owners(by: SureKey, key: string, keys: ContactKeys): readonly number[] {
  if (by === "email") return keys.emails(key);
  if (by === "phone") return keys.phones(key);
  const found = keys.external(key);
  return found === undefined ? [] : [found];
}

function byName(
  row: ImportedContact,
  { keys, match, companies, own }: Pick<Identification, "keys" | "match" | "companies"> & { own: OwnChoice },
): number | undefined {
  if (own.isSure()) return own.id;
  const companyId = employer(row, companies);
  if (companyId === undefined || (row.nameKey === null && companyId === null)) return own.id;
  const counted = {
    externalId: match.includes("external") ? row.externalId : null,
    emails: match.includes("email") ? row.emails : [],
    phones: match.includes("phone") ? row.phones : [],
  };
  const named = { nameKey: row.nameKey ?? "", companyId, kinds: kindsOf(counted) };
  if (row.ownId === undefined) return keys.named(named)[0];
  const ids = keys.named(named, own.free);
  return own.likeliest(own.id === undefined || ids.includes(own.id) ? ids : [own.id, ...ids]);
}

interface Sharing {
  readonly by: SureKey;
  readonly row: ImportedContact;
  /** Who the row is about by its other keys. */
  readonly chosen: number | undefined;
  /** Who has the row's number and name: only a namesake can be meant instead. */
  readonly own: number | undefined;
}

/**
 * Of those who share an id, email or phone the ones that the row can be about, the likeliest first. Who shares a number
 * has to be called alike.
 */
function sharing(db: Db, ids: readonly number[], { by, row, chosen, own }: Sharing): readonly number[] {
  if (by !== "phone" && ids.length === 1 && (own ?? ids[0]) === ids[0]) return ids;
  const nameOf = (id: number) =>
    db.get<{ key: string | null }>("SELECT name_key AS key FROM contact WHERE id = ?", [id])?.key ?? null;
  const names = [row.nameKey, ...(chosen === undefined ? [] : [nameOf(chosen)])];
  const all = ids.map((id) => ({ id, name: nameOf(id) }));
  const isLikely = ({ id, name }: { id: number; name: string | null }) =>
    (by !== "phone" || names.every((other) => canBeSame(name, other))) &&
    (own === undefined || id === own || name === row.nameKey);
  const fitting = all.filter(isLikely);
  const rank = ({ name }: { name: string | null }) => (name === row.nameKey ? 0 : name === null ? 1 : 2);
  return fitting.sort((a, b) => rank(a) - rank(b) || a.id - b.id).map(({ id }) => id);
}

/** Whether two folded names can be one person's: equal but for words cut down to their initials, or not known. */
export function canBeSame(a: string | null, b: string | null): boolean {
  if (a === null || b === null || a === b) return true;
  const [one, other] = [words(a), words(b)];
  return one.length === other.length && one.every((word, at) => isShortFor(word, other[at] ?? ""));
}

function words(name: string): string[] {
  return name.split(/[\s.,]+/).filter((word) => word !== "");
}

function isShortFor(a: string, b: string): boolean {
  return a === b || (a.length === 1 && b.startsWith(a)) || (b.length === 1 && a.startsWith(b));
}

const saidBy = { external: "id", email: "email", phone: "phone", name: "name" } as const;

function contradiction(
  db: Db,
  one: { id: number; by: MatchKey },
  other: { id: number; by: MatchKey },
): UserError {
  const says = ({ id, by }: { id: number; by: MatchKey }) =>
    saidBy[by] + " says #" + id + " " + (describe(db, "contact", id)?.name ?? "");
  return new UserError("conflict", says(one) + ", " + says(other), "merge them or use --match " + one.by);
}
