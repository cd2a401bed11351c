import { type Lifecycle, lifecycles } from "../contact.ts";
import type { Value } from "../db.ts";
import { isSame, type StoredRow } from "./move.ts";
import type { Mergeable } from "./references.ts";

export const preferences = ["keep", "drop", "newest"] as const;
/** Whose value holds where a record can have only one; newest: that of the record that was changed last. */
export type Preference = (typeof preferences)[number];

/** One line of what a merge does: a field, what both say, and what becomes of it. */
export interface PlanLine {
  readonly field: string;
  readonly kept: string | null;
  readonly other: string | null;
  /** The record that `other` is of. */
  readonly from: number;
  readonly result: string;
}

export interface MergedRow {
  /** The columns of the kept record that change. */
  readonly patch: StoredRow;
  readonly plan: readonly PlanLine[];
  /** Values that fit nowhere, in words: "birthday 1980-01-01". */
  readonly lost: readonly string[];
}

/** Columns that are decided together, by the first of them. */
const together: Readonly<Record<Mergeable, Readonly<Record<string, readonly string[]>>>> = {
  contact: { name: ["first_name", "last_name", "name_key"] },
  company: { name: ["name_key"], phone: ["phone_key"] },
};

/** Columns that a merge decides by rules of their own. */
const own = new Set(["id", "note", "lifecycle", "created_at", "updated_at"]);

interface Two {
  readonly keep: StoredRow;
  readonly drop: StoredRow;
  readonly prefer: Preference;
}

/** What becomes of the records' own columns: an empty one is filled, of two values one holds, notes are joined. */
export function mergeOwnRow(noun: Mergeable, { keep, drop, prefer }: Two): MergedRow {
  const groups = together[noun];
  const followers = Object.values(groups).flat();
  const columns = Object.keys(keep).filter((column) => !own.has(column) && !followers.includes(column));
  const patch: Record<string, Value> = {};
  const plan: PlanLine[] = [];
  const lost: string[] = [];
  for (const column of columns) {
    const [kept, other] = [keep[column]!, drop[column]!];
    if (other === null || (kept !== null && isSame(kept, other))) {
      fillFollowers(patch, { keep, drop }, other === null ? [] : (groups[column] ?? []));
      continue;
    }
    const takes = kept === null || isPreferred(prefer, keep, drop);
    if (takes) for (const each of [column, ...(groups[column] ?? [])]) patch[each] = drop[each] ?? null;
    const words = column.replaceAll("_", " ");
    if (kept !== null) lost.push(words + " " + String(takes ? kept : other));
    const result = kept === null ? "added" : takes ? "replaced" : "kept";
    plan.push({ field: words, kept: textOf(kept), other: String(other), from: Number(drop.id), result });
  }
  if (noun === "contact") Object.assign(patch, furtherLifecycle(keep, drop));
  if (String(drop.created_at) < String(keep.created_at)) patch.created_at = drop.created_at ?? null;
  return { patch, plan, lost };
}

function textOf(value: Value): string | null {
  return value === null ? null : String(value);
}

/** The same name on both: one of them may tell first and last name apart. */
function fillFollowers(
  patch: Record<string, Value>,
  { keep, drop }: Pick<Two, "keep" | "drop">,
  columns: readonly string[],
): void {
  for (const column of columns) {
    if (keep[column] === null && drop[column] !== null) patch[column] = drop[column] ?? null;
  }
}

export function isPreferred(prefer: Preference, keep: StoredRow, drop: StoredRow): boolean {
  if (prefer === "newest") return String(drop.updated_at) > String(keep.updated_at);
  return prefer === "drop";
}

/** Who has bought is a customer whatever the other record says; who was given up is no lead. */
const rank: Readonly<Record<Lifecycle, number>> = { lead: 0, prospect: 1, former: 2, customer: 3, client: 4 };

function furtherLifecycle(keep: StoredRow, drop: StoredRow): StoredRow {
  const [kept, other] = [lifecycleOf(keep), lifecycleOf(drop)];
  return rank[other] > rank[kept] ? { lifecycle: other } : {};
}

function lifecycleOf(row: StoredRow): Lifecycle {
  return lifecycles.find((known) => known === row.lifecycle) ?? "lead";
}

interface Noted {
  readonly keep: StoredRow;
  readonly drop: StoredRow;
  readonly name: string;
  readonly lost: readonly string[];
  readonly today: string;
}

/** Both notes, and a line on what fitted nowhere; null when there is nothing to note. */
export function mergedNote({ keep, drop, name, lost, today }: Noted): string | null {
  const [kept, other] = [keep.note, drop.note].map((note) => (note === null ? "" : String(note)));
  const second = kept!.includes(other!) ? "" : other!;
  const trace =
    lost.length === 0 ? "" : "Merged with #" + drop.id + " " + name + " on " + today + ": " + lost.join(", ");
  return [kept!, second, trace].filter((part) => part !== "").join("\n") || null;
}
