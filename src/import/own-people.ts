import type { OwnPeople } from "../store/import/customers.ts";
import { type Col, cellAt, lineOf } from "./columns.ts";

/** Who is named, by number: our own export has a column of ids beside that of the names. */
export function ownIn(cells: readonly string[], names: Col | undefined): OwnPeople | undefined {
  const called = lineOf(cells, names);
  if (called === null || names?.labelAt === undefined) return undefined;
  const ids = cellAt(cells, names.labelAt).split(";").map(Number);
  return ids.every(Number.isSafeInteger) ? { ids, called } : undefined;
}
