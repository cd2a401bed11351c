import { bar } from "../../output/chart.ts";
import type { Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import { survivalAt } from "../../reports/kaplan-meier.ts";
import type { SurvivalReport } from "../../reports/survival.ts";
import { aligned, heading, notes, percent } from "./view.ts";

const lines = 16;
const barWidth = 24;
const steps = [1, 2, 5, 7, 10, 14, 30, 60, 91, 182, 365, 730, 1826];

const titles = {
  second: "Time to the second purchase",
  lifetime: "Customer lifetime",
} as const;

/** The curve at even steps as bars with its interval, the median, and what a model makes of it further on. */
export function survivalView(report: SurvivalReport, look: Look): string {
  const style = look.style ?? plainStyle;
  const top = heading(titles[report.of], report, { counted: "customers", look });
  if (report.n === 0) return top + "\nno purchases\n" + notes(report, [], look);
  const [head = "", ...body] = aligned([["days", "at risk", "%", "95 %"], ...curve(report, look)], {
    width: look.width,
    spare: [3],
  });
  return (
    [top, style.bold(head), ...withBars(report, body, look), "", notes(report, more(report, look), look)]
      .join("\n")
      .trimEnd() + "\n"
  );
}

/** The days of the lines: a round step that fits the longest time into few lines. */
function daysOf({ rows }: SurvivalReport): number[] {
  const longest = rows.at(-1)?.time ?? 0;
  const step = steps.find((days) => days * lines >= longest) ?? Math.ceil(longest / lines);
  return Array.from({ length: Math.floor(longest / step) + 1 }, (_, i) => i * step);
}

function curve(report: SurvivalReport, look: Look): string[][] {
  const dash = look.ascii ? "-" : "–";
  return daysOf(report).map((day) => {
    const row = survivalAt(report.rows, day) ?? { survival: 1, low: 1, high: 1 };
    const atRisk = report.rows.find(({ time }) => time >= day)?.atRisk ?? 0;
    const interval = percent(row.low, look) + dash + percent(row.high, look);
    return [String(day), String(atRisk), percent(row.survival, look), interval];
  });
}

function withBars(report: SurvivalReport, body: readonly string[], look: Look): string[] {
  const room = (look.width ?? 80) - (body[0]?.length ?? 0) - 2;
  const width = Math.min(barWidth, room);
  if (width < 5) return [...body];
  return daysOf(report).map((day, i) => {
    const survival = survivalAt(report.rows, day)?.survival ?? 1;
    return ((body[i] ?? "") + "  " + bar(survival, width, look.ascii)).trimEnd();
  });
}

function more({ medianDays, events, censored, projection }: SurvivalReport, look: Look): string[] {
  const { time, low, high } = medianDays;
  const range = high === null ? "from " + low : low + (look.ascii ? "-" : "–") + high;
  const median =
    time === null
      ? "median not reached"
      : "median " + time + " days" + (low === null ? "" : " (95 %: " + range + ")");
  return [median + "; events " + events + ", censored " + censored, ...projected(projection, look)];
}

function projected(projection: SurvivalReport["projection"], look: Look): string[] {
  if (projection === null) return [];
  const { alpha, beta, months } = projection;
  const every = Math.max(1, Math.ceil((months.length - 1) / 6));
  const points = months.filter(({ month }) => month > 0 && month % every === 0);
  const shares = points.map(({ month, survival }) => "month " + month + " " + percent(survival, look) + " %");
  return [
    "shifted beta-geometric: alpha " +
      alpha.toFixed(3) +
      ", beta " +
      beta.toFixed(3) +
      "; " +
      shares.join(", "),
  ];
}
