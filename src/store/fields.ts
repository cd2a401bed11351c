import type { Field } from "../field.ts";
import { activityFields } from "./activity.ts";
import { agreementFields } from "./agreement-fields.ts";
import { campaignFields } from "./campaign-fields.ts";
import { companyFields } from "./company.ts";
import { contactFields } from "./contact-fields.ts";
import { customAsFields, customNouns } from "./custom.ts";
import type { Db } from "./db.ts";
import { dealFields } from "./deal-fields.ts";
import { followupFields } from "./followup.ts";
import { invoiceFields } from "./invoice-fields.ts";
import { orderFields } from "./order.ts";
import { productFields } from "./product-fields.ts";
import { quoteFields } from "./quote-fields.ts";
import { surveyFields } from "./survey-fields.ts";
import { type Noun, tableOf } from "./tables.ts";
import { ticketFields } from "./ticket-fields.ts";

const builtIn: Readonly<Record<Noun, readonly Field[]>> = {
  contact: contactFields,
  company: companyFields,
  deal: dealFields,
  order: orderFields,
  activity: activityFields,
  followup: followupFields,
  product: productFields,
  quote: quoteFields,
  agreement: agreementFields,
  campaign: campaignFields,
  survey: surveyFields,
  ticket: ticketFields,
  invoice: invoiceFields,
};

/** A noun's table and every field of it, the custom ones of this database included. */
export function fieldsOf(db: Db, noun: Noun): { readonly table: string; readonly fields: readonly Field[] } {
  const owner = customNouns.find((one) => one === noun);
  const custom = owner === undefined ? [] : customAsFields(db, owner);
  return { table: tableOf[noun], fields: [...builtIn[noun], ...custom] };
}
