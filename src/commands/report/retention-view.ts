import type { Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import type { RetentionReport, RetentionRow } from "../../reports/retention.ts";
import { aligned, heading, notes, percent } from "./view.ts";

const header = ["period", "start", "kept", "lost", "new", "back", "end"].concat(
  ["kept %", "95 %", "lost %"],
  ["gross", "net"],
);

/** The interval, what is lost (the rest of what is kept), and what is kept as a number. */
const spare = [header.indexOf("95 %"), header.indexOf("lost %"), header.indexOf("kept")];

/** A line a period, and the sum of the complete ones. */
export function retentionView(report: RetentionReport, look: Look): string {
  const { rows, total } = report;
  const style = look.style ?? plainStyle;
  const top = heading("Retention by " + report.by, report, { counted: "customers", look });
  if (rows.length === 0) return top + "\nno purchases\n" + notes(report, [], look);
  const sum = ["complete", ...counts({ ...total, endN: "" }), ...rates(total, "", look)];
  const lines = aligned([header, ...rows.map((row) => cells(row, look)), sum], { width: look.width, spare });
  const [head = "", ...body] = lines;
  const last = body.pop() ?? "";
  const more = [
    rows.some((row) => row.status === "partial") ? "* still running, not in the last line" : "",
    "kept = active at start and end; back = active again, not new; 95 % = of kept %",
    "gross, net = % of the revenue of those active at the start (gross: no gains)",
  ].filter((line) => line !== "");
  return (
    [top, style.bold(head), ...body, style.bold(last), "", notes(report, more, look).trimEnd()].join("\n") +
    "\n"
  );
}

function cells(row: RetentionRow, look: Look): string[] {
  const range = look.ascii ? "-" : "–";
  const interval = row.low === null ? "" : percent(row.low, look) + range + percent(row.high, look);
  const mark = row.status === "partial" ? "*" : "";
  return [row.period + mark, ...counts(row), ...rates(row, interval, look)];
}

function counts(row: Readonly<Record<Count, number | string>>): string[] {
  return [row.startN, row.retainedN, row.lostN, row.newN, row.reactivatedN, row.endN].map(String);
}

type Count = "startN" | "retainedN" | "lostN" | "newN" | "reactivatedN" | "endN";
type Rate = "retention" | "attrition" | "grossRevenueRetention" | "netRevenueRetention";

function rates(row: Readonly<Record<Rate, number | null>>, interval: string, look: Look): string[] {
  const [gross, net] = [row.grossRevenueRetention, row.netRevenueRetention];
  return [
    percent(row.retention, look),
    interval,
    percent(row.attrition, look),
    percent(gross, look),
    percent(net, look),
  ];
}
