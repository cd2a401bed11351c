import { UserError, unknownWord } from "../errors.ts";
import { fold } from "../values/fold.ts";
import type { Db } from "./db.ts";
import type { Noun } from "./tables.ts";

export const segmentNouns = ["contact", "company", "deal", "order"] as const;
export type SegmentNoun = (typeof segmentNouns)[number];

/** A saved filter: its records are looked up anew each time. */
export interface Segment {
  readonly id: number;
  readonly name: string;
  readonly noun: SegmentNoun;
  readonly filter: string;
  readonly note: string | null;
  /** How often to be in touch with everybody in it, such as "6 weeks". */
  readonly cadence: string | null;
  readonly createdAt: string;
}

const columns = "id, name, noun, filter, note, cadence, created_at AS createdAt";

export function listSegments(db: Db): Segment[] {
  return db.all("SELECT " + columns + " FROM segment ORDER BY name_key");
}

export function getSegment(db: Db, name: string): Segment {
  const found = db.get<Segment>("SELECT " + columns + " FROM segment WHERE name_key = ?", [
    fold(name.trim()),
  ]);
  if (found !== undefined) return found;
  const names = listSegments(db).map((segment) => segment.name);
  throw unknownWord("not_found", 'no segment "' + name + '"', name, names);
}

/** The filter text of a segment, for use within another filter over the same noun. */
export function segmentFilter(db: Db, noun: Noun, name: string): string {
  const segment = getSegment(db, name);
  if (segment.noun === noun) return segment.filter;
  throw new UserError(
    "usage",
    'segment "' + segment.name + '" is one of ' + segment.noun + " records, not of " + noun,
  );
}

/** Saves a filter under a name; a segment of that name gets the new filter and keeps its cadence. */
export function saveSegment(
  db: Db,
  draft: Omit<Segment, "id" | "cadence" | "createdAt">,
  at: string,
): Segment {
  const sql = `
    INSERT INTO segment (name, name_key, noun, filter, note, created_at)
    VALUES (:name, :nameKey, :noun, :filter, :note, :at)
    ON CONFLICT (name_key) DO UPDATE SET noun = excluded.noun, filter = excluded.filter, note = excluded.note`;
  const name = draft.name.trim();
  if (name === "") throw new UserError("usage", "the segment's name is empty");
  db.run(sql, { name, nameKey: fold(name), noun: draft.noun, filter: draft.filter, note: draft.note, at });
  return getSegment(db, name);
}

/** Sets how often to be in touch with everybody in a segment; null: no longer. */
export function setSegmentCadence(db: Db, name: string, cadence: string | null): Segment {
  const segment = getSegment(db, name);
  if (segment.noun !== "contact" && cadence !== null) {
    throw new UserError(
      "usage",
      'segment "' +
        segment.name +
        '" is one of ' +
        segment.noun +
        " records: only people are kept in touch with",
    );
  }
  db.run("UPDATE segment SET cadence = ? WHERE id = ?", [cadence, segment.id]);
  return { ...segment, cadence };
}

/** The segments of people with whom to be in touch every so often. */
export function cadenceSegments(db: Db): (Segment & { readonly cadence: string })[] {
  const sql =
    "SELECT " + columns + " FROM segment WHERE noun = 'contact' AND cadence IS NOT NULL ORDER BY name_key";
  return db.all(sql);
}

export function deleteSegment(db: Db, name: string): Segment {
  const segment = getSegment(db, name);
  const agreement = db.get<{ id: number }>("SELECT id FROM agreement WHERE segment_id = ? LIMIT 1", [
    segment.id,
  ]);
  if (agreement !== undefined) {
    throw new UserError(
      "refused",
      'segment "' + segment.name + '" is named by agreement ' + agreement.id,
      "crm agreement delete " + agreement.id,
    );
  }
  db.run("DELETE FROM segment WHERE id = ?", [segment.id]);
  return segment;
}
