import type { Db } from "../../src/store/db.ts";

export interface ActivityOptions {
  readonly at: string;
  readonly kind?: string;
  readonly direction?: "in" | "out";
  readonly outcome?: string;
  readonly minutes?: number;
  readonly owner?: string;
}

export function logActivity(db: Db, contactId: number, activity: ActivityOptions): void {
  const { at, kind = "call", direction, outcome, minutes, owner } = activity;
  const { id } = db.run(
    `INSERT INTO activity (kind, direction, happened_at, outcome, minutes, owner, created_at, updated_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [kind, direction ?? null, at, outcome ?? null, minutes ?? null, owner ?? null, at, at],
  );
  db.run("INSERT INTO activity_contact (activity_id, contact_id) VALUES (?, ?)", [id, contactId]);
}

export interface FollowupOptions {
  readonly due: string;
  /** A day. */
  readonly created: string;
  /** An instant; left out: it is open. */
  readonly done?: string;
  readonly contactId?: number;
  readonly owner?: string;
  readonly kind?: string;
}

export function addFollowup(db: Db, followup: FollowupOptions): void {
  const { due, created, done, contactId, owner, kind } = followup;
  const at = created + "T08:00:00Z";
  db.run(
    `INSERT INTO follow_up (title, kind, contact_id, due_date, owner, done_at, created_at, updated_at)
    VALUES ('call', ?, ?, ?, ?, ?, ?, ?)`,
    [kind ?? null, contactId ?? null, due, owner ?? null, done ?? null, at, done ?? at],
  );
}
