import type { Column } from "../../field.ts";
import { heat } from "../../output/chart.ts";
import type { Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import { tableLines } from "../../output/table.ts";
import type { RfmCustomers, RfmReport } from "../../reports/rfm.ts";
import { roundedShares } from "../../reports/shares.ts";
import { currencyDigits } from "../../values/currency.ts";
import { aligned, heading, notes, percent, units, whole } from "./view.ts";

const header = ["segment", "R", "F", "M", "customers", "%", "orders"].concat(
  ["revenue", "%", "per order"],
  ["days since"],
);

/** Orders, revenue per order and the median of days give way first. */
const spare = [header.indexOf("orders"), header.indexOf("per order"), header.indexOf("days since")];

/** A line a segment with the ranges that it stands for, then how many customers have which R and F. */
export function rfmView(report: RfmReport, look: Look): string {
  const style = look.style ?? plainStyle;
  const top = heading("RFM", report, { counted: "customers", look });
  if (report.n === 0) return top + "\nno purchases\n" + notes(report, [], look);
  const lines = aligned([header, ...segmentCells(report, look), totalCells(report, look)], {
    width: look.width,
    spare,
  });
  const [head = "", ...body] = lines;
  const last = body.pop() ?? "";
  return (
    [
      ...[top, style.bold(head), ...body, style.bold(last), ""],
      ...["customers by R and F; shade = their average M", ...gridLines(report, look), ""],
      notes(report, [cutText(report, look)], look).trimEnd(),
    ].join("\n") + "\n"
  );
}

function segmentCells(report: RfmReport, look: Look): string[][] {
  const shares = roundedShares(report.rows.map((row) => row.share ?? 0));
  const dash = look.ascii ? "-" : "–";
  const span = ([low, high]: readonly [number, number]) => (low === high ? String(low) : low + dash + high);
  return report.rows.map((row, i) => {
    const ranges = report.segments.find(({ segment }) => segment === row.segment);
    return [
      row.segment,
      ...(ranges === undefined ? ["", "", ""] : [span(ranges.r), span(ranges.f), span(ranges.m)]),
      ...[whole(row.customers, look), percent(shares[i] ?? 0, look), whole(row.orders, look)],
      ...[units(row.revenueMinor, report.currency, look), percent(row.revenueShare, look)],
      ...[
        units(row.aovMinor, report.currency, look),
        row.medianRecencyDays === null ? "" : String(row.medianRecencyDays),
      ],
    ];
  });
}

function totalCells({ total, currency }: RfmReport, look: Look): string[] {
  return [
    ...["total", "", "", "", whole(total.customers, look), "100.0", whole(total.orders, look)],
    ...[units(total.revenueMinor, currency, look), "100.0", units(total.aovMinor, currency, look), ""],
  ];
}

function gridLines({ grid }: RfmReport, look: Look): string[] {
  const width = Math.max(4, ...grid.map((cell) => whole(cell.customers, look).length)) + 2;
  const titles = [1, 2, 3, 4, 5].map((f) => ("F" + f).padStart(width) + "  ");
  const lines = [5, 4, 3, 2, 1].map((r) => {
    const cells = grid.filter((cell) => cell.r === r);
    const drawn = cells.map(({ customers, averageM }) => {
      const shade = averageM === null ? " " : heat(averageM / 5, look.ascii);
      return (customers === 0 ? "." : whole(customers, look)).padStart(width) + " " + shade;
    });
    return "R" + r + drawn.join("");
  });
  return ["  " + titles.join(""), ...lines].map((line) => line.trimEnd());
}

function cutText({ cuts, currency }: Pick<RfmReport, "cuts" | "currency">, look: Look): string {
  const digits = currencyDigits(currency);
  const numbers = (values: readonly number[]) => values.map((value) => String(Number(value.toFixed(1))));
  const money = cuts.amountMinor.map((minor) => (minor / 10 ** digits).toFixed(digits));
  const gap = look.ascii ? " - " : " · ";
  return [
    "cut points: R " + numbers(cuts.recencyDays).join(" ") + " days",
    "F " + numbers(cuts.transactionCount).join(" "),
    "M " + money.join(" "),
  ].join(gap);
}

const customerColumns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "customer", header: "Customer", type: "text" },
  { key: "recencyDays", header: "Days since", type: "integer" },
  { key: "transactionCount", header: "Purchases", type: "integer" },
  { key: "amountMinor", header: "Amount", type: "money" },
  { key: "rfmScore", header: "RFM", type: "integer" },
  { key: "segment", header: "Segment", type: "text" },
];

export function rfmCustomersView(report: RfmCustomers, look: Look): string {
  const top = heading("RFM by customer", report, {
    counted: "customers",
    look,
  });
  const table =
    report.n === 0 ? "no purchases\n" : [...tableLines(customerColumns, report.rows, look)].join("");
  const more = report.n === 0 ? [] : [cutText(report, look)];
  return (top + "\n" + table + "\n" + notes(report, more, look)).trimEnd() + "\n";
}
