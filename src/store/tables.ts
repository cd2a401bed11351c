/** The nouns a user names in commands, and what journal and search call them. */
export const nouns = ["contact", "company", "deal", "order", "activity", "followup"] as const;
export type Noun = (typeof nouns)[number];

/** The table that holds a noun's records. */
export const tableOf: Readonly<Record<Noun, string>> = {
  contact: "contact",
  company: "company",
  deal: "deal",
  order: "sales_order",
  activity: "activity",
  followup: "follow_up",
};

/**
 * Every table that the journal watches, with the record its rows belong to: `noun`, and the column with that record's id.
 * A null noun stands in the row's own `noun` column. Tables not listed here are the journal's own and the search index.
 */
export const journaled: Readonly<Record<string, { readonly noun: string | null; readonly id: string }>> = {
  contact: { noun: "contact", id: "id" },
  contact_email: { noun: "contact", id: "contact_id" },
  contact_phone: { noun: "contact", id: "contact_id" },
  contact_address: { noun: "contact", id: "contact_id" },
  contact_link: { noun: "contact", id: "contact_id" },
  contact_tag: { noun: "contact", id: "contact_id" },
  employment: { noun: "contact", id: "contact_id" },
  lifecycle_change: { noun: "contact", id: "contact_id" },
  company: { noun: "company", id: "id" },
  company_tag: { noun: "company", id: "company_id" },
  deal: { noun: "deal", id: "id" },
  deal_tag: { noun: "deal", id: "deal_id" },
  stage_change: { noun: "deal", id: "deal_id" },
  sales_order: { noun: "order", id: "id" },
  order_line: { noun: "order", id: "order_id" },
  activity: { noun: "activity", id: "id" },
  activity_contact: { noun: "activity", id: "activity_id" },
  follow_up: { noun: "followup", id: "id" },
  external_id: { noun: null, id: "record_id" },
  custom_value: { noun: null, id: "record_id" },
  custom_field: { noun: "field", id: "id" },
  tag: { noun: "tag", id: "id" },
  pipeline: { noun: "pipeline", id: "id" },
  stage: { noun: "stage", id: "id" },
  segment: { noun: "segment", id: "id" },
  setting: { noun: "setting", id: "0" },
};
