import type { Field } from "../../field.ts";
import { knownNameSql } from "../contact/name.ts";
import { stampFields } from "./stamp.ts";

/** What can be shown, filtered and sorted of a purchase. Amounts are in the order's own currency. */
export const orderFields: readonly Field[] = [
  { key: "id", header: "Id", type: "id", sql: "sales_order.id" },
  { key: "number", header: "Number", type: "text", sql: "sales_order.number" },
  {
    key: "orderDate",
    header: "Date",
    type: "date",
    aliases: ["date"],
    sql: "sales_order.order_date",
  },
  {
    key: "contact",
    header: "Contact",
    type: "text",
    sql: "(SELECT " + knownNameSql + " FROM contact WHERE contact.id = sales_order.contact_id)",
  },
  {
    key: "company",
    header: "Company",
    type: "text",
    sql: "(SELECT name FROM company WHERE company.id = sales_order.company_id)",
  },
  {
    key: "amountMinor",
    header: "Amount",
    type: "money",
    aliases: ["amount"],
    currencyKey: "currency",
    sql: "sales_order.amount_minor",
  },
  {
    key: "products",
    header: "Products",
    type: "list",
    aliases: ["product"],
    sql: `(SELECT string_agg(product, char(31) ORDER BY position)
      FROM order_line WHERE order_id = sales_order.id)`,
    each: {
      from: "SELECT 1 FROM order_line WHERE order_line.order_id = sales_order.id",
      value: "order_line.product",
    },
  },
  {
    key: "refundedMinor",
    header: "Refunded",
    type: "money",
    aliases: ["refunded"],
    currencyKey: "currency",
    sql: "sales_order.refunded_minor",
    detail: true,
  },
  {
    key: "netMinor",
    header: "Net",
    type: "money",
    aliases: ["net", "revenue"],
    currencyKey: "currency",
    sql: "(sales_order.amount_minor - sales_order.refunded_minor)",
    detail: true,
  },
  {
    key: "costMinor",
    header: "Cost",
    type: "money",
    aliases: ["cost"],
    currencyKey: "currency",
    sql: "sales_order.cost_minor",
    detail: true,
  },
  { key: "currency", header: "Currency", type: "text", sql: "sales_order.currency", detail: true },
  { key: "quantity", header: "Quantity", type: "number", sql: "sales_order.quantity", detail: true },
  { key: "source", header: "Source", type: "text", sql: "sales_order.source", detail: true },
  { key: "owner", header: "Owner", type: "text", sql: "sales_order.owner", detail: true },
  { key: "note", header: "Note", type: "text", sql: "sales_order.note", detail: true },
  { key: "contactId", header: "Contact id", type: "id", sql: "sales_order.contact_id", detail: true },
  { key: "companyId", header: "Company id", type: "id", sql: "sales_order.company_id", detail: true },
  { key: "dealId", header: "Deal id", type: "id", sql: "sales_order.deal_id", detail: true },
  ...stampFields("sales_order"),
];
