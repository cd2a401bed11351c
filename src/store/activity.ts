import { UserError } from "../errors.ts";
import type { Field, Row } from "../field.ts";
import { forgetRecord } from "./belongings.ts";
import { contactNameSql } from "./contact/name.ts";
import type { Db } from "./db.ts";
import { stampFields } from "./fields/stamp.ts";
import { listRows } from "./list.ts";
import { insertRow, type Patch, type RecordTable, updateRow } from "./row.ts";

export const activityKinds = ["call", "email", "meeting", "note", "letter", "chat", "visit"] as const;
export type ActivityKind = (typeof activityKinds)[number];

export const activityTable = {
  table: "activity",
  columns: {
    kind: "kind",
    direction: "direction",
    happenedAt: "happened_at",
    minutes: "minutes",
    outcome: "outcome",
    body: "body",
    dealId: "deal_id",
    companyId: "company_id",
    owner: "owner",
  },
} as const satisfies RecordTable<string>;

/** The activity's own columns. An absent value means: leave it; null: empty it. */
export type ActivityRow = Patch<keyof (typeof activityTable)["columns"]>;

/** Something that happened; with at least a contact, a company or a deal. */
export interface ActivityDraft extends ActivityRow {
  readonly kind: ActivityKind;
  readonly happenedAt: string;
  readonly contactIds: readonly number[];
}

const contactsOf = " FROM activity_contact JOIN contact ON contact.id = activity_contact.contact_id";
const ofActivity = " WHERE activity_contact.activity_id = activity.id";

/** What can be shown, filtered and sorted of an activity. */
export const activityFields: readonly Field[] = [
  { key: "id", header: "Id", type: "id", sql: "activity.id" },
  {
    key: "happenedAt",
    header: "When",
    type: "instant",
    aliases: ["at", "date", "happened", "when"],
    sql: "activity.happened_at",
  },
  { key: "kind", header: "Kind", type: "text", words: () => activityKinds, sql: "activity.kind" },
  { key: "direction", header: "In/out", type: "text", sql: "activity.direction" },
  {
    key: "contacts",
    header: "Contacts",
    type: "list",
    aliases: ["contact"],
    sql:
      "(SELECT string_agg(" +
      contactNameSql +
      ", char(31) ORDER BY contact.id)" +
      contactsOf +
      ofActivity +
      ")",
    each: { from: "SELECT 1" + contactsOf + ofActivity, value: contactNameSql },
  },
  { key: "minutes", header: "Minutes", type: "integer", sql: "activity.minutes" },
  { key: "outcome", header: "Outcome", type: "text", sql: "activity.outcome" },
  { key: "body", header: "Text", type: "text", aliases: ["text", "note"], sql: "activity.body" },
  {
    key: "contactIds",
    header: "Contact ids",
    type: "list",
    aliases: ["contactId"],
    sql: `(SELECT string_agg(CAST(contact_id AS TEXT), char(31) ORDER BY contact_id)
      FROM activity_contact
      WHERE activity_id = activity.id)`,
    each: {
      from: "SELECT 1 FROM activity_contact WHERE activity_id = activity.id",
      value: "CAST(activity_contact.contact_id AS TEXT)",
    },
    detail: true,
  },
  {
    key: "company",
    header: "Company",
    type: "text",
    sql: "(SELECT name FROM company WHERE company.id = activity.company_id)",
    detail: true,
  },
  { key: "companyId", header: "Company id", type: "id", sql: "activity.company_id", detail: true },
  {
    key: "deal",
    header: "Deal",
    type: "text",
    sql: "(SELECT title FROM deal WHERE deal.id = activity.deal_id)",
    detail: true,
  },
  { key: "dealId", header: "Deal id", type: "id", sql: "activity.deal_id", detail: true },
  { key: "owner", header: "Owner", type: "text", sql: "activity.owner", detail: true },
  ...stampFields("activity"),
];

export type Activity = Row & {
  readonly id: number;
  readonly kind: ActivityKind;
  readonly contacts: readonly string[];
  readonly body: string | null;
};

/** Writes down what happened; gives its id. */
export function addActivity(db: Db, draft: ActivityDraft, at: string): number {
  if (draft.contactIds.length === 0 && !draft.dealId && !draft.companyId) {
    throw new UserError("usage", "an activity needs a contact, a company or a deal");
  }
  const id = insertRow(db, activityTable, { draft, at });
  addActivityContacts(db, id, draft.contactIds);
  return id;
}

export function getActivity(db: Db, id: number): Activity {
  const [found] = listRows(db, {
    table: "activity",
    fields: activityFields,
    keys: activityFields.map((field) => field.key),
    where: { sql: "activity.id = ?", params: [id] },
  });
  if (found === undefined) throw new UserError("not_found", "no activity " + id, "see: crm log list");
  return found as Activity;
}

/** Changes the activity's own row; what the patch leaves out stays. */
export function editActivity(db: Db, id: number, { patch, at }: { patch: ActivityRow; at: string }): void {
  updateRow(db, activityTable, { id, patch, at });
}

export function addActivityContacts(db: Db, id: number, contactIds: readonly number[]): void {
  const sql = "INSERT INTO activity_contact (activity_id, contact_id) VALUES (?, ?) ON CONFLICT DO NOTHING";
  for (const contactId of contactIds) db.run(sql, [id, contactId]);
}

/** False when the contact was not part of the activity. */
export function removeActivityContact(db: Db, id: number, contactId: number): boolean {
  const sql = "DELETE FROM activity_contact WHERE activity_id = ? AND contact_id = ?";
  return db.run(sql, [id, contactId]).changes > 0;
}

export function deleteActivity(db: Db, id: number): void {
  db.run("DELETE FROM activity_contact WHERE activity_id = ?", [id]);
  forgetRecord(db, "activity", id);
  db.run("DELETE FROM activity WHERE id = ?", [id]);
}
