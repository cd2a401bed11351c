import type { Look } from "../../output/format.ts";
import type { WinrateReport, WinrateRow } from "../../reports/winrate.ts";
import { dealNotes, type Figure, figureTable } from "./figures.ts";
import { heading, percent } from "./view.ts";

const figures: readonly Figure[] = [
  { key: "period", header: "Period", type: "text" },
  { key: "deals", header: "Deals", type: "integer" },
  { key: "won", header: "Won", type: "integer" },
  { key: "lost", header: "Lost", type: "integer" },
  { key: "open", header: "Open", type: "integer" },
  { key: "winRate", header: "Rate", type: "percent" },
  { key: "interval", header: "95 %", type: "text" },
  { key: "wonMinor", header: "Won amount", type: "units" },
  { key: "amountRate", header: "By amount", type: "percent" },
];

/** A line a period with the win rate as a bar. */
export function winrateView(report: WinrateReport, look: Look): string {
  const { rows, total, by } = report;
  const ofCreated = report.basis === "created";
  const title = "Win rate by " + by + (ofCreated ? " of creation" : " of closing");
  const top = heading(title, report, { counted: "deals", look });
  const columns = figures.filter(({ key }) => key !== (ofCreated ? "" : "open"));
  const table =
    report.n === 0
      ? (ofCreated ? "no deals" : "no closed deals") + "\n"
      : figureTable(
          {
            ...{
              columns,
              rows: rows.map((row) => drawn(row, look)),
              bars: rows.map(({ winRate }) => winRate),
            },
            total: { ...drawn({ ...total, period: "total", status: "ok" }, look) },
          },
          look,
        );
  const more = [
    rows.some(({ status }) => status === "partial") ? "* still running" : "",
    withinText(report, look),
  ];
  return (top + "\n" + table + "\n" + dealNotes(report.leftOut, more, look)).trimEnd() + "\n";
}

function drawn(row: WinrateRow, look: Look) {
  const range = look.ascii ? "-" : "–";
  const interval = row.low === null ? "" : percent(row.low, look) + range + percent(row.high, look);
  return { ...row, interval, period: row.period + (row.status === "partial" ? "*" : "") };
}

function withinText({ wonWithin }: WinrateReport, look: Look): string {
  const known = wonWithin.filter(({ share }) => share !== null);
  if (known.length === 0) return "";
  const parts = known.map(({ days, share }) => days + " days " + percent(share, look) + " %");
  return "won within (of those created, open ones as far as seen): " + parts.join(", ");
}
