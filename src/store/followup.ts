import { UserError } from "../errors.ts";
import type { Field, Row } from "../field.ts";
import { localDate } from "../values/date.ts";
import { activityKinds } from "./activity.ts";
import { forgetRecord } from "./belongings.ts";
import { contactNameSql } from "./contact/name.ts";
import type { Db } from "./db.ts";
import { stampFields } from "./fields/stamp.ts";
import { listRows } from "./list.ts";
import { insertRow, type Patch, type RecordTable, updateRow } from "./row.ts";

export const priorities = ["low", "normal", "high"] as const;
export type Priority = (typeof priorities)[number];

/** When a follow-up is due. All day: only the date. At a time: the instant and the IANA zone it was meant in as well. */
export interface Due {
  readonly dueDate: string;
  readonly dueAt: string | null;
  readonly dueZone: string | null;
}

export const followupTable = {
  table: "follow_up",
  columns: {
    title: "title",
    kind: "kind",
    contactId: "contact_id",
    companyId: "company_id",
    dealId: "deal_id",
    dueDate: "due_date",
    dueAt: "due_at",
    dueZone: "due_zone",
    priority: "priority",
    owner: "owner",
    note: "note",
    doneAt: "done_at",
    playbook: "playbook",
    remind: "remind",
    repeatRule: "repeat_rule",
    repeatWords: "repeat_words",
    repeatBasis: "repeat_basis",
    repeatStartDate: "repeat_start_date",
    repeatDate: "repeat_date",
    repeatTime: "repeat_time",
    repeatZone: "repeat_zone",
    repeatNumber: "repeat_number",
    repeatKeepsMissed: "repeat_keeps_missed",
  },
} as const satisfies RecordTable<string>;

/** The follow-up's own columns. An absent value means: leave it; null: empty it. */
export type FollowupRow = Patch<keyof (typeof followupTable)["columns"]>;

export type FollowupDraft = FollowupRow & Due & { readonly title: string };

/** What can be shown, filtered and sorted of a follow-up. */
export const followupFields: readonly Field[] = [
  { key: "id", header: "Id", type: "id", sql: "follow_up.id" },
  { key: "dueDate", header: "Due", type: "date", aliases: ["due"], sql: "follow_up.due_date" },
  { key: "dueAt", header: "At", type: "instant", sql: "follow_up.due_at" },
  { key: "kind", header: "Kind", type: "text", words: () => activityKinds, sql: "follow_up.kind" },
  { key: "title", header: "Title", type: "text", sql: "follow_up.title" },
  {
    key: "contact",
    header: "Contact",
    type: "text",
    sql: "(SELECT " + contactNameSql + " FROM contact WHERE contact.id = follow_up.contact_id)",
  },
  {
    key: "priority",
    header: "Priority",
    type: "text",
    words: () => priorities,
    sql: "follow_up.priority",
    detail: true,
  },
  {
    key: "company",
    header: "Company",
    type: "text",
    sql: "(SELECT name FROM company WHERE company.id = follow_up.company_id)",
    detail: true,
  },
  {
    key: "deal",
    header: "Deal",
    type: "text",
    sql: "(SELECT title FROM deal WHERE deal.id = follow_up.deal_id)",
    detail: true,
  },
  {
    key: "status",
    header: "Status",
    type: "text",
    words: () => ["open", "done"],
    sql: "CASE WHEN follow_up.done_at IS NULL THEN 'open' ELSE 'done' END",
    detail: true,
  },
  {
    key: "doneAt",
    header: "Done",
    type: "instant",
    aliases: ["done"],
    sql: "follow_up.done_at",
    detail: true,
  },
  { key: "repeats", header: "Repeats", type: "text", sql: "follow_up.repeat_words", detail: true },
  {
    key: "repeatRule",
    header: "Rule",
    type: "text",
    aliases: ["rule"],
    sql: "follow_up.repeat_rule",
    detail: true,
  },
  {
    key: "repeatNumber",
    header: "Which of them",
    type: "integer",
    sql: "follow_up.repeat_number",
    detail: true,
  },
  { key: "owner", header: "Owner", type: "text", sql: "follow_up.owner", detail: true },
  { key: "note", header: "Note", type: "text", sql: "follow_up.note", detail: true },
  { key: "playbook", header: "Playbook", type: "text", sql: "follow_up.playbook", detail: true },
  { key: "remind", header: "Remind", type: "text", sql: "follow_up.remind", detail: true },
  { key: "dueZone", header: "Zone", type: "text", sql: "follow_up.due_zone", detail: true },
  { key: "contactId", header: "Contact id", type: "id", sql: "follow_up.contact_id", detail: true },
  { key: "companyId", header: "Company id", type: "id", sql: "follow_up.company_id", detail: true },
  { key: "dealId", header: "Deal id", type: "id", sql: "follow_up.deal_id", detail: true },
  ...stampFields("follow_up"),
];

export type Followup = Row &
  Due & {
    readonly id: number;
    readonly title: string;
    readonly kind: string | null;
    readonly priority: Priority;
    readonly owner: string | null;
    readonly contact: string | null;
    readonly contactId: number | null;
    readonly companyId: number | null;
    readonly dealId: number | null;
    /** How it repeats, in words; null: it does not. */
    readonly repeats: string | null;
    /** null: it is open. */
    readonly doneAt: string | null;
  };

export function addFollowup(db: Db, draft: FollowupDraft, at: string): number {
  return insertRow(db, followupTable, { draft, at });
}

export function getFollowup(db: Db, id: number): Followup {
  const [found] = listRows(db, {
    table: "follow_up",
    fields: followupFields,
    keys: followupFields.map((field) => field.key),
    where: { sql: "follow_up.id = ?", params: [id] },
  });
  if (found === undefined) throw new UserError("not_found", "no follow-up " + id, "see: crm followup list");
  return found as Followup;
}

/** Changes the follow-up; what the patch leaves out stays. */
export function editFollowup(db: Db, id: number, { patch, at }: { patch: FollowupRow; at: string }): void {
  updateRow(db, followupTable, { id, patch, at });
}

export function doneFollowup(db: Db, id: number, { at, zone }: { at: string; zone: string }): void {
  refuseDone(getFollowup(db, id), zone);
  editFollowup(db, id, { patch: { doneAt: at }, at });
}

export function snoozeFollowup(
  db: Db,
  id: number,
  { due, at, zone }: { due: Due; at: string; zone: string },
): void {
  refuseDone(getFollowup(db, id), zone);
  editFollowup(db, id, { patch: { ...due }, at });
}

function refuseDone({ id, title, doneAt }: Followup, zone: string): void {
  if (doneAt === null) return;
  throw new UserError(
    "refused",
    "follow-up " + id + " (" + title + ") is done since " + localDate(doneAt, zone),
    "crm followup edit " + id + " --reopen makes it open again",
  );
}

export function deleteFollowup(db: Db, id: number): void {
  forgetRecord(db, "followup", id);
  db.run("DELETE FROM follow_up WHERE id = ?", [id]);
}

/** Who a deal is with: what is planned or logged for the deal is for them unless somebody else is named. */
export function dealParties(
  db: Db,
  dealId: number,
): { readonly contactId: number | null; readonly companyId: number | null } {
  const sql = "SELECT contact_id AS contactId, company_id AS companyId FROM deal WHERE id = ?";
  return db.get(sql, [dealId]) ?? { contactId: null, companyId: null };
}
