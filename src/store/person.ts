/**
 * Where the data of a person are: for every table of the schema either which rows are about a contact (over the table,
 * with the contact's number as :id) and what becomes of them when the person is erased, or why none is. A test holds
 * this list to the schema, so that a new table cannot be forgotten.
 */
export interface PersonalTable {
  readonly where: string;
  /**
   * "delete"; or what is set, all else is kept: rows that reports add up stay, without what was written in words.
   * "shell": the contact itself, of which only the number stays where others refer to it.
   */
  readonly erase: "delete" | "shell" | Readonly<Record<string, string>>;
}

const deals = "(SELECT id FROM deal WHERE contact_id = :id)";
const orders = "(SELECT id FROM sales_order WHERE contact_id = :id)";
const quotes = "(SELECT id FROM quote WHERE contact_id = :id OR deal_id IN " + deals + ")";
const tickets = "(SELECT id FROM ticket WHERE contact_id = :id)";
const invoices = "(SELECT id FROM invoice WHERE contact_id = :id)";
const followups = "(SELECT id FROM follow_up WHERE contact_id = :id OR deal_id IN " + deals + ")";
const activities = "(SELECT activity_id FROM activity_contact WHERE contact_id = :id)";
/** Of an activity with several people the others' part stays. */
const activitiesAlone =
  "(SELECT own.activity_id AS id FROM activity_contact AS own WHERE own.contact_id = :id AND NOT EXISTS" +
  " (SELECT 1 FROM activity_contact WHERE activity_id = own.activity_id AND contact_id <> :id))";

/** The records of each noun that belong to the contact alone. */
export const ownRecords: Readonly<Record<string, string>> = {
  // What was merged into it was the same person.
  contact:
    "(SELECT id FROM contact WHERE id = :id UNION" +
    " SELECT record_id FROM merged_record WHERE noun = 'contact' AND into_id = :id)",
  deal: deals,
  order: orders,
  activity: activitiesAlone,
  followup: followups,
  quote: quotes,
  ticket: tickets,
  invoice: invoices,
  agreement: "(SELECT id FROM agreement WHERE contact_id = :id)",
};

/** Rows of a table that names its records by noun and number, as an SQL condition. */
export function ofNouns(
  noun: string,
  id: string,
  nouns: readonly string[] = Object.keys(ownRecords),
): string {
  return nouns
    .map((name) => "(" + noun + " = '" + name + "' AND " + id + " IN " + ownRecords[name] + ")")
    .join(" OR ");
}

const ofContact = { where: "contact_id = :id", erase: "delete" } as const;

/** In the order in which they are emptied: what refers to others before what is referred to. */
export const personalTables: Readonly<Record<string, PersonalTable>> = {
  relation: {
    where: "(from_noun = 'contact' AND from_id = :id) OR (to_noun = 'contact' AND to_id = :id)",
    erase: "delete",
  },
  attachment: { where: ofNouns("noun", "record_id"), erase: "delete" },
  custom_value: { where: ofNouns("noun", "record_id"), erase: "delete" },
  collaborator: { where: "noun = 'contact' AND record_id = :id", erase: "delete" },
  external_id: { where: "noun = 'contact' AND record_id = :id", erase: "delete" },
  merged_record: { where: "noun = 'contact' AND (record_id = :id OR into_id = :id)", erase: "delete" },
  contact_distinct: { where: "contact_id = :id OR other_contact_id = :id", erase: "delete" },
  due_watch: { where: "noun = 'contact' AND record_id = :id", erase: "delete" },
  reminder: {
    where: "item_key IN (SELECT 'followup:' || id FROM follow_up WHERE id IN " + followups + ")",
    erase: "delete",
  },
  follow_up: { where: "id IN " + followups, erase: "delete" },
  agreement: ofContact,
  survey_answer: { where: "contact_id = :id", erase: { comment: "NULL", contact_id: "NULL" } },
  campaign_mail: {
    where: "contact_id = :id",
    erase: { address_key: "'erased-' || contact_id", message_id: "NULL" },
  },
  campaign_response: { where: "contact_id = :id", erase: { note: "NULL" } },
  campaign_member: {
    where: "contact_id = :id",
    erase: { code: "'erased-' || campaign_id || '-' || contact_id" },
  },
  ticket_event: { where: "ticket_id IN " + tickets, erase: { body: "NULL" } },
  ticket: { where: "contact_id = :id", erase: { title: "'erased'", note: "NULL" } },
  quote_line: { where: "quote_id IN " + quotes, erase: { reason: "NULL" } },
  quote_version: { where: "quote_id IN " + quotes, erase: { terms: "NULL", perks: "NULL" } },
  quote: { where: "id IN " + quotes, erase: { decline_reason: "NULL", note: "NULL" } },
  payment: { where: "invoice_id IN " + invoices, erase: { note: "NULL" } },
  invoice: { where: "contact_id = :id", erase: { note: "NULL" } },
  order_line: { where: "order_id IN " + orders, erase: {} },
  sales_order: { where: "contact_id = :id", erase: { note: "NULL" } },
  deal_tag: { where: "deal_id IN " + deals, erase: {} },
  deal_contact: { where: "contact_id = :id", erase: "delete" },
  stage_change: { where: "deal_id IN " + deals, erase: {} },
  deal: { where: "contact_id = :id", erase: { title: "'erased'", note: "NULL" } },
  activity: { where: "id IN " + activities, erase: {} },
  activity_contact: { where: "contact_id = :id", erase: {} },
  lifecycle_change: { where: "contact_id = :id", erase: {} },
  consent: ofContact,
  contact_email: ofContact,
  contact_phone: ofContact,
  contact_address: ofContact,
  contact_link: ofContact,
  contact_date: ofContact,
  contact_tag: ofContact,
  contact_qualification: ofContact,
  employment: ofContact,
  contact: { where: "id = :id", erase: "shell" },
};

/** Activities: with the person alone the words go and the fact stays; with others the person leaves it. */
export const activitySteps: readonly string[] = [
  "UPDATE activity SET body = NULL WHERE id IN " + activitiesAlone,
  "DELETE FROM activity_contact WHERE contact_id = :id AND activity_id NOT IN " + activitiesAlone,
];

/** What is left of a contact is needed where one of these refers to it. */
export const needContact: readonly string[] = [
  "deal",
  "sales_order",
  "quote",
  "invoice",
  "ticket",
  "campaign_member",
  "campaign_response",
  "activity_contact",
];

/** Tables that hold nothing about a contact, with the reason. */
export const impersonalTables: Readonly<Record<string, string>> = {
  company: "about companies; a mention of a person in words is found by its text",
  company_tag: "about companies",
  company_distinct: "about companies",
  tag: "names of groups",
  segment: "names and rules of groups",
  custom_field: "names of fields",
  pipeline: "names of steps",
  stage: "names of steps",
  setting: "about this database",
  product: "about what is sold",
  product_link: "about what is sold",
  qualification: "questions",
  score_rule: "rules",
  campaign: "about what was done for many",
  survey: "questions",
  relation_kind: "names of relations",
  retention_rule: "rules",
  playbook_rule: "rules",
  template: "texts for many",
  due_stale: "a flag",
  calendar_feed: "a random number",
  erased_key: "what keeps an erased person away; hashes only",
  erase_secret: "the key of those hashes",
  backup_place: "directories",
  import_run: "names of files, and counts",
};
