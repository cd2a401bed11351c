import { Command } from "commander";
import type { App, Report } from "../app.ts";
import { unknownWord } from "../errors.ts";
import type { Column } from "../field.ts";
import type { Look } from "../output/format.ts";
import { filterText } from "./list.ts";
import { examples } from "./options.ts";
import { abc } from "./report/abc.ts";
import { activity } from "./report/activity.ts";
import { campaigns } from "./report/campaigns.ts";
import { channels } from "./report/channels.ts";
import { churn } from "./report/churn.ts";
import { clv } from "./report/clv.ts";
import { cohorts } from "./report/cohorts.ts";
import { crosssell } from "./report/crosssell.ts";
import { followups } from "./report/followups.ts";
import { forecast } from "./report/forecast.ts";
import { funnel } from "./report/funnel.ts";
import type { Shown } from "./report/html.ts";
import { kpi } from "./report/kpi.ts";
import { losses } from "./report/losses.ts";
import { next } from "./report/next.ts";
import { nps } from "./report/nps.ts";
import type { ReportOptions } from "./report/options.ts";
import { owners } from "./report/owners.ts";
import { reportingTo } from "./report/paged.ts";
import { payments } from "./report/payments.ts";
import { pipeline } from "./report/pipeline.ts";
import { pivot } from "./report/pivot.ts";
import { referrals } from "./report/referrals.ts";
import { response } from "./report/response.ts";
import { retention } from "./report/retention.ts";
import { rfm } from "./report/rfm.ts";
import { segments } from "./report/segments.ts";
import { sources } from "./report/sources.ts";
import { stale } from "./report/stale.ts";
import { survival } from "./report/survival.ts";
import { tickets } from "./report/tickets.ts";
import { velocity } from "./report/velocity.ts";
import { noteLines } from "./report/view.ts";
import { winrate } from "./report/winrate.ts";

interface Entry {
  readonly about: string;
  /** Another word for it. */
  readonly alias?: string;
  readonly declare: (command: Command, app: App) => void;
}

/** Every report, in the order of the list. */
const reports: Readonly<Record<string, Entry>> = {
  segments: {
    about: "Contacts by city, tag or any field: count, revenue, last contact",
    declare: segments,
  },
  rfm: { about: "Customers by how recently, how often and for how much they bought", declare: rfm },
  abc: { about: "The few customers that bring the most, by revenue or profit", declare: abc },
  next: { about: "When each customer is expected to buy again, and who is late", declare: next },
  crosssell: { about: "Products bought together, and what a contact may want next", declare: crosssell },
  channels: { about: "On which channel each contact is best reached, and why", declare: channels },
  clv: { about: "What each customer is worth: so far, by formula or by model", declare: clv },
  churn: { about: "Who may have left and what is at stake: whom to call first", declare: churn },
  survival: { about: "How long customers stay, or take to buy again (Kaplan-Meier)", declare: survival },
  retention: {
    about: "Who stayed, left, came new or came back, period by period",
    alias: "attrition",
    declare: retention,
  },
  cohorts: {
    about: "How customers of one first month bought in the months after",
    declare: cohorts,
  },
  pipeline: { about: "Open deals by stage: count, amount, weighted, how long in it", declare: pipeline },
  forecast: { about: "What will be won by month, against a target; overdue apart", declare: forecast },
  funnel: { about: "How far deals come, stage by stage, and where they are lost", declare: funnel },
  velocity: {
    about: "Money a day: open deals x win rate x average / cycle; days by stage",
    declare: velocity,
  },
  winrate: { about: "Won of won and lost, by closing or creation, by count and amount", declare: winrate },
  losses: { about: "Why deals are lost: reason, stage, source, amount, competitor", declare: losses },
  stale: { about: "Open deals that stand for too long with nothing planned", declare: stale },
  sources: { about: "What became of the contacts and deals of each source", declare: sources },
  campaigns: {
    about: "What campaigns cost and brought, and whether a split mattered",
    declare: campaigns,
  },
  nps: { about: "NPS and CSAT of surveys with their interval, over time or by a field", declare: nps },
  owners: { about: "Amounts of work by owner (reports.people = off switches it off)", declare: owners },
  activity: { about: "What was logged by kind, channel, outcome, day and hour", declare: activity },
  response: { about: "How long people wait for the first answer", declare: response },
  referrals: { about: "What those bought whom others referred", declare: referrals },
  tickets: { about: "Tickets: how many, first answer, solution, late share", declare: tickets },
  payments: { about: "What customers owe, and how late they pay", declare: payments },
  followups: { about: "Follow-ups kept, late and overdue", declare: followups },
  kpi: { about: "The dashboard: each number, the period before, change and course", declare: kpi },
  pivot: { about: "Contacts, deals or orders by any two sides: sums, counts, ratios", declare: pivot },
};

const columns: readonly Column[] = [
  { key: "report", header: "Report", type: "text" },
  { key: "about", header: "What it shows", type: "text" },
];

/** The reports; without a name, the list of them. */
export function report(noun: Command, app: App): void {
  examples(
    noun.argument("[report]", "which one; without it, the list of them"),
    "crm report",
    "crm report retention --by month",
  ).action((word: string | undefined) => list(app, word));
  let asked: ReportOptions = {};
  noun.hook("preAction", (_, action) => {
    asked = action.opts<ReportOptions>();
  });
  const paged = reportingTo(app, async (columns, value, view) => {
    const { html } = asked;
    const report = filtered(value, asked);
    if (html === undefined) return app.report(columns, report, view && withFilter(view, report.where));
    const { writePage } = await import("./report/html.ts");
    const behind = report.report === "kpi" ? await collected(app, asked) : [];
    await writePage(app, html, [{ columns, report }, ...behind]);
  });
  for (const [name, { about, alias, declare }] of Object.entries(reports)) {
    const command = noun.command(name).description(about);
    if (alias !== undefined) command.alias(alias);
    declare(command, paged);
  }
}

/** Figures of a part of the customers must not be taken for those of all. */
function filtered(report: Report, asked: ReportOptions): Report {
  const where = filterText([], asked);
  return where === undefined ? report : { ...report, where };
}

function withFilter(view: (look: Look) => string, where: string | undefined): (look: Look) => string {
  if (where === undefined) return view;
  return (look) => view(look) + noteLines(["only where " + where], look);
}

/** What the page of the dashboard shows below it, as far as there is something to show. */
const behindDashboard = {
  ofDeals: ["pipeline", "forecast", "funnel", "winrate", "losses"],
  /** What the dashboard's filter is one of, too. */
  ofContacts: ["retention", "cohorts", "rfm", "abc", "churn", "segments", "sources"],
  ofWork: ["activity", "followups"],
};

async function collected(app: App, asked: ReportOptions): Promise<Shown[]> {
  const { asOf, currency } = asked;
  const where = filterText([], asked);
  const shown: Shown[] = [];
  const collecting = reportingTo(app, async (columns, report) => {
    if (report.rows.length === 0 || isOfNothing(report)) return;
    shown.push({ columns, report: filtered(report, asked) });
  });
  const argv = ["--html", "-", ...given("--as-of", asOf), ...given("--where", where)];
  const { ofDeals, ofContacts, ofWork } = behindDashboard;
  for (const name of where === undefined ? [...ofDeals, ...ofContacts, ...ofWork] : ofContacts) {
    const command = new Command(name);
    reports[name]?.declare(command, collecting);
    const takesMoney = command.options.some(({ long }) => long === "--currency");
    await command.parseAsync([...argv, ...(takesMoney ? given("--currency", currency) : [])], {
      from: "user",
    });
  }
  return shown;
}

function given(option: string, value: string | undefined): string[] {
  return value === undefined ? [] : [option, value];
}

function isOfNothing(report: Report & { readonly n?: number }): boolean {
  return report.n === 0;
}

async function list(app: App, word: string | undefined): Promise<void> {
  const names = Object.keys(reports);
  if (word !== undefined) throw unknownWord("usage", 'no report "' + word + '"', word, names);
  await app.print(
    columns,
    names.map((name) => ({ report: name, about: reports[name]?.about })),
  );
}
