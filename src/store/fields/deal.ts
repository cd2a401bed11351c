import type { Field } from "../../field.ts";
import { knownNameSql } from "../contact/name.ts";
import { stageKinds } from "../stage.ts";
import { stampFields } from "./stamp.ts";

/** What can be shown, filtered and sorted of a deal. Amounts are in the deal's own currency. */
export const dealFields: readonly Field[] = [
  { key: "id", header: "Id", type: "id", sql: "deal.id" },
  { key: "title", header: "Title", type: "text", aliases: ["name"], sql: "deal.title" },
  {
    key: "contact",
    header: "Contact",
    type: "text",
    sql: "(SELECT " + knownNameSql + " FROM contact WHERE contact.id = deal.contact_id)",
    // A filter finds everybody the deal is with.
    each: {
      from: `SELECT 1
        FROM contact
        WHERE (contact.id = deal.contact_id
          OR contact.id IN (SELECT contact_id FROM deal_contact WHERE deal_id = deal.id))`,
      value: knownNameSql,
    },
  },
  {
    key: "company",
    header: "Company",
    type: "text",
    room: "spare",
    sql: "(SELECT name FROM company WHERE company.id = deal.company_id)",
  },
  { key: "stage", header: "Stage", type: "text", sql: ofStage("name") },
  {
    key: "amountMinor",
    header: "Amount",
    type: "money",
    aliases: ["amount", "value"],
    currencyKey: "currency",
    sql: "deal.amount_minor",
  },
  { key: "closeDate", header: "Close", type: "date", aliases: ["close"], sql: "deal.close_date" },
  {
    key: "status",
    header: "Status",
    type: "text",
    words: () => stageKinds,
    sql: ofStage("kind"),
    detail: true,
  },
  {
    key: "pipeline",
    header: "Pipeline",
    type: "text",
    sql: `(SELECT pipeline.name
      FROM stage JOIN pipeline ON pipeline.id = stage.pipeline_id
      WHERE stage.id = deal.stage_id)`,
    detail: true,
  },
  { key: "currency", header: "Currency", type: "text", sql: "deal.currency", detail: true },
  {
    // A ratio: the deal's own percentage, else its stage's; null when neither says.
    key: "probability",
    header: "Probability",
    type: "percent",
    sql: "(coalesce(deal.probability, " + ofStage("probability") + ") / 100.0)",
    detail: true,
  },
  {
    // Amount times probability to the nearest minor unit; null for a closed deal and where either is not known.
    key: "weightedMinor",
    header: "Weighted",
    type: "money",
    aliases: ["weighted"],
    currencyKey: "currency",
    sql: `(SELECT CAST(round(deal.amount_minor * coalesce(deal.probability, stage.probability) / 100.0) AS INTEGER)
      FROM stage WHERE stage.id = deal.stage_id AND stage.kind = 'open')`,
    detail: true,
  },
  {
    key: "closedDate",
    header: "Closed",
    type: "date",
    aliases: ["closed"],
    sql: "deal.closed_date",
    detail: true,
  },
  {
    key: "stageSinceAt",
    header: "Stage since",
    type: "instant",
    aliases: ["stageSince"],
    sql: "(SELECT changed_at FROM stage_change WHERE deal_id = deal.id ORDER BY id DESC LIMIT 1)",
    detail: true,
  },
  { key: "lostReason", header: "Lost reason", type: "text", sql: "deal.lost_reason", detail: true },
  { key: "competitor", header: "Competitor", type: "text", sql: "deal.competitor", detail: true },
  { key: "source", header: "Source", type: "text", sql: "deal.source", detail: true },
  { key: "owner", header: "Owner", type: "text", sql: "deal.owner", detail: true },
  {
    key: "tags",
    header: "Tags",
    type: "list",
    aliases: ["tag"],
    sql: `(SELECT string_agg(tag.name, char(31) ORDER BY tag.name)
      FROM deal_tag JOIN tag ON tag.id = deal_tag.tag_id
      WHERE deal_tag.deal_id = deal.id)`,
    each: {
      from: "SELECT 1 FROM deal_tag JOIN tag ON tag.id = deal_tag.tag_id WHERE deal_tag.deal_id = deal.id",
      value: "tag.name",
    },
    detail: true,
  },
  { key: "note", header: "Note", type: "text", sql: "deal.note", detail: true },
  {
    key: "otherContacts",
    header: "Other contacts",
    type: "list",
    sql:
      "(SELECT string_agg(" +
      knownNameSql +
      `, char(31) ORDER BY contact.id)
      FROM deal_contact JOIN contact ON contact.id = deal_contact.contact_id
      WHERE deal_contact.deal_id = deal.id)`,
    each: {
      from: `SELECT 1
        FROM deal_contact JOIN contact ON contact.id = deal_contact.contact_id
        WHERE deal_contact.deal_id = deal.id`,
      value: knownNameSql,
    },
    detail: true,
  },
  {
    key: "otherContactIds",
    header: "Other contact ids",
    type: "list",
    sql: `(SELECT string_agg(CAST(contact_id AS TEXT), char(31) ORDER BY contact_id)
      FROM deal_contact
      WHERE deal_id = deal.id)`,
    each: {
      from: "SELECT 1 FROM deal_contact WHERE deal_id = deal.id",
      value: "CAST(deal_contact.contact_id AS TEXT)",
    },
    detail: true,
  },
  { key: "contactId", header: "Contact id", type: "id", sql: "deal.contact_id", detail: true },
  { key: "companyId", header: "Company id", type: "id", sql: "deal.company_id", detail: true },
  ...stampFields("deal"),
];

function ofStage(column: "name" | "kind" | "probability"): string {
  return "(SELECT " + column + " FROM stage WHERE stage.id = deal.stage_id)";
}
