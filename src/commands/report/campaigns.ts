import { type Command, Option } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import { type CampaignBy, campaignReport } from "../../reports/campaign.ts";
import { findNamed } from "../../store/named.ts";
import { examples } from "../options.ts";
import { positiveDays, type ReportOptions, reportOptions, scopeOf } from "./options.ts";
import { paged } from "./paged.ts";

const columns: readonly Column[] = [
  { key: "campaign", header: "Campaign", type: "text" },
  { key: "campaignId", header: "Id", type: "id" },
  { key: "purpose", header: "Purpose", type: "text" },
  { key: "channel", header: "Channel", type: "text" },
  { key: "startDate", header: "Began", type: "date" },
  { key: "members", header: "Members", type: "integer" },
  { key: "sent", header: "Sent", type: "integer" },
  { key: "bounced", header: "Bounced", type: "integer" },
  { key: "responded", header: "Responded", type: "integer" },
  { key: "responseRate", header: "Response rate", type: "percent" },
  { key: "low", header: "95 % from", type: "percent" },
  { key: "high", header: "95 % to", type: "percent" },
  { key: "unsubscribed", header: "Unsubscribed", type: "integer" },
  { key: "leads", header: "Leads", type: "integer" },
  { key: "deals", header: "Deals", type: "integer" },
  { key: "won", header: "Won", type: "integer" },
  { key: "revenueMinor", header: "Revenue, last touch", type: "money" },
  { key: "revenueFirstMinor", header: "Revenue, first touch", type: "money" },
  { key: "costMinor", header: "Cost", type: "money" },
  { key: "costPerSentMinor", header: "Cost per sent", type: "money" },
  { key: "costPerResponseMinor", header: "Cost per response", type: "money" },
  { key: "costPerLeadMinor", header: "Cost per lead", type: "money" },
  { key: "costPerDealMinor", header: "Cost per deal", type: "money" },
  { key: "roi", header: "ROI, last touch", type: "percent" },
  { key: "roiFirst", header: "ROI, first touch", type: "percent" },
  { key: "currency", header: "Currency", type: "text" },
];

interface Options extends ReportOptions {
  readonly by: CampaignBy;
  readonly touchDays: number;
  readonly countSent?: boolean;
}

export function campaigns(command: Command, app: App): void {
  examples(
    options(command.argument("[campaign]", "only this one, with its split")),
    "crm report campaigns",
    "crm report campaigns --by purpose --count-sent",
    "crm report campaigns --from 2026-01-01 --json",
  ).action((ref: string | undefined, given: Options) => show(app, ref, given));
}

/** The same under the noun. */
export function declareCampaignReport(noun: Command, app: App): void {
  examples(
    options(
      noun
        .command("report [campaign]")
        .description("What campaigns cost and brought; of one, its split as well"),
    ),
    "crm campaign report",
    "crm campaign report spring --touch-days 30",
  ).action((ref: string | undefined, given: Options) => show(paged(app, given), ref, given));
}

function options(command: Command): Command {
  return reportOptions(command)
    .addOption(new Option("--by <what>", "a line each").choices(["campaign", "purpose"]).default("campaign"))
    .option(
      "--touch-days <n>",
      "how many days an answer counts for what is bought after it",
      positiveDays,
      90,
    )
    .option("--count-sent", "being reached counts as well, not only an answer");
}

async function show(app: App, ref: string | undefined, given: Options): Promise<void> {
  const db = app.read();
  const campaignId = ref === undefined ? undefined : findNamed(db, "campaign", ref);
  const { by, touchDays, countSent } = given;
  const scope = await scopeOf(app, db, given);
  const report = campaignReport(db, { ...scope, by, campaignId, touchDays, countsSent: countSent === true });
  const { campaignsView } = await import("./campaigns-view.ts");
  await app.report(columns, report, (look) => campaignsView(report, look));
}
