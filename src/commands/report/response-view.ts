import type { Column, Row } from "../../field.ts";
import type { Look } from "../../output/format.ts";
import type { ResponseReport } from "../../reports/response.ts";
import { type Figure, figureTable } from "./figures.ts";
import { heading, noteLines } from "./view.ts";

const figures: readonly Figure[] = [
  { key: "asked", header: "Asked", type: "integer" },
  { key: "answered", header: "Answered", type: "integer" },
  { key: "waiting", header: "Waiting", type: "integer" },
  { key: "median", header: "Median", type: "text" },
  { key: "p90", header: "90 % in", type: "text" },
  { key: "withinHour", header: "In 1 h", type: "percent" },
  { key: "withinDay", header: "In 24 h", type: "percent" },
  { key: "longest", header: "Waits for", type: "text" },
];

/** A line a group with the share that was answered within 24 hours as a bar. */
export function responseView(report: ResponseReport, key: Column, look: Look): string {
  const top = heading("Time to first answer", report, { counted: "questions", look });
  if (report.n === 0) return top + "\nno message came in\n";
  const isBusiness = report.businessHours !== null;
  const rows = report.rows.map((row) => spoken(row, isBusiness));
  const total = { ...spoken(report.total, isBusiness), [report.by]: "total" };
  const bars = report.rows.map(({ withinDay }) => withinDay);
  const table = figureTable({ columns: [key, ...figures], rows, total, bars }, look);
  const more = ["shares are of all asked, those still waiting among them; bar = within 24 hours"];
  return top + "\n" + table + "\n" + noteLines(more, look);
}

function spoken(row: Row, isBusiness: boolean): Row {
  return {
    ...row,
    median: duration(row.medianMinutes, isBusiness),
    p90: duration(row.p90Minutes, isBusiness),
    longest: duration(row.longestWaitMinutes, isBusiness),
  };
}

/** "25 min", "3.5 h", "4.2 days"; of business hours no days, for these would be longer ones. */
function duration(minutes: unknown, isBusiness: boolean): string {
  if (typeof minutes !== "number") return "";
  if (minutes < 100) return Math.round(minutes) + " min";
  const hours = minutes / 60;
  return isBusiness || hours < 48 ? hours.toFixed(1) + " h" : (hours / 24).toFixed(1) + " days";
}
