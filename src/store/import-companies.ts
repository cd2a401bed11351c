import { UserError } from "../errors.ts";
import { idSet } from "./bulk.ts";
import { type CompanyRow, companyTable } from "./company.ts";
import type { Db } from "./db.ts";
import type { ImportOptions, Taken } from "./import-contacts.ts";
import { difference } from "./import-difference.ts";
import { readExtras, setExtras } from "./import-extras.ts";
import { tags as tagFinder } from "./import-parts.ts";
import { describe } from "./reference.ts";
import { insertRow, updateRow } from "./row.ts";

/** A company as a file has it; an absent value: the file does not say. */
export interface ImportedCompany {
  readonly externalId: string | null;
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
  const { at, source, onMatch } = options;
  const tag = tagFinder(db);
  const before = db.get<{ id: number | null }>("SELECT max(id) AS id FROM company")?.id ?? 0;
  const touched = idSet();

  const addExtras = (id: number, company: ImportedCompany, mode: "update" | "fill") => {
    const values = readExtras(options.extras, company.extras);
    return setExtras(db, { fields: options.extras?.fields ?? [], values, mode }, id);
  };
  const change = (id: number, company: ImportedCompany): Taken => {
    const isNew = id > before;
    const isAgain = isNew || touched.has(id);
    touched.add(id);
    if (onMatch === "skip" && !isNew) return { id, outcome: "skipped" };
    const mode = isAgain || onMatch === "skip" ? "fill" : onMatch;
    const { patch } = difference(db, companyTable, { id, row: company.row, mode });
    const parts = addParts(db, id, company, { source, tag });
    const kept = addExtras(id, company, isAgain || onMatch === "skip" ? "fill" : onMatch);
    const isChanged = parts || kept || Object.keys(patch).length > 0;
    if (isChanged) updateRow(db, companyTable, { id, patch, at });
    return { id, outcome: isAgain ? "merged" : isChanged ? "updated" : "unchanged" };
  };
  return {
    take(company) {
      // Refuses a row before anything of it is written.
      readExtras(options.extras, company.extras);
      const found = identify(db, company, options);
      if (found !== undefined) return change(found, company);
      const id = insertRow(db, companyTable, { draft: company.row, at });
      addParts(db, id, company, { source, tag });
      addExtras(id, company, "fill");
      return { id, outcome: "created" };
    },
  };
}

const keyedSql = "SELECT record_id AS id FROM external_id WHERE noun = 'company' AND source = ? AND key = ?";
const domainSql = "SELECT id FROM company WHERE domain = ? ORDER BY id LIMIT 1";
const nameSql = `
  SELECT id
  FROM company
  WHERE name_key = :nameKey AND (:domain IS NULL OR domain IS NULL)
  ORDER BY id
  LIMIT 1`;

function identify(db: Db, { externalId, row }: ImportedCompany, options: ImportOptions): number | undefined {
  const { source, match } = options;
  const idOf = (sql: string, key: readonly string[]) => db.get<{ id: number }>(sql, key)?.id;
  const byId =
    externalId === null || !match.includes("external") ? undefined : idOf(keyedSql, [source, externalId]);
  if (!match.includes("name")) return byId;
  const domain = row.domain ?? null;
  const byDomain = domain === null ? undefined : idOf(domainSql, [String(domain)]);
  if (byId !== undefined && byDomain !== undefined && byId !== byDomain) {
    const named = (id: number) => "#" + id + " " + (describe(db, "company", id)?.name ?? "");
    const message = "id says " + named(byId) + ", domain says " + named(byDomain);
    throw new UserError("conflict", message, "merge them or use --match external");
  }
  return byId ?? byDomain ?? db.get<{ id: number }>(nameSql, { nameKey: row.nameKey, domain })?.id;
}

function addParts(
  db: Db,
  id: number,
  { externalId, tags }: ImportedCompany,
  { source, tag }: { source: string; tag: (name: string) => number },
): boolean {
  const keySql = `
    INSERT INTO external_id (noun, source, key, record_id)
    VALUES ('company', ?, ?, ?)
    ON CONFLICT DO NOTHING`;
  const tagSql = "INSERT INTO company_tag (company_id, tag_id) VALUES (?, ?) ON CONFLICT DO NOTHING";
  let changes = externalId === null ? 0 : db.run(keySql, [source, externalId, id]).changes;
  for (const name of tags) changes += db.run(tagSql, [id, tag(name)]).changes;
  return changes > 0;
}
