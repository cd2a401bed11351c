import type { App } from "../../app.ts";
import type { Db } from "../../store/db.ts";
import { employerOf } from "../../store/employer.ts";
import { pick } from "../pick.ts";

interface CustomerOptions {
  readonly contact?: string | undefined;
  readonly company?: string | undefined;
}

/** Absent: not said; null: nobody. */
export interface Customer {
  readonly contactId?: number | null;
  readonly companyId?: number | null;
}

/** The contact and company that --contact and --company mean; an empty text means none. */
export async function customerOption(
  app: App,
  db: Db,
  { contact, company }: CustomerOptions,
): Promise<Customer> {
  const idOf = async (noun: "contact" | "company", text: string) =>
    text === "" ? null : (await pick(app, db, noun, text)).id;
  return {
    ...(contact === undefined ? {} : { contactId: await idOf("contact", contact) }),
    ...(company === undefined ? {} : { companyId: await idOf("company", company) }),
  };
}

/** The same for a new record: a contact without --company stands for the company where it works. */
export async function newCustomer(app: App, db: Db, options: CustomerOptions): Promise<Customer> {
  const customer = await customerOption(app, db, options);
  const { contactId } = customer;
  if (customer.companyId !== undefined || contactId === undefined || contactId === null) return customer;
  return { contactId, companyId: employerOf(db, contactId) };
}
