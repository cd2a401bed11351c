import type { Field } from "../field.ts";
import { activityFields } from "./activity.ts";
import { companyFields } from "./company.ts";
import { customAsFields, customNouns } from "./custom.ts";
import type { Db } from "./db.ts";
import { agreementFields } from "./fields/agreement.ts";
import { campaignFields } from "./fields/campaign.ts";
import { contactFields } from "./fields/contact.ts";
import { dealFields } from "./fields/deal.ts";
import { invoiceFields } from "./fields/invoice.ts";
import { orderFields } from "./fields/order.ts";
import { productFields } from "./fields/product.ts";
import { quoteFields } from "./fields/quote.ts";
import { surveyFields } from "./fields/survey.ts";
import { ticketFields } from "./fields/ticket.ts";
import { followupFields } from "./followup.ts";
import { type Noun, tableOf } from "./tables.ts";

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
  const own = noun === "deal" ? dealFields.map((field) => withNames(db, field)) : builtIn[noun];
  return { table: tableOf[noun], fields: [...own, ...custom] };
}

/** A stage and a pipeline are called as this database calls them, and nothing else. */
function withNames(db: Db, field: Field): Field {
  const sql = field.key === "stage" ? stageNames : field.key === "pipeline" ? pipelineNames : undefined;
  if (sql === undefined) return field;
  return { ...field, words: () => [...new Set(db.all<{ name: string }>(sql).map(({ name }) => name))] };
}

const pipelineNames = "SELECT name FROM pipeline ORDER BY is_default DESC, id";

const stageNames = `
  SELECT stage.name FROM stage JOIN pipeline ON pipeline.id = stage.pipeline_id
  ORDER BY pipeline.is_default DESC, pipeline.id, stage.position, stage.id`;
