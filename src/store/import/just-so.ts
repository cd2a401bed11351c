import type { Db } from "../db.ts";
import type { ImportedContact } from "./contacts.ts";
import { saysSame } from "./merge.ts";
import type { Companies } from "./parts.ts";
import { addressesOf, type PresentContacts } from "./present.ts";

interface Compared {
  readonly present: PresentContacts;
  readonly companies: Pick<Companies, "find">;
  readonly tag: (name: string) => number;
}

const plain = ["name", "birthday", "language", "source", "owner", "note"] as const;

/** Whether a contact has what a row says, and no more of the kind: this is how namesakes are told apart. */
export function isContactJustSo(
  db: Db,
  { id, row }: { readonly id: number; readonly row: ImportedContact },
  { present, companies, tag }: Compared,
): boolean {
  const had = present.of(id);
  const employers = [row.company, ...row.alsoAt.filter((_, at) => at % 2 === 0)];
  const companyIds = employers.flatMap((name) => (name === null ? [] : (companies.find(name) ?? "new")));
  const addresses = addressesOf(had);
  const saysParts = row.firstName !== null || row.lastName !== null;
  const madeSql = "SELECT 1 FROM contact WHERE id = ? AND created_at = ?";
  return (
    plain.every((key) => row[key] === had[key]) &&
    (!saysParts || (row.firstName === had.firstName && row.lastName === had.lastName)) &&
    isList(had.email, row.emails.map(keyOf)) &&
    isList(had.phone, row.phones.map(keyOf)) &&
    isList(had.links, row.links) &&
    isList(had.companies, companyIds.map(String)) &&
    isList(had.tags, row.tags.map(tag).map(String)) &&
    addresses.length === row.addresses.length &&
    row.addresses.every((address, at) => saysSame(address, addresses[at]!)) &&
    (row.createdAt === null || db.get(madeSql, [id, row.createdAt]) !== undefined)
  );
}

function keyOf({ key }: { readonly key: string }): string {
  return key;
}

/** Whether a list of what a contact has is these values, in any order. */
function isList(had: string | null, values: readonly string[]): boolean {
  const said = [...new Set(values)].sort().join("\x1f");
  return said === (had?.split("\x1f").sort().join("\x1f") ?? "");
}
