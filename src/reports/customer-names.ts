import { contactNameSql } from "../store/contact-name.ts";
import type { Db } from "../store/db.ts";
import type { Customer } from "./purchases.ts";

type Who = Pick<Customer, "noun" | "id">;

/** What a customer is called on a screen. */
export function customerNames(db: Db): (who: Who) => string {
  const statements = {
    contact: db.prepare("SELECT " + contactNameSql + " AS name FROM contact WHERE contact.id = ?"),
    company: db.prepare("SELECT name FROM company WHERE id = ?"),
  };
  return ({ noun, id }) => statements[noun].get<{ name: string }>([id])?.name ?? noun + " " + id;
}

/** Contacts before companies, each by id: what decides between equals. */
export function byCustomer(a: Who, b: Who): number {
  return a.noun === b.noun ? a.id - b.id : a.noun === "contact" ? -1 : 1;
}
