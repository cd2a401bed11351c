import type { Field } from "../../field.ts";

/** What campaigns, surveys and the checklist of leads know of a contact: for filters and segments. */
export const marketingFields: readonly Field[] = [
  {
    key: "campaigns",
    header: "Campaigns",
    type: "list",
    aliases: ["campaign"],
    sql: `(SELECT string_agg(campaign.name, char(31) ORDER BY campaign.id)
      FROM campaign_member JOIN campaign ON campaign.id = campaign_member.campaign_id
      WHERE campaign_member.contact_id = contact.id)`,
    each: {
      from:
        "SELECT 1 FROM campaign_member JOIN campaign ON campaign.id = campaign_member.campaign_id" +
        " WHERE campaign_member.contact_id = contact.id",
      value: "campaign.name",
    },
    only: { table: "campaign_member" },
    detail: true,
  },
  {
    key: "responded",
    header: "Responded to",
    type: "list",
    sql: `(SELECT string_agg(campaign.name, char(31) ORDER BY campaign.id)
      FROM campaign
      WHERE EXISTS (
        SELECT 1 FROM campaign_response
        WHERE campaign_response.campaign_id = campaign.id AND campaign_response.contact_id = contact.id
          AND campaign_response.kind <> 'unsubscribe'))`,
    each: {
      from:
        "SELECT 1 FROM campaign_response JOIN campaign ON campaign.id = campaign_response.campaign_id" +
        " WHERE campaign_response.contact_id = contact.id AND campaign_response.kind <> 'unsubscribe'",
      value: "campaign.name",
    },
    only: { table: "campaign_response" },
    detail: true,
  },
  {
    key: "nps",
    header: "NPS answer",
    type: "integer",
    sql: `(SELECT survey_answer.score
      FROM survey_answer JOIN survey ON survey.id = survey_answer.survey_id
      WHERE survey_answer.contact_id = contact.id AND survey.kind = 'nps'
      ORDER BY survey_answer.answered_date DESC, survey_answer.id DESC LIMIT 1)`,
    only: { table: "survey_answer" },
    detail: true,
  },
  {
    key: "qualified",
    header: "Qualified by",
    type: "list",
    sql: `(SELECT string_agg(qualification.name, char(31) ORDER BY qualification.position)
      FROM contact_qualification JOIN qualification ON qualification.id = contact_qualification.qualification_id
      WHERE contact_qualification.contact_id = contact.id AND contact_qualification.is_met = 1)`,
    each: {
      from:
        "SELECT 1 FROM contact_qualification" +
        " JOIN qualification ON qualification.id = contact_qualification.qualification_id" +
        " WHERE contact_qualification.contact_id = contact.id AND contact_qualification.is_met = 1",
      value: "qualification.name",
    },
    only: { table: "contact_qualification" },
    detail: true,
  },
];
