import type { App } from "../app.ts";
import type { Field } from "../field.ts";
import { invoiceFieldsAt } from "../store/invoice-fields.ts";
import type { Noun } from "../store/tables.ts";
import { ticketFieldsAt } from "../store/ticket-fields.ts";
import { instant } from "../values/date.ts";

/** What of a noun depends on the moment at which one looks. */
export function timelyFields(app: App, noun: Noun): readonly Field[] {
  if (noun === "ticket") return ticketFieldsAt(instant(app.now()));
  if (noun === "invoice") return invoiceFieldsAt(app.today());
  return [];
}
