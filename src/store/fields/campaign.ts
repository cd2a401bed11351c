import type { Field } from "../../field.ts";
import { purposes } from "../campaign.ts";
import { channels } from "../contact.ts";
import { stampFields } from "./stamp.ts";

/**
 * When the campaign reached the member of the row: by its own mail, also one to somebody who has been merged into the
 * contact since, or as noted by hand; null: not yet. An expression over table campaign_member.
 */
export const memberSentSql = `coalesce(
  (SELECT max(campaign_mail.sent_at)
   FROM campaign_mail
   WHERE campaign_mail.campaign_id = campaign_member.campaign_id
     AND (campaign_mail.contact_id = campaign_member.contact_id
       OR campaign_mail.contact_id IN (
         SELECT record_id FROM merged_record WHERE noun = 'contact' AND into_id = campaign_member.contact_id))),
  campaign_member.sent_at)`;

const countMembers = (condition: string) =>
  "(SELECT count(*) FROM campaign_member WHERE campaign_member.campaign_id = campaign.id" + condition + ")";

const countContacts = (condition: string) =>
  "(SELECT count(DISTINCT contact_id) FROM campaign_response WHERE campaign_response.campaign_id = campaign.id AND " +
  condition +
  ")";

/** What can be shown, filtered and sorted of a campaign. */
export const campaignFields: readonly Field[] = [
  { key: "id", header: "Id", type: "id", sql: "campaign.id" },
  { key: "name", header: "Campaign", type: "text", sql: "campaign.name" },
  { key: "purpose", header: "Purpose", type: "text", words: () => purposes, sql: "campaign.purpose" },
  { key: "channel", header: "Channel", type: "text", words: () => channels, sql: "campaign.channel" },
  {
    key: "status",
    header: "Status",
    type: "text",
    words: () => ["planned", "started"],
    sql: "CASE WHEN campaign.started_at IS NULL THEN 'planned' ELSE 'started' END",
  },
  { key: "startDate", header: "From", type: "date", aliases: ["start"], sql: "campaign.start_date" },
  { key: "endDate", header: "To", type: "date", aliases: ["end"], sql: "campaign.end_date" },
  {
    key: "costMinor",
    header: "Cost",
    type: "money",
    aliases: ["cost"],
    currencyKey: "currency",
    sql: "campaign.cost_minor",
  },
  { key: "members", header: "Members", type: "integer", sql: countMembers("") },
  {
    key: "sent",
    header: "Sent",
    type: "integer",
    sql: countMembers(" AND " + memberSentSql + " IS NOT NULL"),
  },
  {
    key: "bounced",
    header: "Bounced",
    type: "integer",
    sql: countMembers(" AND campaign_member.bounced_at IS NOT NULL"),
    detail: true,
  },
  {
    key: "responded",
    header: "Responded",
    type: "integer",
    sql: countContacts("campaign_response.kind <> 'unsubscribe'"),
  },
  {
    key: "unsubscribed",
    header: "Unsubscribed",
    type: "integer",
    sql: countContacts("campaign_response.kind = 'unsubscribe'"),
    detail: true,
  },
  { key: "currency", header: "Currency", type: "text", sql: "campaign.currency", detail: true },
  { key: "target", header: "Target", type: "text", sql: "campaign.target", detail: true },
  { key: "exclusion", header: "Not for", type: "text", sql: "campaign.exclusion", detail: true },
  { key: "template", header: "Template", type: "text", sql: "campaign.template", detail: true },
  { key: "consent", header: "Consent", type: "text", sql: "campaign.consent", detail: true },
  { key: "startedAt", header: "Started", type: "instant", sql: "campaign.started_at", detail: true },
  { key: "owner", header: "Owner", type: "text", sql: "campaign.owner", detail: true },
  { key: "note", header: "Note", type: "text", sql: "campaign.note", detail: true },
  ...stampFields("campaign"),
];
