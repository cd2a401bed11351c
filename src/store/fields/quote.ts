import type { Field } from "../../field.ts";
import { knownNameSql } from "../contact/name.ts";
import { currenciesSql } from "../spent.ts";
import { stampFields } from "./stamp.ts";

function ofVersion(column: string): string {
  return (
    "(SELECT " +
    column +
    " FROM quote_version AS held WHERE held.quote_id = quote.id AND held.version = quote.version)"
  );
}

/** A quote that was sent and not answered in time is shown as expired. */
export function statusField(today: string): Field {
  return {
    key: "status",
    header: "Status",
    type: "text",
    words: () => ["draft", "sent", "accepted", "declined", "expired"],
    sql:
      "CASE WHEN quote.status = 'sent' AND " +
      ofVersion("held.valid_until_date") +
      " < ? THEN 'expired' ELSE quote.status END",
    params: [today],
  };
}

const ofLines = " FROM quote_line AS line WHERE line.quote_id = quote.id AND line.version = quote.version";

/** "1.5" for a number that is stored so many times as large. */
const plainNumber = (column: string, times: string) =>
  "rtrim(rtrim(CAST(" + column + " / " + times + " AS TEXT), '0'), '.')";

const perUnit = ([0, 3, 4] as const).map(
  (digits) => " WHEN quote.currency IN (" + currenciesSql(digits) + ") THEN " + 10 ** digits + ".0",
);
const price = plainNumber("line.unit_minor", "CASE" + perUnit.join("") + " ELSE 100.0 END");

/**
 * A line as it is typed, "WS1 x 3 @ 1200 - 10% tax 19%", for an import to read: a title that could be taken for
 * discount or tax has both behind it.
 */
const lineText = [
  "coalesce(line.sku, line.title)",
  "' x ' || " + plainNumber("line.quantity_milli", "1000.0"),
  "' @ ' || " + price,
  "CASE WHEN line.discount_bp > 0 OR line.title LIKE '%!%%' ESCAPE '!' THEN ' - ' || " +
    plainNumber("line.discount_bp", "100.0") +
    " || '%' ELSE '' END",
  "CASE WHEN line.tax_bp > 0 OR line.title LIKE '%tax%' THEN ' tax ' || " +
    plainNumber("line.tax_bp", "100.0") +
    " || '%' ELSE '' END",
].join(" || ");

const fields: readonly Field[] = [
  {
    key: "contact",
    header: "Contact",
    type: "text",
    sql: "(SELECT " + knownNameSql + " FROM contact WHERE contact.id = quote.contact_id)",
  },
  {
    key: "company",
    header: "Company",
    type: "text",
    room: "spare",
    sql: "(SELECT name FROM company WHERE company.id = quote.company_id)",
  },
  {
    key: "deal",
    header: "Deal",
    type: "text",
    room: "spare",
    sql: "(SELECT title FROM deal WHERE deal.id = quote.deal_id)",
  },
  {
    key: "netMinor",
    header: "Net",
    type: "money",
    room: "spare",
    aliases: ["net"],
    currencyKey: "currency",
    sql: ofVersion("held.net_minor"),
  },
  {
    key: "totalMinor",
    header: "Total",
    type: "money",
    aliases: ["total", "amount"],
    currencyKey: "currency",
    sql: ofVersion("held.net_minor + held.tax_minor"),
  },
  {
    key: "validUntilDate",
    header: "Valid until",
    type: "date",
    aliases: ["validUntil"],
    sql: ofVersion("held.valid_until_date"),
  },
  { key: "version", header: "Version", type: "integer", room: "spare", sql: "quote.version" },
  { key: "currency", header: "Currency", type: "text", sql: "quote.currency", detail: true },
  {
    key: "products",
    header: "Products",
    type: "list",
    aliases: ["product"],
    sql:
      "(SELECT string_agg(coalesce(line.sku, line.title), char(31) ORDER BY line.position)" + ofLines + ")",
    each: { from: "SELECT 1" + ofLines, value: "coalesce(line.sku, line.title)" },
    detail: true,
  },
  {
    key: "offered",
    header: "Offered",
    type: "list",
    aliases: ["lines", "line"],
    sql: "(SELECT string_agg(" + lineText + ", char(31) ORDER BY line.position)" + ofLines + ")",
    each: { from: "SELECT 1" + ofLines, value: lineText },
    detail: true,
  },
  {
    key: "discount",
    header: "Discount",
    type: "percent",
    sql: ofVersion("held.discount_bp / 10000.0"),
    detail: true,
  },
  {
    key: "taxMinor",
    header: "Tax",
    type: "money",
    aliases: ["tax"],
    currencyKey: "currency",
    sql: ofVersion("held.tax_minor"),
    detail: true,
  },
  {
    key: "sentAt",
    header: "Sent",
    type: "instant",
    aliases: ["sent"],
    sql: ofVersion("held.sent_at"),
    detail: true,
  },
  { key: "decidedDate", header: "Decided", type: "date", sql: "quote.decided_date", detail: true },
  { key: "declineReason", header: "Declined for", type: "text", sql: "quote.decline_reason", detail: true },
  { key: "perks", header: "Perks", type: "text", sql: ofVersion("held.perks"), detail: true },
  { key: "terms", header: "Terms", type: "text", sql: ofVersion("held.terms"), detail: true },
  { key: "owner", header: "Owner", type: "text", sql: "quote.owner", detail: true },
  { key: "note", header: "Note", type: "text", sql: "quote.note", detail: true },
  { key: "dealId", header: "Deal id", type: "id", sql: "quote.deal_id", detail: true },
  { key: "contactId", header: "Contact id", type: "id", sql: "quote.contact_id", detail: true },
  { key: "companyId", header: "Company id", type: "id", sql: "quote.company_id", detail: true },
  { key: "orderId", header: "Order id", type: "id", sql: "quote.order_id", detail: true },
  ...stampFields("quote"),
];

/** What can be shown, filtered and sorted of a quote, of the version that holds. `today` is the local day. */
export function quoteFieldsOn(today: string): readonly Field[] {
  return [
    { key: "id", header: "Id", type: "id", sql: "quote.id" },
    { key: "number", header: "Number", type: "text", sql: "quote.number" },
    statusField(today),
    ...fields,
  ];
}

/** The same where no day is known: the status is the one that was said last. */
export const quoteFields = quoteFieldsOn("");
