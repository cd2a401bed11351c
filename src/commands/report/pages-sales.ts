import type { ForecastReport } from "../../reports/forecast.ts";
import type { FunnelReport } from "../../reports/funnel.ts";
import type { LossReport } from "../../reports/losses.ts";
import type { OwnerReport } from "../../reports/owners.ts";
import type { PipelineReport } from "../../reports/pipeline.ts";
import type { SourceReport } from "../../reports/sources.ts";
import type { StaleReport } from "../../reports/stale.ts";
import type { VelocityReport } from "../../reports/velocity.ts";
import type { WinrateReport } from "../../reports/winrate.ts";
import type { Pages } from "./pages.ts";
import { barsOf, countText, linesOf, moneyText, percentText } from "./pictures.ts";

interface SalesReports {
  pipeline: PipelineReport;
  forecast: ForecastReport;
  funnel: FunnelReport;
  velocity: VelocityReport;
  winrate: WinrateReport;
  losses: LossReport;
  stale: StaleReport;
  sources: SourceReport;
  owners: OwnerReport;
}

/** The pages of reports about deals. */
export const salesPages: Pages<SalesReports> = {
  pipeline: (report, look) => ({
    title: "Pipeline",
    counted: "open deals",
    pictures: barsOf(report.rows, {
      title: "Amount by stage",
      label: new Set(report.rows.map(({ pipeline }) => pipeline)).size > 1 ? ["pipeline", "stage"] : "stage",
      value: "amountMinor",
      text: moneyText(String(report.rows[0]?.currency ?? look.currency), look),
      note: (row) => row.deals + (row.deals === 1 ? " deal" : " deals"),
    }),
  }),
  forecast: (report, look) => ({
    title: "Forecast by " + report.by,
    counted: "deals",
    pictures: barsOf(report.rows, {
      title: "Won and weighted",
      label: "period",
      value: "forecastMinor",
      text: moneyText(report.currency, look),
      note: (row) =>
        typeof row.targetMinor === "number"
          ? "target " + moneyText(report.currency, look)(row.targetMinor)
          : "",
    }),
  }),
  funnel: (report) => ({
    title: "Funnel of " + report.pipeline,
    counted: "deals",
    pictures: barsOf(report.rows, {
      kind: "funnel",
      title: "Deals that reached each stage",
      label: "stage",
      value: "entered",
      text: countText,
      note: (row) => (typeof row.ofFirst === "number" ? percentText(row.ofFirst) + " of the first" : ""),
    }),
  }),
  velocity: (report) => ({
    title: "Sales velocity",
    counted: "deals",
    pictures: barsOf(report.rows, {
      title: "Days in a stage, median",
      label: "stage",
      value: "medianDays",
      text: countText,
      note: (row) => row.deals + " deals",
    }),
  }),
  winrate: (report) => ({
    title: "Win rate by " + report.by,
    counted: "deals",
    pictures: linesOf(report.rows, {
      title: "Won of won and lost",
      point: "period",
      text: percentText,
      lines: { winRate: "by count", amountRate: "by amount" },
    }),
  }),
  losses: (report, look) => ({
    title: "Lost deals by " + report.by.join(" and "),
    counted: "lost deals",
    pictures: barsOf(report.rows, {
      title: "Lost amount",
      label: report.by,
      value: "lostMinor",
      text: moneyText(report.currency, look),
      note: (row) => row.lostN + " deals",
    }),
  }),
  stale: (report, look) => ({
    title: "Stale deals",
    counted: "open deals",
    pictures: barsOf(report.rows, {
      title: "Days over the limit",
      label: "title",
      value: "overDays",
      text: countText,
      note: (row) =>
        typeof row.amountMinor === "number" ? moneyText(String(row.currency), look)(row.amountMinor) : "",
    }),
  }),
  sources: (report, look) => ({
    title: "Sources",
    counted: "contacts",
    pictures: barsOf(report.rows, {
      title: "Revenue by source",
      label: "source",
      value: "revenueMinor",
      text: moneyText(report.currency, look),
    }),
  }),
  owners: (report, look) => ({
    title: "Work by owner",
    counted: "owners",
    pictures: barsOf(report.rows, {
      title: "Won amount",
      label: "owner",
      value: "wonMinor",
      text: moneyText(report.currency, look),
    }),
  }),
};
