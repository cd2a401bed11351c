import type { Column } from "../../field.ts";
import type { Look } from "../../output/format.ts";
import { tableLines } from "../../output/table.ts";
import type { ProductClassReport, ProductReport } from "../../reports/product-abc.ts";
import { counted, type Figure, figureTable } from "./figures.ts";
import { heading, notes, percent } from "./view.ts";

export const productClassColumns: readonly Column[] = [
  { key: "class", header: "Class", type: "text" },
  { key: "products", header: "Products", type: "integer" },
  { key: "share", header: "Share", type: "percent" },
  { key: "valueMinor", header: "Value", type: "money" },
  { key: "valueShare", header: "Share of value", type: "percent" },
  { key: "fromMinor", header: "Smallest", type: "money" },
  { key: "currency", header: "Currency", type: "text" },
];

export const productColumns: readonly Column[] = [
  { key: "rank", header: "Rank", type: "integer" },
  { key: "product", header: "Product", type: "text" },
  { key: "sku", header: "SKU", type: "text" },
  { key: "quantity", header: "Quantity", type: "number" },
  { key: "valueMinor", header: "Value", type: "money" },
  { key: "currency", header: "Currency", type: "text", detail: true },
  { key: "share", header: "Share", type: "percent" },
  { key: "cumulativeShare", header: "Cumulative", type: "percent" },
  { key: "class", header: "Class", type: "text" },
  { key: "before", header: "Before", type: "text", detail: true },
];

const figures: readonly Figure[] = [
  { key: "class", header: "Class", type: "text" },
  { key: "products", header: "Products", type: "integer" },
  { key: "share", header: "Share", type: "percent" },
  { key: "valueMinor", header: "Value", type: "units" },
  { key: "valueShare", header: "Share", type: "percent" },
  { key: "fromMinor", header: "From", type: "units" },
];

export function productAbcView(report: ProductClassReport, look: Look): string {
  const top = heading("ABC of products", report, { counted: "products", look });
  if (report.n === 0) return top + "\nno orders with products\n" + notes(report, [], look);
  const { rows, total, currency } = report;
  const sum = { class: "total", ...total, share: 1, valueShare: total.valueMinor > 0 ? 1 : null };
  const bars = rows.map(({ valueShare }) => valueShare);
  const table = figureTable({ columns: figures, rows, total: sum, currency, bars }, look);
  const fifth = total.topFifthShare;
  const more = [
    fifth === null ? "" : "the best fifth holds " + percent(fifth, look) + " %",
    ...report.moves
      .filter(({ from, to, products }) => products > 0 && from !== to)
      .map(
        ({ from, to, products }) =>
          from + " to " + to + " since " + report.since + ": " + counted(products, "product"),
      ),
    withoutAmount(report),
  ];
  return top + "\n" + table + "\n" + notes(report, more, look);
}

export function productListView(report: ProductReport, look: Look): string {
  const top = heading("ABC of products, one by one", report, { counted: "products", look });
  const before = productColumns.filter(({ key }) => key === "before" && report.since !== null);
  const columns = [...productColumns.filter(({ detail }) => detail !== true), ...before];
  const table =
    report.n === 0 ? "no orders with products\n" : [...tableLines(columns, report.rows, look)].join("");
  return (top + "\n" + table + "\n" + notes(report, [withoutAmount(report)], look)).trimEnd() + "\n";
}

function withoutAmount({ linesWithoutAmount: n }: Pick<ProductReport, "linesWithoutAmount">): string {
  return n === 0 ? "" : counted(n, "line") + " without an amount: counted, with the value 0";
}
