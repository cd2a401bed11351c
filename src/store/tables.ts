/** The nouns a user names in commands, and what journal and search call them. */
export const nouns = [
  "contact",
  "company",
  "deal",
  "order",
  "activity",
  "followup",
  "product",
  "quote",
] as const;
export type Noun = (typeof nouns)[number];

/** The table that holds a noun's records. */
export const tableOf: Readonly<Record<Noun, string>> = {
  contact: "contact",
  company: "company",
  deal: "deal",
  order: "sales_order",
  activity: "activity",
  followup: "follow_up",
  product: "product",
  quote: "quote",
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
  contact_date: { noun: "contact", id: "contact_id" },
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
  consent: { noun: "contact", id: "contact_id" },
  merged_record: { noun: null, id: "record_id" },
  retention_rule: { noun: "retention", id: "0" },
  product: { noun: "product", id: "id" },
  product_link: { noun: "product", id: "product_id" },
  quote: { noun: "quote", id: "id" },
  quote_version: { noun: "quote", id: "quote_id" },
  quote_line: { noun: "quote", id: "quote_id" },
  agreement: { noun: "agreement", id: "id" },
  qualification: { noun: "qualification", id: "id" },
  contact_qualification: { noun: "contact", id: "contact_id" },
  score_rule: { noun: "score rule", id: "id" },
  campaign: { noun: "campaign", id: "id" },
  campaign_member: { noun: "campaign", id: "campaign_id" },
  campaign_response: { noun: "campaign", id: "campaign_id" },
  ticket: { noun: "ticket", id: "id" },
  ticket_event: { noun: "ticket", id: "ticket_id" },
  survey: { noun: "survey", id: "id" },
  survey_answer: { noun: "survey", id: "survey_id" },
  relation_kind: { noun: "relation kind", id: "id" },
  relation: { noun: "relation", id: "id" },
  collaborator: { noun: null, id: "record_id" },
  attachment: { noun: null, id: "record_id" },
  invoice: { noun: "invoice", id: "id" },
  payment: { noun: "invoice", id: "invoice_id" },
  playbook_rule: { noun: "stage", id: "stage_id" },
  template: { noun: "template", id: "id" },
};

/** Tables that the journal does not watch, its own and the search index aside; each with the reason. */
export const unwatched: Readonly<Record<string, string>> = {
  import_run: "goes and comes with its journal entry",
  erased_key: "a person's erasure cannot be undone",
  erase_secret: "made once",
  backup_place: "where files were written, whatever is undone",
  due_watch: "derived; brought up to date at the end of every write",
  due_stale: "derived; says that due_watch has to be made anew",
  reminder: "what was sent cannot be taken back, and must not stand in the way of an undo",
  campaign_mail: "what was sent cannot be taken back, and must never be sent twice",
  calendar_feed: "made once",
};
