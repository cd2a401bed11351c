import { UserError } from "../errors.ts";
import type { Field, Row } from "../field.ts";
import { companyKey } from "../values/name.ts";
import { forgetRecord } from "./belongings.ts";
import { type Besides, besidesOf, type Waiting, waitingOf } from "./besides.ts";
import { type CustomValues, setCustomValues } from "./custom.ts";
import type { Db } from "./db.ts";
import { forgetDistinct } from "./distinct.ts";
import { stampFields } from "./fields/stamp.ts";
import { listRows } from "./list.ts";
import { dropQuotes } from "./quote/delete.ts";
import { hadNumber, resolve } from "./reference.ts";
import { insertRow, type Patch, type RecordTable, updateRow } from "./row.ts";
import { spentInSql, spentSql } from "./spent.ts";
import { tagIds } from "./tag.ts";

export const companyTable = {
  table: "company",
  columns: {
    name: "name",
    nameKey: "name_key",
    domain: "domain",
    website: "website",
    industry: "industry",
    employees: "employees",
    phone: "phone",
    phoneKey: "phone_key",
    email: "email",
    street: "street",
    postalCode: "postal_code",
    city: "city",
    region: "region",
    country: "country",
    owner: "owner",
    note: "note",
  },
} as const satisfies RecordTable<string>;

export type CompanyRow = Patch<keyof (typeof companyTable)["columns"]>;

export interface CompanyDraft {
  readonly row: CompanyRow;
  readonly tags: readonly string[];
  readonly custom: CustomValues;
}

/** What can be shown, filtered and sorted of a company. Sums are in the database's own currency. */
export const companyFields: readonly Field[] = [
  { key: "id", header: "Id", type: "id", sql: "company.id" },
  { key: "name", header: "Name", type: "text", sql: "company.name" },
  { key: "domain", header: "Domain", type: "text", sql: "company.domain" },
  { key: "industry", header: "Industry", type: "text", sql: "company.industry" },
  { key: "city", header: "City", type: "text", sql: "company.city" },
  {
    key: "contacts",
    header: "Contacts",
    type: "integer",
    sql: "(SELECT count(DISTINCT contact_id) FROM employment WHERE company_id = company.id AND has_left = 0)",
  },
  {
    key: "tags",
    header: "Tags",
    type: "list",
    aliases: ["tag"],
    sql: `(SELECT string_agg(tag.name, '\u001f' ORDER BY tag.name)
      FROM company_tag JOIN tag ON tag.id = company_tag.tag_id
      WHERE company_tag.company_id = company.id)`,
    each: {
      from: "SELECT 1 FROM company_tag JOIN tag ON tag.id = company_tag.tag_id WHERE company_tag.company_id = company.id",
      value: "tag.name",
    },
  },
  { key: "website", header: "Website", type: "text", sql: "company.website", detail: true },
  { key: "employees", header: "Employees", type: "integer", sql: "company.employees", detail: true },
  { key: "phone", header: "Phone", type: "text", sql: "company.phone", detail: true },
  { key: "email", header: "Email", type: "text", sql: "company.email", detail: true },
  { key: "street", header: "Street", type: "text", sql: "company.street", detail: true },
  { key: "postalCode", header: "Postal code", type: "text", sql: "company.postal_code", detail: true },
  { key: "region", header: "Region", type: "text", sql: "company.region", detail: true },
  { key: "country", header: "Country", type: "text", sql: "company.country", detail: true },
  { key: "owner", header: "Owner", type: "text", sql: "company.owner", detail: true },
  { key: "note", header: "Note", type: "text", sql: "company.note", detail: true },
  ...stampFields("company"),
  {
    key: "openDeals",
    header: "Open deals",
    type: "integer",
    sql: `(SELECT count(*)
      FROM deal JOIN stage ON stage.id = deal.stage_id
      WHERE deal.company_id = company.id AND stage.kind = 'open')`,
    detail: true,
  },
  {
    key: "spentMinor",
    header: "Spent",
    type: "money",
    aliases: ["spent", "revenue"],
    sql: spentSql("company_id = company.id"),
    detail: true,
  },
  {
    key: "spentIn",
    header: "Spent in",
    type: "list",
    sql: spentInSql("company_id = company.id"),
    detail: true,
  },
];

export function addCompany(db: Db, draft: CompanyDraft, at: string): number {
  const id = insertRow(db, companyTable, { draft: draft.row, at });
  addCompanyParts(db, id, draft);
  return id;
}

export function editCompany(db: Db, id: number, { patch, at }: { patch: CompanyRow; at: string }): void {
  updateRow(db, companyTable, { id, patch, at });
}

export function addCompanyParts(db: Db, id: number, draft: Omit<CompanyDraft, "row">): void {
  for (const tagId of tagIds(db, draft.tags)) {
    db.run("INSERT INTO company_tag (company_id, tag_id) VALUES (?, ?) ON CONFLICT DO NOTHING", [id, tagId]);
  }
  setCustomValues(db, { noun: "company", id }, draft.custom);
}

/** The company of that name (its legal form aside), else of that number; made when there is none of either. */
export function companyNamed(db: Db, name: string, at: string): number {
  if (/^#\d+$/.test(name.trim())) return resolve(db, "company", name).id;
  const key = companyKey(name);
  if (key === "") throw new UserError("usage", 'the company name "' + name + '" holds no letter or digit');
  const sql = "SELECT id FROM company WHERE name_key = ? ORDER BY name <> ?, id LIMIT 1";
  const known = db.get<{ id: number }>(sql, [key, name.trim()]);
  if (known !== undefined) return known.id;
  if (hadNumber(db, "company", name.trim())) return resolve(db, "company", name).id;
  return insertRow(db, companyTable, { draft: { name: name.trim(), nameKey: key }, at });
}

/** A company with the people who work or worked there and its open deals. */
export interface CompanyDetail extends Row, Besides, Waiting {
  readonly id: number;
  readonly name: string;
  readonly people: readonly { id: number; name: string | null; role: string | null; hasLeft: number }[];
  readonly deals: readonly {
    id: number;
    title: string;
    stage: string;
    amountMinor: number | null;
    currency: string;
  }[];
}

export function companyDetail(db: Db, id: number): CompanyDetail {
  const where = { sql: "company.id = ?", params: [id] };
  const keys = companyFields.map((field) => field.key);
  const [flat] = listRows(db, { table: "company", fields: companyFields, keys, where });
  if (flat === undefined) throw new UserError("not_found", "no company " + id);
  const people = `
    SELECT contact.id, contact.name, employment.role, employment.has_left AS hasLeft
    FROM employment
    JOIN contact ON contact.id = employment.contact_id
    WHERE employment.company_id = ?
    ORDER BY employment.has_left, contact.name, contact.id`;
  const deals = `
    SELECT deal.id, deal.title, stage.name AS stage, deal.amount_minor AS amountMinor, deal.currency
    FROM deal
    JOIN stage ON stage.id = deal.stage_id
    WHERE deal.company_id = ? AND stage.kind = 'open'
    ORDER BY deal.id`;
  return {
    ...flat,
    id,
    name: String(flat.name),
    people: db.all(people, [id]),
    deals: db.all(deals, [id]),
    ...waitingOf(db, "company", id),
    ...besidesOf(db, "company", id),
  };
}

export function removeCompanyTag(db: Db, id: number, tagKey: string): boolean {
  const sql =
    "DELETE FROM company_tag WHERE company_id = ? AND tag_id = (SELECT id FROM tag WHERE name_key = ?)";
  return db.run(sql, [id, tagKey]).changes > 0;
}

/** Deletes a company. Its people, activities, follow-ups and deals stay, without it; its own orders keep it. */
export function deleteCompany(db: Db, id: number): void {
  refuseOwned(db, id);
  db.run("DELETE FROM employment WHERE company_id = ?", [id]);
  db.run("DELETE FROM company_tag WHERE company_id = ?", [id]);
  db.run("UPDATE deal SET company_id = NULL WHERE company_id = ?", [id]);
  db.run("UPDATE activity SET company_id = NULL WHERE company_id = ?", [id]);
  db.run("UPDATE follow_up SET company_id = NULL WHERE company_id = ?", [id]);
  db.run("UPDATE sales_order SET company_id = NULL WHERE company_id = ?", [id]);
  db.run("UPDATE ticket SET company_id = NULL WHERE company_id = ?", [id]);
  db.run("UPDATE invoice SET company_id = NULL WHERE company_id = ?", [id]);
  dropQuotes(db, "company", id);
  forgetRecord(db, "company", id);
  forgetDistinct(db, "company", id);
  db.run("DELETE FROM merged_record WHERE noun = 'company' AND into_id = ?", [id]);
  db.run("DELETE FROM company WHERE id = ?", [id]);
}

/** What a company has without a contact would be nobody's. */
function refuseOwned(db: Db, id: number): void {
  for (const [noun, table] of [
    ["order", "sales_order"],
    ["ticket", "ticket"],
    ["invoice", "invoice"],
  ] as const) {
    const sql = "SELECT count(*) AS n FROM " + table + " WHERE company_id = ? AND contact_id IS NULL";
    const { n } = db.get<{ n: number }>(sql, [id])!;
    if (n === 0) continue;
    const many = n === 1 ? "1 " + noun : n + " " + noun + "s";
    const message = "company " + id + " has " + many + " of its own";
    throw new UserError("refused", message, "delete them first: crm " + noun + " delete");
  }
}
