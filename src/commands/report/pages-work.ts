import { type ActivityReport, weekdays } from "../../reports/activity.ts";
import type { FollowupReport } from "../../reports/followups.ts";
import type { KpiReport } from "../../reports/kpi.ts";
import type { PivotReport } from "../../reports/pivot.ts";
import type { ResponseReport } from "../../reports/response.ts";
import { changeText, shown, spoken } from "./kpi-view.ts";
import type { Pages } from "./pages.ts";
import { barsOf, countText, heatOf, moneyText, percentText } from "./pictures.ts";

interface WorkReports {
  activity: ActivityReport;
  response: ResponseReport;
  followups: FollowupReport;
  kpi: KpiReport;
  pivot: PivotReport;
}

/** The pages of reports about work, and of the dashboard. */
export const workPages: Pages<WorkReports> = {
  activity: (report) => ({
    title: "Activities by " + report.by.join(" and "),
    counted: "activities",
    pictures: [
      ...barsOf(report.rows, {
        title: "Activities",
        label: report.by,
        value: "activities",
        text: countText,
        note: (row) => (row.minutes === 0 ? "" : row.minutes + " minutes"),
      }),
      ...heatOf({
        title: "By weekday and hour",
        text: (value) => (value === 0 ? "" : countText(value)),
        columns: Array.from({ length: 24 }, (_, hour) => String(hour)),
        rows: report.hours.map((counts, day) => ({
          label: weekdays[day] ?? "",
          size: String(counts.reduce((sum, count) => sum + count, 0)),
          cells: counts.map((value) => ({ value, isPartial: false })),
        })),
      }),
    ],
  }),
  response: (report) => ({
    title: "Time to the first answer by " + report.by,
    counted: "questions",
    pictures: barsOf(report.rows, {
      title: "Median minutes to the first answer",
      label: report.by,
      value: "medianMinutes",
      text: countText,
      note: (row) => row.answered + " of " + row.asked + " answered",
    }),
  }),
  followups: (report) => ({
    title: "Follow-ups by " + report.by,
    counted: "follow-ups",
    pictures: barsOf(report.rows, {
      title: "Kept in time",
      label: report.by,
      value: "keptRate",
      text: percentText,
      note: (row) => row.late + " late, " + row.overdue + " overdue",
    }),
  }),
  kpi: (report, look) => ({
    title: "Dashboard of " + report.period,
    counted: "customers",
    hidesTable: true,
    pictures: [
      {
        kind: "tiles",
        title:
          report.from + " to " + report.to + " against " + report.previousFrom + " to " + report.previousTo,
        tiles: report.rows.map((row) => ({
          label: spoken(row.kpi),
          value:
            shown(row, row.value, report, look) + (row.unit === "moneyMinor" ? " " + report.currency : ""),
          change: [changeText(row, look), "before " + shown(row, row.previous, report, look)]
            .filter((part) => part !== "")
            .join(", "),
          course: row.trend,
        })),
      },
    ],
  }),
  pivot: (report, look) => {
    const texts = { count: countText, ratio: percentText, money: moneyText(report.currency, look) };
    return {
      title:
        report.measure + " of " + report.of + " by " + [...report.by.rows, ...report.by.cols].join(" and "),
      counted: report.of,
      pictures: barsOf(report.rowTotals, {
        title: report.measure,
        label: report.by.rows,
        value: "value",
        text: texts[report.measureType],
      }),
    };
  },
};
