import type { Field } from "../../field.ts";
import { consentFields } from "../consent.ts";
import { lifecycles } from "../contact.ts";
import { spentInSql, spentSql } from "../spent.ts";
import { marketingFields } from "./marketing.ts";
import { stampFields } from "./stamp.ts";

const firstAddress = `LEFT JOIN contact_address AS first_address
    ON first_address.contact_id = contact.id AND first_address.position =
      (SELECT min(position) FROM contact_address WHERE contact_id = contact.id)`;

/** The first that the contact has not left, as in the fields' own SQL. */
const firstJob = `LEFT JOIN employment AS first_job
    ON first_job.contact_id = contact.id AND first_job.position =
      (SELECT min(position) FROM employment WHERE contact_id = contact.id AND has_left = 0)
  LEFT JOIN company AS first_employer ON first_employer.id = first_job.company_id`;

/** What can be shown, filtered and sorted of a contact. Sums are in the database's own currency. */
export const contactFields: readonly Field[] = [
  { key: "id", header: "Id", type: "id", sql: "contact.id" },
  { key: "name", header: "Name", type: "text", room: "whole", sql: "contact.name" },
  {
    key: "email",
    header: "Email",
    type: "text",
    room: "whole",
    aliases: ["emails"],
    sql: "(SELECT email FROM contact_email WHERE contact_id = contact.id ORDER BY position LIMIT 1)",
    each: { from: "SELECT 1 FROM contact_email WHERE contact_id = contact.id", value: "contact_email.email" },
  },
  {
    key: "phone",
    header: "Phone",
    type: "text",
    aliases: ["phones"],
    sql: "(SELECT phone FROM contact_phone WHERE contact_id = contact.id ORDER BY position LIMIT 1)",
    each: { from: "SELECT 1 FROM contact_phone WHERE contact_id = contact.id", value: "contact_phone.phone" },
  },
  {
    key: "company",
    header: "Company",
    type: "text",
    sql: `(SELECT company.name
      FROM employment JOIN company ON company.id = employment.company_id
      WHERE employment.contact_id = contact.id AND employment.has_left = 0
      ORDER BY employment.position LIMIT 1)`,
    shared: { join: firstJob, sql: "first_employer.name" },
    each: {
      from: `SELECT 1
        FROM employment JOIN company ON company.id = employment.company_id
        WHERE employment.contact_id = contact.id AND employment.has_left = 0`,
      value: "company.name",
    },
  },
  { ...ofAddress("city"), key: "city", header: "City" },
  {
    key: "tags",
    header: "Tags",
    type: "list",
    aliases: ["tag"],
    sql: `(SELECT string_agg(tag.name, '\u001f' ORDER BY tag.name)
      FROM contact_tag JOIN tag ON tag.id = contact_tag.tag_id
      WHERE contact_tag.contact_id = contact.id)`,
    each: {
      from: "SELECT 1 FROM contact_tag JOIN tag ON tag.id = contact_tag.tag_id WHERE contact_tag.contact_id = contact.id",
      value: "tag.name",
    },
  },
  { key: "lifecycle", header: "Lifecycle", type: "text", words: () => lifecycles, sql: "contact.lifecycle" },
  { key: "owner", header: "Owner", type: "text", sql: "contact.owner", detail: true },
  { key: "firstName", header: "First name", type: "text", sql: "contact.first_name", detail: true },
  { key: "lastName", header: "Last name", type: "text", sql: "contact.last_name", detail: true },
  {
    key: "role",
    header: "Role",
    type: "text",
    sql: "(SELECT role FROM employment WHERE contact_id = contact.id AND has_left = 0 ORDER BY position LIMIT 1)",
    shared: { join: firstJob, sql: "first_job.role" },
    detail: true,
  },
  {
    key: "department",
    header: "Department",
    type: "text",
    sql: "(SELECT department FROM employment WHERE contact_id = contact.id AND has_left = 0 ORDER BY position LIMIT 1)",
    shared: { join: firstJob, sql: "first_job.department" },
    detail: true,
  },
  {
    key: "industry",
    header: "Industry",
    type: "text",
    sql: `(SELECT company.industry
      FROM employment JOIN company ON company.id = employment.company_id
      WHERE employment.contact_id = contact.id AND employment.has_left = 0
      ORDER BY employment.position LIMIT 1)`,
    shared: { join: firstJob, sql: "first_employer.industry" },
    detail: true,
  },
  { ...ofAddress("street"), key: "street", header: "Street", detail: true },
  { ...ofAddress("postal_code"), key: "postalCode", header: "Postal code", detail: true },
  { ...ofAddress("region"), key: "region", header: "Region", detail: true },
  { ...ofAddress("country"), key: "country", header: "Country", detail: true },
  { key: "birthday", header: "Birthday", type: "date", sql: "contact.birthday", detail: true },
  {
    key: "dates",
    header: "Yearly dates",
    type: "list",
    sql: `(SELECT string_agg(label || ': ' || date, char(31) ORDER BY substr(date, -5), label_key)
      FROM contact_date
      WHERE contact_id = contact.id)`,
    each: { from: "SELECT 1 FROM contact_date WHERE contact_id = contact.id", value: "contact_date.label" },
    only: { table: "contact_date" },
    detail: true,
  },
  {
    key: "cadence",
    header: "In touch every",
    type: "text",
    aliases: ["every"],
    sql: "contact.cadence",
    detail: true,
  },
  { key: "language", header: "Language", type: "text", sql: "contact.language", detail: true },
  {
    key: "preferredChannel",
    header: "Prefers",
    type: "text",
    sql: "contact.preferred_channel",
    detail: true,
  },
  { key: "source", header: "Source", type: "text", sql: "contact.source", detail: true },
  { key: "note", header: "Note", type: "text", sql: "contact.note", detail: true },
  ...stampFields("contact"),
  {
    key: "lastContactAt",
    header: "Last contact",
    type: "instant",
    aliases: ["last_contact"],
    sql: `(SELECT max(activity.happened_at)
      FROM activity_contact JOIN activity ON activity.id = activity_contact.activity_id
      WHERE activity_contact.contact_id = contact.id AND activity.kind <> 'note')`,
    only: { table: "activity_contact" },
    detail: true,
  },
  {
    key: "openDeals",
    header: "Open deals",
    type: "integer",
    sql: `(SELECT count(*)
      FROM deal JOIN stage ON stage.id = deal.stage_id
      WHERE deal.contact_id = contact.id AND stage.kind = 'open')`,
    only: { table: "deal", without: 0 },
    detail: true,
  },
  {
    key: "nextFollowupDate",
    header: "Next follow-up",
    type: "date",
    aliases: ["next_followup", "followup"],
    sql: "(SELECT min(due_date) FROM follow_up WHERE contact_id = contact.id AND done_at IS NULL)",
    only: { table: "follow_up" },
    detail: true,
  },
  {
    key: "orders",
    header: "Orders",
    type: "integer",
    sql: "(SELECT count(*) FROM sales_order WHERE contact_id = contact.id)",
    only: { table: "sales_order", without: 0 },
    detail: true,
  },
  {
    key: "firstOrderDate",
    header: "First order",
    type: "date",
    aliases: ["first_order"],
    sql: "(SELECT min(order_date) FROM sales_order WHERE contact_id = contact.id)",
    only: { table: "sales_order" },
    detail: true,
  },
  {
    key: "lastOrderDate",
    header: "Last order",
    type: "date",
    aliases: ["last_order"],
    sql: "(SELECT max(order_date) FROM sales_order WHERE contact_id = contact.id)",
    only: { table: "sales_order" },
    detail: true,
  },
  {
    key: "spentMinor",
    header: "Spent",
    type: "money",
    aliases: ["spent", "revenue"],
    sql: spentSql("contact_id = contact.id"),
    only: { table: "sales_order", without: 0 },
    detail: true,
  },
  {
    key: "spentIn",
    header: "Spent in",
    type: "list",
    sql: spentInSql("contact_id = contact.id"),
    only: { table: "sales_order" },
    detail: true,
  },
  ...consentFields,
  ...marketingFields,
];

/** Shows the first address, and finds all of them. */
function ofAddress(
  column: "street" | "postal_code" | "city" | "region" | "country",
): Pick<Field, "type" | "sql" | "shared" | "each"> {
  const from = " FROM contact_address WHERE contact_id = contact.id";
  return {
    type: "text",
    sql: "(SELECT " + column + from + " ORDER BY position LIMIT 1)",
    shared: { join: firstAddress, sql: "first_address." + column },
    each: { from: "SELECT 1" + from, value: "contact_address." + column },
  };
}
