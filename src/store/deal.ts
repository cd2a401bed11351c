import { UserError } from "../errors.ts";
import type { Row } from "../field.ts";
import { forgetRecord } from "./belongings.ts";
import { type Besides, besidesOf } from "./besides.ts";
import { type CustomValues, setCustomValues } from "./custom.ts";
import { customValuesOf } from "./custom-values.ts";
import type { Db } from "./db.ts";
import { addDealContacts, type DealContact, dealContacts, dropOwnContacts } from "./deal-contact.ts";
import { dealFields } from "./fields/deal.ts";
import { deleteFollowup } from "./followup.ts";
import { refreshLifecycle } from "./lifecycle.ts";
import { listRows } from "./list.ts";
import type { Moment } from "./order.ts";
import { followPurchase, type PurchaseOutcome, recordPurchase, saleOf } from "./purchase.ts";
import { dropQuotes } from "./quote/delete.ts";
import { insertRow, type Patch, type RecordTable, updateRow } from "./row.ts";
import { getStage, type StageKind } from "./stage.ts";
import { tagIds } from "./tag.ts";

export const dealTable = {
  table: "deal",
  columns: {
    title: "title",
    contactId: "contact_id",
    companyId: "company_id",
    stageId: "stage_id",
    amountMinor: "amount_minor",
    currency: "currency",
    probability: "probability",
    closeDate: "close_date",
    closedDate: "closed_date",
    lostReason: "lost_reason",
    competitor: "competitor",
    source: "source",
    owner: "owner",
    note: "note",
  },
} as const satisfies RecordTable<string>;

/** The deal's own row. `probability` is a percentage, 0 to 100. */
export type DealRow = Patch<keyof (typeof dealTable)["columns"]>;

export interface DealDraft {
  readonly row: DealRow;
  readonly tags: readonly string[];
  readonly custom: CustomValues;
  /** Who else it is with. */
  readonly also?: readonly number[];
}

/** A deal as a list has it; null: not known. */
interface DealFlat extends Row {
  readonly id: number;
  readonly title: string;
  readonly contact: string | null;
  readonly company: string | null;
  readonly contactId: number | null;
  readonly companyId: number | null;
  readonly stage: string;
  readonly pipeline: string;
  readonly status: StageKind;
  readonly amountMinor: number | null;
  readonly currency: string;
  /** A ratio. */
  readonly probability: number | null;
  readonly closeDate: string | null;
  readonly closedDate: string | null;
  readonly weightedMinor: number | null;
  readonly lostReason: string | null;
  readonly competitor: string | null;
  readonly owner: string | null;
  readonly source: string | null;
  readonly tags: readonly string[];
  readonly note: string | null;
  readonly otherContacts: readonly string[];
}

export interface DealDetail extends DealFlat, Besides {
  /** Who else it is with, besides `contact`. */
  readonly also: readonly DealContact[];
  /** The order that winning it recorded. */
  readonly orderId: number | null;
  readonly fields: Readonly<Record<string, string>>;
  /** Every stage it was in, oldest first. */
  readonly stages: readonly { from: string | null; to: string; changedAt: string }[];
}

/** One deal with its stage history. */
export function getDeal(db: Db, id: number): DealDetail {
  const where = { sql: "deal.id = ?", params: [id] };
  const keys = dealFields.map((field) => field.key);
  const [flat] = listRows(db, { table: "deal", fields: dealFields, keys, where });
  if (flat === undefined) throw new UserError("not_found", "no deal " + id, "see: crm deal list");
  const stages = `
    SELECT was.name AS "from", became.name AS "to", stage_change.changed_at AS changedAt
    FROM stage_change
    JOIN stage AS became ON became.id = stage_change.to_stage_id
    LEFT JOIN stage AS was ON was.id = stage_change.from_stage_id
    WHERE stage_change.deal_id = ?
    ORDER BY stage_change.id`;
  return {
    ...(flat as DealFlat),
    also: dealContacts(db, id),
    orderId: saleOf(db, id).orderId,
    fields: customValuesOf(db, "deal", id),
    ...besidesOf(db, "deal", id),
    stages: db.all<DealDetail["stages"][number]>(stages, [id]),
  };
}

export interface Written {
  readonly id: number;
  readonly purchase: PurchaseOutcome;
}

/** Writes a new deal into `row.stageId`, with its first stage change; one that is won already is a purchase too. */
export function addDeal(db: Db, draft: DealDraft, moment: Moment): Written {
  const { row } = draft;
  const { id: stageId, kind } = getStage(db, Number(row.stageId));
  const closedDate = kind === "open" ? null : (row.closedDate ?? moment.today);
  const id = insertRow(db, dealTable, { draft: { ...row, closedDate }, at: moment.at });
  noteStage(db, { dealId: id, from: null, to: stageId, at: moment.at });
  addDealParts(db, id, draft);
  const purchase = kind === "won" ? recordPurchase(db, id, moment) : ({ kind: "none" } as const);
  refreshLifecycle(db, [saleOf(db, id).contactId], moment);
  return { id, purchase };
}

/** Changes a deal, not its stage; what the draft leaves out stays. The purchase of a won deal follows. */
export function editDeal(
  db: Db,
  id: number,
  { draft, at, today }: Moment & { draft: DealDraft },
): PurchaseOutcome {
  const before = saleOf(db, id);
  updateRow(db, dealTable, { id, patch: draft.row, at });
  if (draft.row.contactId != null) dropOwnContacts(db, Number(draft.row.contactId));
  addDealParts(db, id, draft);
  const purchase = followPurchase(db, id, { before, at, today });
  refreshLifecycle(db, [before.contactId, saleOf(db, id).contactId], { today });
  return purchase;
}

function addDealParts(db: Db, id: number, { tags, custom, also = [] }: DealDraft): void {
  for (const tagId of tagIds(db, tags)) {
    db.run("INSERT INTO deal_tag (deal_id, tag_id) VALUES (?, ?) ON CONFLICT DO NOTHING", [id, tagId]);
  }
  setCustomValues(db, { noun: "deal", id }, custom);
  addDealContacts(db, id, also);
}

export function removeDealTag(db: Db, id: number, tagKey: string): boolean {
  const sql = "DELETE FROM deal_tag WHERE deal_id = ? AND tag_id = (SELECT id FROM tag WHERE name_key = ?)";
  return db.run(sql, [id, tagKey]).changes > 0;
}

export function noteStage(
  db: Db,
  { dealId, from, to, at }: { dealId: number; from: number | null; to: number; at: string },
): void {
  const sql =
    "INSERT INTO stage_change (deal_id, from_stage_id, to_stage_id, changed_at) VALUES (?, ?, ?, ?)";
  db.run(sql, [dealId, from, to, at]);
}

/** In order: what refers to others before what is referred to. */
const deleteSteps = [
  "UPDATE follow_up SET deal_id = NULL WHERE deal_id = :id",
  "UPDATE activity SET deal_id = NULL WHERE deal_id = :id",
  "UPDATE sales_order SET deal_id = NULL WHERE deal_id = :id",
  "DELETE FROM stage_change WHERE deal_id = :id",
  "DELETE FROM deal_tag WHERE deal_id = :id",
  "DELETE FROM deal_contact WHERE deal_id = :id",
  "DELETE FROM deal WHERE id = :id",
] as const;

/** Deletes a deal. Its purchase, activities, and follow-ups with a contact or company stay, without it. */
export function deleteDeal(db: Db, id: number, today: string): void {
  const { contactId } = saleOf(db, id);
  const alone = "SELECT id FROM follow_up WHERE deal_id = ? AND contact_id IS NULL AND company_id IS NULL";
  for (const followup of db.all<{ id: number }>(alone, [id])) deleteFollowup(db, followup.id);
  dropQuotes(db, "deal", id);
  forgetRecord(db, "deal", id);
  for (const step of deleteSteps) db.run(step, { id });
  refreshLifecycle(db, [contactId], { today });
}
