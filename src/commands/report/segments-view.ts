import type { Column, Row } from "../../field.ts";
import type { Look } from "../../output/format.ts";
import { tableLines } from "../../output/table.ts";
import type { SegmentReport } from "../../reports/segments.ts";
import { roundedShares } from "../../reports/shares.ts";
import { currencyDigits } from "../../values/currency.ts";
import { heading, notes } from "./view.ts";

/** Money in whole units of the currency, which the heading names. */
const figures: readonly Column[] = [
  { key: "count", header: "Contacts", type: "integer" },
  { key: "share", header: "Share", type: "percent" },
  { key: "customers", header: "Customers", type: "integer" },
  { key: "revenue", header: "Revenue", type: "integer" },
  { key: "revenueShare", header: "Share", type: "percent" },
  { key: "average", header: "Average", type: "integer" },
  { key: "lastContactDate", header: "Last contact", type: "date" },
];

/** A line a value and the total, shares rounded so that they sum to 100 % where rows do not overlap. */
export function segmentView(report: SegmentReport, values: readonly Column[], look: Look): string {
  const title = "Contacts by " + values.map(({ header }) => header.toLowerCase()).join(" and ");
  const top = heading(title, report, { counted: "contacts", look });
  const columns = [...values, ...shownFigures(report)];
  const total = {
    ...report.total,
    ...Object.fromEntries(values.map(({ key }, i) => [key, i === 0 ? "total" : ""])),
  };
  const rows = [...withShownShares(report), total].map((row) => inUnits(row, report.currency));
  const more = report.rowsOverlap
    ? ["a contact with several values counts in each: shares do not sum to 100 %"]
    : [];
  const table = report.rows.length === 0 ? "no contacts\n" : [...tableLines(columns, rows, look)].join("");
  return (top + "\n" + table + "\n" + notes(report, more, look)).trimEnd() + "\n";
}

/** Two fields need the room of the second share; without any contact known, the last contact says nothing. */
function shownFigures({ by, rows }: SegmentReport): readonly Column[] {
  const hidden = [
    by.length > 1 ? "revenueShare" : "",
    rows.some((row) => row.lastContactDate !== null) ? "" : "lastContactDate",
  ];
  return figures.filter(({ key }) => !hidden.includes(key));
}

function withShownShares({ rows, rowsOverlap }: SegmentReport): Row[] {
  if (rowsOverlap) return rows.map((row) => ({ ...row }));
  const shares = roundedShares(rows.map((row) => row.share ?? 0));
  const ofRevenue = rows.map((row) => row.revenueShare ?? 0);
  const isWhole = ofRevenue.every((share) => share >= 0) && ofRevenue.some((share) => share > 0);
  const revenueShares = isWhole ? roundedShares(ofRevenue) : rows.map((row) => row.revenueShare);
  return rows.map((row, i) => ({ ...row, share: shares[i], revenueShare: revenueShares[i] }));
}

function inUnits(row: Row, currency: string): Row {
  const unit = 10 ** currencyDigits(currency);
  const whole = (minor: unknown) => (typeof minor === "number" ? Math.round(minor / unit) : null);
  return { ...row, revenue: whole(row.revenueMinor), average: whole(row.averageMinor) };
}
