import type { CampaignReport } from "../../reports/campaign.ts";
import type { SurveyReport } from "../../reports/survey.ts";
import { costsLeftOut } from "./campaigns-view.ts";
import type { Pages } from "./pages.ts";
import { barsOf, countText, moneyText, percentText } from "./pictures.ts";
import { leftOutTexts } from "./view.ts";

interface MarketingReports {
  campaigns: CampaignReport;
  nps: SurveyReport;
}

/** The pages of reports about campaigns and surveys. */
export const marketingPages: Pages<MarketingReports> = {
  campaigns: (report, look) => ({
    title: "Campaigns by " + report.by,
    counted: "campaigns",
    notes: [...costsLeftOut(report), ...leftOutTexts(report)],
    pictures: [
      ...barsOf(report.rows, {
        title: "Revenue by last touch",
        label: "campaign",
        value: "revenueMinor",
        text: moneyText(report.currency, look),
        note: (row) => (typeof row.roi === "number" ? "ROI " + percentText(row.roi) : ""),
      }),
      ...barsOf(report.rows, {
        title: "Share of the reached who answered",
        label: "campaign",
        value: "responseRate",
        text: percentText,
        note: (row) => row.responded + " of " + row.sent,
      }),
    ],
  }),
  nps: (report) => ({
    title: report.kind.toUpperCase() + " by " + report.by,
    counted: "answers",
    pictures: barsOf(report.rows, {
      title: report.kind === "nps" ? "Promoters less detractors, in points" : "Share of 4 and 5, in percent",
      label: "group",
      value: "score",
      text: countText,
      note: (row) => row.answers + " answers",
    }),
  }),
};
