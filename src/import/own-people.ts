import type { OwnPeople } from "../store/import/customers.ts";
import { type Col, cellAt, lineOf } from "./columns.ts";

/** Who is named, by number: our own export has a column of ids beside that of the names. */
export function ownIn(cells: readonly string[], names: Col | undefined): OwnPeople | undefined {
  const called = lineOf(cells, names);
  if (called === null || names?.labelAt === undefined) return undefined;
  const ids = cellAt(cells, names.labelAt).split(";").map(Number);
  return ids.every(Number.isSafeInteger) ? { ids, called } : undefined;
}

/** What no database of ours has so many records for. */
const most = 100_000_000;

/** The number of the row's own record in our own export; undefined: the file is none, or the row was added by hand. */
export function ownNumber(cells: readonly string[], names: Col | undefined): number | undefined {
  if (names?.labelAt === undefined) return undefined;
  const id = Number(cellAt(cells, names.labelAt));
  return Number.isInteger(id) && id > 0 && id <= most ? id : undefined;
}
