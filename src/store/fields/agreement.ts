import type { Field } from "../../field.ts";
import { contactNameSql } from "../contact/name.ts";
import { stampFields } from "./stamp.ts";

/** With whom: the name of a contact or company, or "segment NAME". */
export const whoseSql =
  "coalesce((SELECT " +
  contactNameSql +
  ` FROM contact WHERE contact.id = agreement.contact_id),
    (SELECT company.name FROM company WHERE company.id = agreement.company_id),
    (SELECT 'segment ' || segment.name FROM segment WHERE segment.id = agreement.segment_id))`;

/** What can be shown, filtered and sorted of an agreement. */
export const agreementFields: readonly Field[] = [
  { key: "id", header: "Id", type: "id", sql: "agreement.id" },
  { key: "whose", header: "With", type: "text", aliases: ["with"], sql: whoseSql },
  {
    key: "product",
    header: "Product",
    type: "text",
    sql: "(SELECT coalesce(sku, name) FROM product WHERE product.id = agreement.product_id)",
  },
  {
    key: "priceMinor",
    header: "Price",
    type: "money",
    aliases: ["price"],
    currencyKey: "currency",
    sql: "agreement.price_minor",
  },
  { key: "discount", header: "Discount", type: "percent", sql: "(agreement.discount_bp / 10000.0)" },
  { key: "perk", header: "Perk", type: "text", sql: "agreement.perk" },
  { key: "fromDate", header: "From", type: "date", aliases: ["from"], sql: "agreement.from_date" },
  { key: "untilDate", header: "Until", type: "date", aliases: ["until"], sql: "agreement.until_date" },
  { key: "currency", header: "Currency", type: "text", sql: "agreement.currency", detail: true },
  { key: "note", header: "Note", type: "text", sql: "agreement.note", detail: true },
  { key: "contactId", header: "Contact id", type: "id", sql: "agreement.contact_id", detail: true },
  { key: "companyId", header: "Company id", type: "id", sql: "agreement.company_id", detail: true },
  { key: "segmentId", header: "Segment id", type: "id", sql: "agreement.segment_id", detail: true },
  { key: "productId", header: "Product id", type: "id", sql: "agreement.product_id", detail: true },
  ...stampFields("agreement"),
];
