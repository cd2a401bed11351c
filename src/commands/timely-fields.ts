import type { App } from "../app.ts";
import type { Field } from "../field.ts";
import { invoiceFieldsAt } from "../store/fields/invoice.ts";
import { statusField } from "../store/fields/quote.ts";
import { ticketFieldsAt } from "../store/fields/ticket.ts";
import type { Noun } from "../store/tables.ts";
import { instant } from "../values/date.ts";

/** The fields of a noun with those that depend on the moment at which one looks, which take the place of their namesakes. */
export function withTimely(app: App, noun: Noun, stored: readonly Field[]): Field[] {
  const timely = timelyFields(app, noun);
  const standing = stored.map((field) => timely.find(({ key }) => key === field.key) ?? field);
  return [...standing, ...timely.filter((field) => !standing.includes(field))];
}

function timelyFields(app: App, noun: Noun): readonly Field[] {
  if (noun === "ticket") return ticketFieldsAt(instant(app.now()));
  if (noun === "invoice") return invoiceFieldsAt(app.today());
  if (noun === "quote") return [statusField(app.today())];
  return [];
}
