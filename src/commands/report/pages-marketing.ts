import type { CampaignReport } from "../../reports/campaign.ts";
import type { Pages } from "./pages.ts";
import { barsOf, moneyText, percentText } from "./pictures.ts";

interface MarketingReports {
  campaigns: CampaignReport;
}

/** The pages of reports about campaigns and surveys. */
export const marketingPages: Pages<MarketingReports> = {
  campaigns: (report, look) => ({
    title: "Campaigns by " + report.by,
    counted: "campaigns",
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
};
