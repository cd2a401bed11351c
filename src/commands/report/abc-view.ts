import type { Column } from "../../field.ts";
import { bar } from "../../output/chart.ts";
import type { Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import { tableLines } from "../../output/table.ts";
import { abcClasses } from "../../reports/abc/classes.ts";
import type { AbcCustomers, AbcReport } from "../../reports/abc.ts";
import { roundedShares } from "../../reports/shares.ts";
import { aligned, dayInWords, heading, notes, percent, units, whole } from "./view.ts";

const header = ["class", "customers", "%", "value", "%", "from"];
/** Longest and shortest bar, in terminal columns. */
const [widest, narrowest] = [20, 5];

/** A line a class with the share of its value as a bar, what the best fifth holds, and the moves since a day. */
export function abcView(report: AbcReport, look: Look): string {
  const style = look.style ?? plainStyle;
  const top = heading("ABC by " + report.measure, report, { counted: "customers", look });
  if (report.n === 0) return top + "\nno purchases\n" + notes(report, costNotes(report), look);
  const [head = "", ...body] = aligned([header, ...classCells(report, look)], {
    width: look.width,
    spare: [5],
  });
  const total = body.pop() ?? "";
  const width = Math.max(...[head, ...body].map((line) => line.length));
  const room = Math.min(widest, (look.width ?? 80) - width - 2);
  const withBars = body.map((line, i) => {
    if (room < narrowest) return line;
    return (line.padEnd(width) + "  " + bar(report.rows[i]?.valueShare ?? null, room, look.ascii)).trimEnd();
  });
  return (
    [top, style.bold(head), ...withBars, style.bold(total), "", ...moveLines(report, look)].join("\n") +
    "\n" +
    notes(report, [...facts(report, look), ...costNotes(report)], look)
  );
}

function classCells({ rows, total, currency }: AbcReport, look: Look): string[][] {
  const shares = roundedShares(rows.map((row) => row.share ?? 0));
  const cells = rows.map((row, i) => [
    ...[row.class, whole(row.customers, look), percent(shares[i] ?? 0, look)],
    ...[units(row.valueMinor, currency, look), row.class === "none" ? "" : percent(row.valueShare, look)],
    units(row.fromMinor, currency, look),
  ]);
  const sum = ["total", whole(total.customers, look), "100.0", units(total.valueMinor, currency, look)];
  return [...cells, [...sum, total.valueMinor > 0 ? "100.0" : "", ""]];
}

/** From where (down) to where (across): who stayed stands on the diagonal. */
function moveLines({ since, moves }: AbcReport, look: Look): string[] {
  if (since === null) return [];
  const cells = [...abcClasses, "new"].map((from) => [
    from,
    ...abcClasses.map((to) => {
      const n = moves.find((move) => move.from === from && move.to === to)?.customers ?? 0;
      return n === 0 ? "." : whole(n, look);
    }),
  ]);
  const titles = ["then \\ now", ...abcClasses];
  const lines = aligned([titles, ...cells], { width: look.width, spare: [] });
  return ["class on " + dayInWords(since) + " (down) and now (across)", ...lines, ""];
}

function facts({ total, limits }: AbcReport, look: Look): string[] {
  const fifth =
    total.topFifthShare === null ? [] : ["the best fifth holds " + percent(total.topFifthShare, look) + " %"];
  if (limits === null || !("pareto" in limits)) return fifth;
  const at = ({ effort, yield: held }: { effort: number; yield: number }) =>
    percent(effort, look) + " % of customers hold " + percent(held, look) + " %";
  return [
    ...fifth,
    "Pareto point: " + at(limits.pareto) + "; break even: " + at(limits.breakEven),
    "submarginal point: " + at(limits.submarginal),
  ];
}

function costNotes({ ordersWithoutCost: n }: Pick<AbcReport, "ordersWithoutCost">): string[] {
  return n === 0 ? [] : ["left out: " + n + (n === 1 ? " order" : " orders") + " whose cost is not known"];
}

const customerColumns: readonly Column[] = [
  { key: "rank", header: "Rank", type: "integer" },
  { key: "id", header: "Id", type: "id" },
  { key: "customer", header: "Customer", type: "text" },
  { key: "valueMinor", header: "Value", type: "money" },
  { key: "share", header: "Share", type: "percent" },
  { key: "cumulativeShare", header: "Cumulative", type: "percent" },
  { key: "class", header: "Class", type: "text" },
];

export function abcCustomersView(report: AbcCustomers, look: Look): string {
  const title = "ABC by " + report.measure + ", by customer";
  const top = heading(title, report, { counted: "customers", look });
  const before: Column = { key: "before", header: "Before", type: "text" };
  const columns = report.since === null ? customerColumns : [...customerColumns, before];
  const table = report.n === 0 ? "no purchases\n" : [...tableLines(columns, report.rows, look)].join("");
  return (top + "\n" + table + "\n" + notes(report, costNotes(report), look)).trimEnd() + "\n";
}
