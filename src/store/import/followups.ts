import { UserError } from "../../errors.ts";
import { localDate } from "../../values/date.ts";
import { fold } from "../../values/fold.ts";
import type { ActivityKind } from "../activity.ts";
import type { Db } from "../db.ts";
import { type FollowupRow, followupTable, type Priority } from "../followup.ts";
import { insertRow, updateRow } from "../row.ts";
import type { ImportOptions, Taken } from "./contacts.ts";
import { difference } from "./difference.ts";
import { alikeBy, externalIds, recordsMet } from "./known.ts";
import { type NamedParties, type Parties, type Party, parties } from "./parties.ts";

/** A follow-up as a file has it. Null: the file does not say. */
export interface ImportedFollowup extends NamedParties {
  readonly externalId: string | null;
  readonly title: string;
  readonly dueDate: string | null;
  /** An instant; null: it is due all day. */
  readonly dueAt: string | null;
  readonly dueZone: string | null;
  readonly kind: ActivityKind | null;
  readonly priority: Priority | null;
  readonly isDone: boolean | null;
  readonly doneAt: string | null;
  readonly owner: string | null;
  readonly note: string | null;
  readonly createdAt: string | null;
}

export interface FollowupSink {
  take(followup: ImportedFollowup): Taken;
  end(): void;
  readonly parties: Parties;
}

/**
 * Takes follow-ups of an import in. One is known by its id, else by its title, day and whom it is for, and by being the
 * first, second, ... such in the file. `zone` is that in which a time of day without a zone was meant.
 */
export function followupSink(db: Db, options: ImportOptions & { readonly zone: string }): FollowupSink {
  const { at, source, onMatch, writing } = options;
  const who = parties(db, options);
  const met = recordsMet(db, "follow_up", writing);
  const ids = externalIds(db, "followup", source);
  const known = alikeBy(db, allSql, keyOf);

  const create = (followup: ImportedFollowup, row: FollowupRow): Taken => {
    const id = insertRow(db, followupTable, {
      draft: { ...row, priority: row.priority ?? "normal" },
      at: followup.createdAt ?? at,
    });
    ids.keep(id, followup.externalId);
    known.add(row, id);
    return { id, outcome: "created" };
  };
  const change = (id: number, followup: ImportedFollowup, row: FollowupRow): Taken =>
    met.bring(id, onMatch, (mode) => {
      const { patch, was } = difference(db, followupTable, { id, row, mode });
      const reopened = followup.isDone === false && was.doneAt !== null && mode === "update";
      const whole = reopened ? { ...patch, doneAt: null } : withoutNewEnd(patch, followup, was.doneAt);
      const isChanged = ids.keep(id, followup.externalId) || Object.keys(whole).length > 0;
      if (isChanged) updateRow(db, followupTable, { id, patch: whole, at });
      return isChanged;
    });
  return {
    parties: who,
    take(followup) {
      if (followup.contacts.length > 1) {
        throw new UserError("usage", "a follow-up is for one contact", "write a row for each");
      }
      const row = rowOf(followup, who.of(followup), options);
      const id = ids.of(followup.externalId);
      if (id !== undefined) return change(id, followup, row);
      const same = known.of(row).find((other) => !met.has(other));
      return same === undefined ? create(followup, row) : change(same, followup, row);
    },
    end: () => who.customers.end(),
  };
}

/** What is done stays done at its moment, where the row says no other. */
function withoutNewEnd(patch: FollowupRow, { doneAt }: ImportedFollowup, was: unknown): FollowupRow {
  if (doneAt !== null || was === null) return patch;
  const { doneAt: _, ...rest } = patch;
  return rest;
}

function rowOf(
  followup: ImportedFollowup,
  { contactIds, companyId, dealId }: Party,
  { at, zone }: Pick<ImportOptions, "at"> & { readonly zone: string },
): FollowupRow {
  const { title, dueAt, kind, priority, isDone, owner, note } = followup;
  const contactId = contactIds[0] ?? null;
  const dueZone = dueAt === null ? null : (followup.dueZone ?? zone);
  const dueDate = dueAt === null ? followup.dueDate : localDate(dueAt, dueZone ?? zone);
  const doneAt = followup.doneAt ?? (isDone === true ? at : null);
  return {
    title,
    contactId,
    companyId,
    dealId,
    dueDate,
    dueAt,
    dueZone,
    kind,
    priority,
    owner,
    note,
    doneAt,
  };
}

type Told = Pick<FollowupRow, "title" | "dueDate" | "contactId" | "companyId" | "dealId">;

const allSql = `
  SELECT
    id, title, due_date AS "dueDate", contact_id AS "contactId", company_id AS "companyId", deal_id AS "dealId"
  FROM follow_up
  ORDER BY id`;

function keyOf({ title, dueDate, contactId, companyId, dealId }: Told): string {
  const [firm, about] = [contactId === null ? companyId : null, contactId ?? dealId];
  return [fold(String(title)), dueDate, contactId, firm, about].join("|");
}
