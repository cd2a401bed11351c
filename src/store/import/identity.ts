import { UserError } from "../../errors.ts";
import type { Db } from "../db.ts";
import type { MergedNames } from "../merged.ts";
import { describe } from "../reference.ts";
import { employer, type ImportedContact, kindsOf } from "./contacts.ts";
import type { ContactKeys, MatchKey } from "./keys.ts";
import type { Companies } from "./parts.ts";
import { includes, type PresentContacts } from "./present.ts";

interface Identification {
  readonly keys: ContactKeys;
  readonly present: PresentContacts;
  readonly match: readonly MatchKey[];
  readonly companies: Pick<Companies, "find">;
  readonly merged: MergedNames;
  /** Who has the row's number and name in our own export; undefined: nobody. */
  readonly own: number | undefined;
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
  return identification.own ?? byName(row, identification) ?? byMergedName(db, row, identification);
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
  { keys, match, present, card }: Pick<Identification, "keys" | "match" | "present" | "card">,
): number | undefined {
  let chosen: { id: number; by: MatchKey } | undefined;
  if (card !== undefined && match.includes("external")) chosen = { id: card, by: "external" };
  for (const by of match) {
    if (by === "name") continue;
    for (const key of keysOf(by, row)) {
      if (chosen !== undefined && includes(present.of(chosen.id)[by], key)) continue;
      const ids = owners(by, key, keys);
      if (ids.length === 0 || (chosen !== undefined && ids.includes(chosen.id))) continue;
      const fitting = by === "phone" ? sharing(db, ids, { row, chosen: chosen?.id }) : ids;
      const id = fitting[0];
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
  { keys, match, companies }: Pick<Identification, "keys" | "match" | "companies">,
): number | undefined {
  const companyId = employer(row, companies);
  if (companyId === undefined || (row.nameKey === null && companyId === null)) return undefined;
  const counted = {
    externalId: match.includes("external") ? row.externalId : null,
    emails: match.includes("email") ? row.emails : [],
    phones: match.includes("phone") ? row.phones : [],
  };
  return keys.named({ nameKey: row.nameKey ?? "", companyId, kinds: kindsOf(counted) });
}

/** Of those who share a number the ones that the row, and who it is by its other keys, can be: the likeliest first. */
function sharing(
  db: Db,
  ids: readonly number[],
  { row, chosen }: { row: ImportedContact; chosen: number | undefined },
): number[] {
  const nameOf = (id: number) =>
    db.get<{ key: string | null }>("SELECT name_key AS key FROM contact WHERE id = ?", [id])?.key ?? null;
  const names = [row.nameKey, ...(chosen === undefined ? [] : [nameOf(chosen)])];
  const all = ids.map((id) => ({ id, name: nameOf(id) }));
  const fitting = all.filter(({ name }) => names.every((other) => canBeSame(name, other)));
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
  return new UserError(
    "conflict",
    says(one) + ", " + says(other),
    "merge them or use --match " + saidBy[one.by],
  );
}
