import type { Field } from "../../field.ts";
import { stampFields } from "./stamp.ts";

/** How the other product of a link is called: by its sku, else its name. */
const otherName = "coalesce(other.sku, other.name)";

function linked(on: string): Pick<Field, "sql" | "each" | "type"> {
  const from = "FROM product_link AS link JOIN product AS other ON " + on;
  return {
    type: "list",
    sql: "(SELECT string_agg(" + otherName + ", char(31) ORDER BY " + otherName + ") " + from + ")",
    each: { from: "SELECT 1 " + from + " WHERE 1 = 1", value: otherName },
  };
}

/** What can be shown, filtered and sorted of a product. Amounts are in the product's own currency. */
export const productFields: readonly Field[] = [
  { key: "id", header: "Id", type: "id", sql: "product.id" },
  { key: "sku", header: "Sku", type: "text", sql: "product.sku" },
  { key: "name", header: "Name", type: "text", sql: "product.name" },
  {
    key: "priceMinor",
    header: "Price",
    type: "money",
    aliases: ["price"],
    currencyKey: "currency",
    sql: "product.price_minor",
  },
  { key: "unit", header: "Unit", type: "text", sql: "product.unit" },
  { key: "recurring", header: "Every", type: "text", sql: "product.recurring" },
  { key: "tax", header: "Tax", type: "percent", sql: "(product.tax_bp / 10000.0)" },
  {
    key: "isActive",
    header: "Sold",
    type: "flag",
    aliases: ["active"],
    sql: "product.is_active",
  },
  {
    key: "costMinor",
    header: "Cost",
    type: "money",
    aliases: ["cost"],
    currencyKey: "currency",
    sql: "product.cost_minor",
    detail: true,
  },
  {
    key: "marginMinor",
    header: "Margin",
    type: "money",
    aliases: ["margin"],
    currencyKey: "currency",
    sql: "(product.price_minor - product.cost_minor)",
    detail: true,
  },
  { key: "currency", header: "Currency", type: "text", sql: "product.currency", detail: true },
  {
    key: "goesWith",
    header: "Goes with",
    ...linked(
      "link.kind = 'goes-with' AND ((link.product_id = product.id AND other.id = link.other_id) OR (link.other_id = product.id AND other.id = link.product_id))",
    ),
    detail: true,
  },
  {
    key: "upgradeOf",
    header: "Upgrade of",
    ...linked("link.kind = 'upgrade-of' AND link.product_id = product.id AND other.id = link.other_id"),
    detail: true,
  },
  {
    key: "upgrades",
    header: "Upgrades",
    ...linked("link.kind = 'upgrade-of' AND link.other_id = product.id AND other.id = link.product_id"),
    detail: true,
  },
  { key: "note", header: "Note", type: "text", sql: "product.note", detail: true },
  ...stampFields("product"),
];
