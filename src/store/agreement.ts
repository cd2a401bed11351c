import { UserError } from "../errors.ts";
import type { Row } from "../field.ts";
import { forgetRecord } from "./belongings.ts";
import { customValuesOf } from "./custom-values.ts";
import type { Db } from "./db.ts";
import { agreementFields, whoseSql } from "./fields/agreement.ts";
import { listRows } from "./list.ts";
import { insertRow, type Patch, type RecordTable, updateRow } from "./row.ts";

export const agreementTable = {
  table: "agreement",
  columns: {
    contactId: "contact_id",
    companyId: "company_id",
    segmentId: "segment_id",
    productId: "product_id",
    priceMinor: "price_minor",
    currency: "currency",
    discountBp: "discount_bp",
    perk: "perk",
    fromDate: "from_date",
    untilDate: "until_date",
    note: "note",
  },
} as const satisfies RecordTable<string>;

/** Discounts in hundredths of a percent. */
export type AgreementRow = Patch<keyof (typeof agreementTable)["columns"]>;

/** What was agreed: a price, a discount or a perk, of which the others are null. */
export interface Agreement extends Row {
  readonly id: number;
  readonly contactId: number | null;
  readonly companyId: number | null;
  readonly segmentId: number | null;
  /** The name of the contact or company, or "segment NAME". */
  readonly whose: string;
  /** null: everything that is sold. */
  readonly productId: number | null;
  readonly product: string | null;
  readonly priceMinor: number | null;
  readonly currency: string | null;
  readonly discountBp: number | null;
  readonly perk: string | null;
  /** The first and last day; null: without a beginning or an end. */
  readonly fromDate: string | null;
  readonly untilDate: string | null;
}

const columns =
  "agreement.id, agreement.contact_id AS contactId, agreement.company_id AS companyId, " +
  "agreement.segment_id AS segmentId, agreement.product_id AS productId, " +
  "(SELECT coalesce(sku, name) FROM product WHERE product.id = agreement.product_id) AS product, " +
  "agreement.price_minor AS priceMinor, agreement.currency, agreement.discount_bp AS discountBp, agreement.perk, " +
  "agreement.from_date AS fromDate, agreement.until_date AS untilDate, " +
  whoseSql +
  " AS whose";

const holds = `
  (agreement.from_date IS NULL OR agreement.from_date <= :today)
  AND (agreement.until_date IS NULL OR agreement.until_date >= :today)`;

/** Asked first: making the questions about agreements takes longer than all others of a contact's card. */
export function hasAgreements(db: Db): boolean {
  return db.get("SELECT 1 FROM agreement LIMIT 1") !== undefined;
}

/** What was agreed with a contact or a company, not by segment, and holds on a day. */
export function agreementsWith(
  db: Db,
  { contactId, companyId, today }: { contactId: number | null; companyId: number | null; today: string },
): Agreement[] {
  const sql =
    "SELECT " +
    columns +
    " FROM agreement WHERE (agreement.contact_id = :contactId OR agreement.company_id = :companyId) AND" +
    holds +
    " ORDER BY agreement.id";
  return db.all(sql, { contactId, companyId, today });
}

interface SegmentAgreement extends Agreement {
  readonly noun: string;
  readonly filter: string;
}

/** What was agreed with whole segments and holds on a day, with the filter that says who is in it. */
export function segmentAgreements(db: Db, today: string): SegmentAgreement[] {
  const sql =
    "SELECT " +
    columns +
    ", segment.noun, segment.filter FROM agreement JOIN segment ON segment.id = agreement.segment_id WHERE" +
    holds +
    " ORDER BY agreement.id";
  return db.all(sql, { today });
}

/** An agreement as a list has it. */
export interface AgreementDetail extends Agreement {
  /** A ratio: 0.1. */
  readonly discount: number | null;
  readonly note: string | null;
  /** Values of custom fields by their name. */
  readonly fields: Readonly<Record<string, string>>;
}

export function getAgreement(db: Db, id: number): AgreementDetail {
  const where = { sql: "agreement.id = ?", params: [id] };
  const keys = agreementFields.map((field) => field.key);
  const [flat] = listRows(db, { table: "agreement", fields: agreementFields, keys, where });
  if (flat === undefined) throw new UserError("not_found", "no agreement " + id, "see: crm agreement list");
  const kept = db.get<Agreement>("SELECT " + columns + " FROM agreement WHERE agreement.id = ?", [id])!;
  const custom = customValuesOf(db, "agreement", id);
  return { ...(flat as AgreementDetail), discountBp: kept.discountBp, fields: custom };
}

export function addAgreement(db: Db, row: AgreementRow, at: string): number {
  return insertRow(db, agreementTable, { draft: row, at });
}

export function editAgreement(db: Db, id: number, { row, at }: { row: AgreementRow; at: string }): void {
  updateRow(db, agreementTable, { id, patch: row, at });
}

/** Deletes an agreement; quotes made by it stay as they are. */
export function deleteAgreement(db: Db, id: number): void {
  forgetRecord(db, "agreement", id);
  db.run("DELETE FROM agreement WHERE id = ?", [id]);
}
