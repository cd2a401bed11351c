import type { Look } from "../../output/format.ts";
import type { SourceReport } from "../../reports/sources.ts";
import { dealNotes, type Figure, figureTable } from "./figures.ts";
import { heading } from "./view.ts";

const columns: readonly Figure[] = [
  { key: "source", header: "Source", type: "text" },
  { key: "contacts", header: "Contacts", type: "integer" },
  { key: "conversion", header: "Bought", type: "percent" },
  { key: "revenueMinor", header: "Revenue", type: "units" },
  { key: "deals", header: "Deals", type: "integer" },
  { key: "winRate", header: "Win rate", type: "percent" },
  { key: "wonMinor", header: "Won", type: "units" },
  { key: "medianCycleDays", header: "Cycle", type: "number" },
];

/** A line a source with its share of the revenue as a bar. */
export function sourcesView(report: SourceReport, look: Look): string {
  const { rows, total, currency } = report;
  const top = heading("Sources", report, { counted: "contacts", look });
  const table =
    rows.length === 0
      ? "no contacts and no deals\n"
      : figureTable(
          {
            columns,
            rows,
            total: { source: "total", ...total },
            currency,
            bars: rows.map(({ share }) => share),
          },
          look,
        );
  const more = [
    "bought = share of the contacts with a purchase; win rate = won / (won + lost); cycle = median days to winning; bar = share of revenue",
  ];
  return (top + "\n" + table + "\n" + dealNotes(report.leftOut, more, look)).trimEnd() + "\n";
}
