import type { ImportedContact } from "../store/import/contacts.ts";
import { foldName, splitName } from "../values/name.ts";
import { type Columns, lineOf } from "./columns.ts";
import { ownNumber } from "./own-people.ts";

export type Name = Pick<ImportedContact, "name" | "firstName" | "lastName" | "nameKey">;

/** Of a person who is not named. */
export const nameless: Name = { name: null, firstName: null, lastName: null, nameKey: null };

/** From first and last name, or from the whole name, which is taken apart. */
export function nameReader(
  columns: Pick<Columns<"name" | "firstName" | "middleName" | "lastName">, "first">,
): (cells: readonly string[]) => Name {
  const [whole, first, middle, last] = [
    columns.first("name"),
    columns.first("firstName"),
    columns.first("middleName"),
    columns.first("lastName"),
  ];
  return (cells) => {
    const given = joined(lineOf(cells, first), lineOf(cells, middle));
    const family = lineOf(cells, last);
    const name = lineOf(cells, whole);
    if (given === null && family === null) {
      if (name === null) return nameless;
      return ownNumber(cells, whole) === undefined ? nameOf(name) : inOnePiece(name);
    }
    const shown = name ?? joined(given, family) ?? "";
    return { name: shown, firstName: given, lastName: family, nameKey: foldName(shown) };
  };
}

/** A name in one piece; "Roe, Jane" is shown as "Jane Roe". */
export function nameOf(name: string): Name {
  const { first, last } = splitName(name);
  const shown = name.includes(",") ? (joined(first, last) ?? name) : name;
  return { name: shown, firstName: first, lastName: last, nameKey: foldName(shown) };
}

/** A name of our own export, which is not turned round; how it is taken apart is known where it is from. */
function inOnePiece(name: string): Name {
  return { name, firstName: null, lastName: null, nameKey: foldName(name) };
}

function joined(a: string | null, b: string | null): string | null {
  return a === null ? b : b === null ? a : a + " " + b;
}
