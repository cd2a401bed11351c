import { contactNameSql } from "../store/contact/name.ts";
import type { Db } from "../store/db.ts";
import type { Customer } from "./purchases.ts";

type Who = Pick<Customer, "noun" | "id">;

/** How many names one statement reads: a statement a name would take several times as long. */
const chunk = 500;

const heads = {
  contact: "SELECT contact.id, " + contactNameSql + " AS name FROM contact WHERE contact.id IN ",
  company: "SELECT id, name FROM company WHERE id IN ",
} as const;

/** What each of these customers is called on a screen, read at once. */
export function namesOf(db: Db, customers: readonly Who[]): (who: Who) => string {
  const names = { contact: new Map<number, string>(), company: new Map<number, string>() };
  for (const noun of ["contact", "company"] as const) {
    const ids = customers.filter((who) => who.noun === noun).map(({ id }) => id);
    for (let at = 0; at < ids.length; at += chunk) {
      const some = ids.slice(at, at + chunk);
      const sql = heads[noun] + "(" + some.map(() => "?").join(", ") + ")";
      for (const { id, name } of db.all<{ id: number; name: string }>(sql, some)) names[noun].set(id, name);
    }
  }
  return ({ noun, id }) => names[noun].get(id) ?? noun + " " + id;
}

/** Contacts before companies, each by id: what decides between equals. */
export function byCustomer(a: Who, b: Who): number {
  return a.noun === b.noun ? a.id - b.id : a.noun === "contact" ? -1 : 1;
}
