import { UserError } from "../../errors.ts";
import { type ActivityKind, type ActivityRow, activityTable } from "../activity.ts";
import type { Db } from "../db.ts";
import { insertRow, updateRow } from "../row.ts";
import type { ImportOptions, Taken } from "./contacts.ts";
import { difference } from "./difference.ts";
import { externalIds, recordsMet } from "./known.ts";
import { type NamedParties, type Parties, type Party, parties } from "./parties.ts";

/** An activity as a file has it. Null: the file does not say. */
export interface ImportedActivity extends NamedParties {
  readonly externalId: string | null;
  readonly kind: ActivityKind;
  readonly happenedAt: string;
  readonly direction: "in" | "out" | null;
  readonly minutes: number | null;
  readonly outcome: string | null;
  readonly body: string | null;
  readonly owner: string | null;
}

export interface ActivitySink {
  take(activity: ImportedActivity): Taken;
  end(): void;
  readonly parties: Parties;
}

/**
 * Takes activities of an import in. One is known by its id, else by what it is: its moment, kind, text and people, and by
 * being the first, second, ... such in the file; so a second run finds them all, and those that were logged by hand.
 */
export function activitySink(db: Db, options: ImportOptions): ActivitySink {
  const { at, source, onMatch, writing } = options;
  const who = parties(db, options);
  const met = recordsMet(db, "activity", writing);
  const ids = externalIds(db, "activity", source);

  const create = ({ externalId }: ImportedActivity, row: ActivityRow, party: Party): Taken => {
    const id = insertRow(db, activityTable, { draft: row, at });
    for (const contactId of party.contactIds) db.run(contactSql, [id, contactId]);
    ids.keep(id, externalId);
    return { id, outcome: "created" };
  };
  const change = (id: number, { externalId }: ImportedActivity, row: ActivityRow, party: Party): Taken =>
    met.bring(id, onMatch, (mode) => {
      const { patch } = difference(db, activityTable, { id, row, mode });
      let changes = Object.keys(patch).length;
      for (const contactId of party.contactIds) changes += db.run(contactSql, [id, contactId]).changes;
      const isChanged = ids.keep(id, externalId) || changes > 0;
      if (isChanged) updateRow(db, activityTable, { id, patch, at });
      return isChanged;
    });
  return {
    parties: who,
    take(activity) {
      const party = who.of(activity);
      if (party.contactIds.length === 0 && party.companyId === null && party.dealId === null) {
        throw new UserError("usage", "there is no contact, company or deal");
      }
      const { kind, happenedAt, direction, minutes, outcome, body, owner } = activity;
      const { companyId, dealId } = party;
      const row = { kind, happenedAt, direction, minutes, outcome, body, owner, companyId, dealId };
      const known = ids.of(activity.externalId);
      if (known !== undefined) return change(known, activity, row, party);
      const same = alike(db, row, party).find((id) => !met.has(id));
      return same === undefined ? create(activity, row, party) : change(same, activity, row, party);
    },
    end: () => who.customers.end(),
  };
}

const contactSql =
  "INSERT INTO activity_contact (activity_id, contact_id) VALUES (?, ?) ON CONFLICT DO NOTHING";

/** Activities of that moment, kind and text with the same people, or without any. */
function alike(db: Db, { kind, happenedAt, body }: ActivityRow, { contactIds, companyId }: Party): number[] {
  const sql = `
    SELECT id
    FROM activity
    WHERE happened_at = :happenedAt AND kind = :kind AND coalesce(body, '') = coalesce(:body, '')
      AND (:companyId IS NULL OR company_id = :companyId)
    ORDER BY id`;
  const params = { happenedAt: happenedAt ?? null, kind: kind ?? null, body: body ?? null, companyId };
  const people = "SELECT contact_id AS id FROM activity_contact WHERE activity_id = ? ORDER BY contact_id";
  const wanted = [...contactIds].sort((a, b) => a - b).join();
  return db
    .all<{ id: number }>(sql, params)
    .map(({ id }) => id)
    .filter(
      (id) =>
        db
          .all<{ id: number }>(people, [id])
          .map((row) => row.id)
          .join() === wanted,
    );
}
