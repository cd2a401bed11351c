import { UserError } from "../../errors.ts";
import { type CompanyRow, companyTable } from "../company.ts";
import type { Db } from "../db.ts";
import { describe } from "../reference.ts";
import { insertRow, updateRow } from "../row.ts";
import type { ImportOptions, Taken } from "./contacts.ts";
import { difference } from "./difference.ts";
import { readExtras, takeExtras } from "./extras.ts";
import { type ExternalIds, externalIds, recordsMet } from "./known.ts";
import { type OwnChoice, ownRows } from "./own-rows.ts";
import { tags as tagFinder } from "./parts.ts";

/** A company as a file has it; an absent value: the file does not say. */
export interface ImportedCompany {
  readonly externalId: string | null;
  /** Its number in our own export, which counts only where that company is called so here too. */
  readonly ownId?: number | undefined;
  readonly row: CompanyRow & { readonly name: string; readonly nameKey: string };
  readonly tags: readonly string[];
  /** Values of the custom fields that the import keeps, in their order. */
  readonly extras: readonly string[];
}

export interface CompanySink {
  take(company: ImportedCompany): Taken;
}

/**
 * Takes companies of an import in: known by external id, then by domain, then by name (the legal form aside) unless
 * both have a domain. Of two rows about the same company the second only adds what the first does not say.
 */
export function companySink(db: Db, options: ImportOptions): CompanySink {
  const { at, source, onMatch, writing } = options;
  const tag = tagFinder(db);
  const met = recordsMet(db, "company", writing);
  const ids = externalIds(db, "company", source);
  const isJustSo = (id: number, { company: { row, tags } }: ReturnType<typeof rowOf>) => {
    const { was } = difference(db, companyTable, { id, row, mode: "update" });
    const isSame = ([key, value]: [string, unknown]) => value === (row[key as keyof CompanyRow] ?? null);
    const tagsSql = "SELECT tag_id AS id FROM company_tag WHERE company_id = ?";
    const had = db.all<{ id: number }>(tagsSql, [id]).map((one) => one.id);
    const said = new Set(tags.map(tag));
    return Object.entries(was).every(isSame) && had.length === said.size && had.every((one) => said.has(one));
  };
  const ownRow = ownRows(db, "company", { met, isJustSo });

  const change = (id: number, company: ImportedCompany): Taken =>
    met.bring(id, onMatch, (mode) => {
      const { patch } = difference(db, companyTable, { id, row: company.row, mode });
      const parts = addParts(db, id, company, { ids, tag });
      const kept = takeExtras(db, options.extras, { id, cells: company.extras, mode });
      const isChanged = parts || kept || Object.keys(patch).length > 0;
      if (isChanged) updateRow(db, companyTable, { id, patch, at });
      return isChanged;
    });
  return {
    take(company) {
      // Refuses a row before anything of it is written.
      readExtras(options.extras, company.extras);
      const own = ownRow(rowOf(company));
      const found = identify(db, company, { match: options.match, ids, own });
      if (found !== undefined) return change(found, company);
      const id = insertRow(db, companyTable, { draft: company.row, at });
      addParts(db, id, company, { ids, tag });
      takeExtras(db, options.extras, { id, cells: company.extras, mode: "fill" });
      return { id, outcome: "created" };
    },
  };
}

function rowOf(company: ImportedCompany) {
  const { row, ownId } = company;
  return { ownId, name: row.name, nameKey: row.nameKey, company };
}

const domainSql = "SELECT id FROM company WHERE domain = ? ORDER BY id";
const nameSql = `
  SELECT id
  FROM company
  WHERE name_key = :nameKey AND (:domain IS NULL OR domain IS NULL)
  ORDER BY name <> :name, id`;

function identify(
  db: Db,
  { externalId, row }: ImportedCompany,
  { match, ids, own }: Pick<ImportOptions, "match"> & { readonly ids: ExternalIds; readonly own: OwnChoice },
): number | undefined {
  const alike = () => {
    const { name, nameKey, domain = null } = row;
    return own.free(idsOf(db.all(nameSql, { name, nameKey, domain })));
  };
  const byId = match.includes("external") ? ids.of(externalId) : undefined;
  if (own.isSure() || !match.includes("name")) return own.id ?? byId;
  const domain = row.domain ?? null;
  const ofDomain = domain === null ? [] : own.free(idsOf(db.all(domainSql, [String(domain)])));
  if (own.id !== undefined) return own.likeliest([own.id, ...ofDomain, ...alike()]);
  const byDomain = own.likeliest(ofDomain);
  if (byId !== undefined && byDomain !== undefined && byId !== byDomain) {
    const named = (id: number) => "#" + id + " " + (describe(db, "company", id)?.name ?? "");
    const message = "id says " + named(byId) + ", domain says " + named(byDomain);
    throw new UserError("conflict", message, "merge them or use --match external");
  }
  return byId ?? byDomain ?? own.former() ?? own.likeliest(alike());
}

function idsOf(rows: readonly { readonly id: number }[]): readonly number[] {
  return rows.map(({ id }) => id);
}

function addParts(
  db: Db,
  id: number,
  { externalId, tags }: ImportedCompany,
  { ids, tag }: { ids: ExternalIds; tag: (name: string) => number },
): boolean {
  const tagSql = "INSERT INTO company_tag (company_id, tag_id) VALUES (?, ?) ON CONFLICT DO NOTHING";
  let changes = ids.keep(id, externalId) ? 1 : 0;
  for (const name of tags) changes += db.run(tagSql, [id, tag(name)]).changes;
  return changes > 0;
}
