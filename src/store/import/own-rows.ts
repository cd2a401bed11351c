import { idSet } from "../bulk.ts";
import type { Db } from "../db.ts";
import { type Met, type Numbered, ownByName, wasNotedThen } from "./known.ts";

/** A row of our own export; in any other file there is no number. */
export interface OwnRow extends Numbered {
  readonly nameKey: string | null;
}

/** Which records one row can be about, as far as its number says. */
export interface OwnChoice {
  /** The one of its number, which is called so; undefined: there is none. */
  readonly id: number | undefined;
  /** Whether that one is just as the row says, so that no namesake need be looked for. */
  isSure(): boolean;
  /** The one of its number that was called so, or into which the one of its number was merged. */
  former(): number | undefined;
  /** Rows of different numbers are different records: what another one was about is left out. */
  free(ids: readonly number[]): readonly number[];
  /** One that is just as the row says, else the one of its number, else the first. */
  likeliest(ids: readonly number[]): number | undefined;
}

/** Of a row of any other file. */
export const noNumber: OwnChoice = {
  id: undefined,
  isSure: () => false,
  former: () => undefined,
  free: (ids) => ids,
  likeliest: ([first]) => first,
};

/** Told of each row, in their order, which records it can be about. `isJustSo`: the record has what the row says, and no more. */
export function ownRows<Row extends OwnRow>(
  db: Db,
  noun: "contact" | "company",
  { met, isJustSo }: { met: Pick<Met, "has" | "isMade">; isJustSo: (id: number, row: Row) => boolean },
): (row: Row) => OwnChoice {
  const numbers = idSet();
  const takers = haveTakenIn(db, noun);
  return (row) => {
    const { ownId } = row;
    if (ownId === undefined) return noNumber;
    const isAgain = numbers.has(ownId);
    numbers.add(ownId);
    const isFree = (id: number) => isAgain || !met.has(id) || takers.has(id);
    const ifFree = (id: number | undefined) => (id !== undefined && isFree(id) ? id : undefined);
    // What came with this import has its number by chance.
    const own = met.isMade(ownId) ? undefined : ifFree(ownByName(db, noun, row));
    // That neither has a name says little alone.
    const id = row.name === null ? undefined : own;
    return {
      id,
      isSure: () => id !== undefined && isJustSo(id, row),
      former: () => (met.isMade(ownId) ? undefined : ifFree(formerOf(db, noun, row))),
      free: (ids) => ids.filter(isFree),
      likeliest(ids) {
        const ordered =
          own !== undefined && ids.includes(own) ? [own, ...ids.filter((one) => one !== own)] : ids;
        return ordered.length < 2 ? ordered[0] : (ordered.find((one) => isJustSo(one, row)) ?? ordered[0]);
      },
    };
  };
}

/** Those into which others were merged: they are whom several rows are about. */
function haveTakenIn(db: Db, noun: string): ReadonlySet<number> {
  const sql = "SELECT DISTINCT into_id AS id FROM merged_record WHERE noun = ?";
  return new Set(db.all<{ id: number }>(sql, [noun]).map(({ id }) => id));
}

function formerOf(
  db: Db,
  noun: "contact" | "company",
  { ownId, name, nameKey, createdAt = null }: OwnRow,
): number | undefined {
  if (name === null) return undefined;
  const sql = "SELECT into_id AS id FROM merged_record WHERE noun = ? AND record_id = ? AND name_key = ?";
  const merged = db.get<{ id: number }>(sql, [noun, ownId!, nameKey])?.id;
  if (merged !== undefined) return merged;
  const there = db.get<{ at: string }>("SELECT created_at AS at FROM " + noun + " WHERE id = ?", [ownId!]);
  const isIt = there !== undefined && wasNotedThen(there.at, createdAt);
  return isIt && wasCalled(db, noun, { id: ownId!, name }) ? ownId : undefined;
}

/** Whether a record has had another name before, as far back as the journal goes. */
export function wasCalled(
  db: Db,
  noun: "contact" | "company",
  { id, name }: { readonly id: number; readonly name: string },
): boolean {
  const sql = `
    SELECT 1
    FROM journal_change
    WHERE noun = :noun AND record_id = :id AND table_name = :noun AND before ->> 'name' = :name
    LIMIT 1`;
  return db.get(sql, { noun, id, name }) !== undefined;
}
