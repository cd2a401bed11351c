import { UserError } from "../errors.ts";
import { type Lifecycle, noteLifecycle } from "./contact.ts";
import type { Db, Value } from "./db.ts";
import { dropOwnContacts } from "./deal-contact.ts";
import { refreshLifecycle } from "./lifecycle.ts";
import { type Folded, moveRows, type StoredRow } from "./merge/move.ts";
import { type Mergeable, referencesTo } from "./merge/references.ts";
import { isPreferred, mergedNote, mergeOwnRow, type PlanLine, type Preference } from "./merge/row.ts";
import { describe } from "./reference.ts";

export interface Merge {
  readonly noun: Mergeable;
  readonly keep: number;
  readonly drops: readonly number[];
  readonly prefer: Preference;
  readonly at: string;
  readonly today: string;
}

const rowSql = {
  contact: "SELECT * FROM contact WHERE id = ?",
  company: "SELECT * FROM company WHERE id = ?",
};
const deleteSql = {
  contact: "DELETE FROM contact WHERE id = ?",
  company: "DELETE FROM company WHERE id = ?",
};

/**
 * Makes one record of several: all that refers to the dropped ones refers to the kept one afterwards, what fits as a
 * second value is added to it, and what does not is written into its note. Gives what it did, line by line.
 */
export function mergeRecords(db: Db, merge: Merge): PlanLine[] {
  const { noun, keep, drops } = merge;
  if (drops.includes(keep)) {
    throw new UserError(
      "usage",
      noun + " " + keep + " cannot be merged into itself",
      "name two different ones",
    );
  }
  return [...new Set(drops)].flatMap((drop) => mergeOne(db, { ...merge, drop }));
}

interface Step extends Merge {
  readonly drop: number;
}

function mergeOne(db: Db, step: Step): PlanLine[] {
  const { noun, keep, drop, prefer, at, today } = step;
  const rows = { keep: rowOf(db, noun, keep), drop: rowOf(db, noun, drop) };
  const name = describe(db, noun, drop)!.name;
  const own = mergeOwnRow(noun, { ...rows, prefer });
  const parts = moveAll(db, step, rows);
  const lost = [...own.lost, ...parts.lost];
  const note = mergedNote({ ...rows, name, lost, today });
  updateRow(db, noun, { id: keep, patch: { ...own.patch, note, updated_at: at } });
  if (noun === "contact") {
    dropOwnContacts(db, keep);
    mergeLifecycle(db, { ...rows, to: own.patch.lifecycle }, step);
  }
  db.run("UPDATE merged_record SET into_id = ? WHERE noun = ? AND into_id = ?", [keep, noun, drop]);
  db.run(deleteSql[noun], [drop]);
  const trace = "INSERT INTO merged_record (noun, record_id, into_id, name_key) VALUES (?, ?, ?, ?)";
  db.run(trace, [noun, drop, keep, rows.drop.name_key ?? null]);
  return [...own.plan, ...parts.plan];
}

function rowOf(db: Db, noun: Mergeable, id: number): StoredRow {
  const row = db.get<StoredRow>(rowSql[noun], [id]);
  if (row === undefined) throw new UserError("not_found", "no " + noun + " " + id);
  return row;
}

function updateRow(db: Db, noun: Mergeable, { id, patch }: { id: number; patch: StoredRow }): void {
  const assignments = Object.keys(patch).map((column) => column + " = :" + column);
  db.run("UPDATE " + noun + " SET " + assignments.join(", ") + " WHERE id = :id", { ...patch, id });
}

interface Parts {
  readonly plan: PlanLine[];
  readonly lost: string[];
}

function moveAll(
  db: Db,
  { noun, keep, drop, prefer }: Step,
  rows: { keep: StoredRow; drop: StoredRow },
): Parts {
  const plan: PlanLine[] = [];
  const lost: string[] = [];
  const counts = new Map<string, number>();
  for (const reference of referencesTo(db, noun)) {
    const { count, folded } = moveRows(db, reference, { noun, keep, drop });
    if (count > 0 && reference.table !== "lifecycle_change")
      counts.set(reference.table, (counts.get(reference.table) ?? 0) + count);
    for (const both of folded) {
      const said = foldedLine(db, both, { drop, takes: isPreferred(prefer, rows.keep, rows.drop) });
      if (said === undefined) continue;
      plan.push(said.line);
      lost.push(said.lost);
    }
  }
  const moved = [...counts].map(([table, count]) => movedLine(table, count, drop));
  return { plan: [...plan, ...moved], lost };
}

/** Tables by what a person calls their rows; others by their own name. */
const called: Readonly<Record<string, string>> = {
  contact_email: "emails",
  contact_phone: "phones",
  contact_address: "addresses",
  contact_link: "links",
  contact_tag: "tags",
  company_tag: "tags",
  employment: "companies",
  deal: "deals",
  sales_order: "orders",
  activity: "activities",
  activity_contact: "activities",
  follow_up: "follow-ups",
  external_id: "ids from elsewhere",
  custom_value: "custom fields",
  contact_distinct: "people told apart",
  company_distinct: "companies told apart",
  deal_contact: "deals",
};

function movedLine(table: string, count: number, from: number): PlanLine {
  const field = called[table] ?? table.replaceAll("_", " ") + "s";
  return { field, kept: null, other: String(count), from, result: "moved" };
}

/** Of a row that both have: nothing to say unless they differ in what cannot be there twice. */
function foldedLine(
  db: Db,
  { table, kept, dropped, differing }: Folded,
  { drop, takes }: { drop: number; takes: boolean },
): { line: PlanLine; lost: string } | undefined {
  const told = differing.filter((column) => column !== "label" && column !== "email" && column !== "phone");
  if (table === "custom_value" && told.length > 0) return customLine(db, { kept, dropped, drop, takes });
  if (told.length === 0) return undefined;
  const field = called[table] ?? table.replaceAll("_", " ");
  const words = (row: StoredRow) => told.map((column) => column + " " + String(row[column])).join(", ");
  return {
    line: { field, kept: words(kept), other: words(dropped), from: drop, result: "kept" },
    lost: field + ": " + words(dropped),
  };
}

function customLine(
  db: Db,
  { kept, dropped, drop, takes }: { kept: StoredRow; dropped: StoredRow; drop: number; takes: boolean },
): { line: PlanLine; lost: string } {
  const sql = "SELECT name FROM custom_field WHERE id = ?";
  const field = db.get<{ name: string }>(sql, [kept.field_id ?? null])?.name ?? "custom field";
  if (takes) {
    const update = `
      UPDATE custom_value
      SET value = ?, number = ?
      WHERE noun = ? AND record_id = ? AND field_id = ?`;
    const { value = null, number = null } = dropped;
    db.run(update, [value, number, kept.noun ?? null, kept.record_id ?? null, kept.field_id ?? null]);
  }
  const [standing, going] = [String(kept.value), String(dropped.value)];
  const line = { field, kept: standing, other: going, from: drop, result: takes ? "replaced" : "kept" };
  return { line, lost: field + " " + (takes ? standing : going) };
}

/** One beginning, the earlier one; a step when the two were not at the same place; then what purchases say. */
function mergeLifecycle(
  db: Db,
  { keep, to }: { keep: StoredRow; to: Value | undefined },
  { keep: id, today }: Step,
): void {
  const sql = `
    SELECT id
    FROM lifecycle_change
    WHERE contact_id = ? AND from_lifecycle IS NULL
    ORDER BY changed_date, id`;
  const [, ...later] = db.all<{ id: number }>(sql, [id]);
  for (const beginning of later) db.run("DELETE FROM lifecycle_change WHERE id = ?", [beginning.id]);
  if (to !== undefined && to !== null) {
    const from = keep.lifecycle as Lifecycle;
    noteLifecycle(db, { contactId: id, from, to: to as Lifecycle, date: today, cause: "merged" });
  }
  refreshLifecycle(db, [id], { today });
}
