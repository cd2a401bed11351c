import type { App, Report } from "../../app.ts";
import type { Column, Row } from "../../field.ts";
import type { Look } from "../../output/format.ts";
import { htmlPage, type Section } from "../../output/html/page.ts";
import { defaultColumns, lookOf } from "../../print.ts";
import type { DealsLeftOut } from "../../reports/deals.ts";
import type { Head } from "../../reports/scope.ts";
import { writeWhole } from "../output-file.ts";
import { dealsLeftOutTexts } from "./figures.ts";
import { pageOf } from "./pages.ts";
import { dayInWords, leftOutTexts } from "./view.ts";

export interface Shown {
  readonly columns: readonly Column[];
  readonly report: Report;
}

/** Writes reports as one page that needs no network, titled as its first report; "-" is standard output. */
export async function writePage(app: App, file: string, shown: readonly Shown[]): Promise<void> {
  // For paper and for a reader without a terminal: no colour codes, no limit of width.
  const look: Look = { ...(await lookOf(app)), tty: true, width: 10_000, style: undefined };
  const sections = shown.map((each) => sectionOf(each, look));
  const page = htmlPage(sections[0]?.title ?? "", sections, look);
  if (file === "-") return app.world.out(page);
  writeWhole(file, page);
  app.say("Wrote " + file);
}

function sectionOf({ columns, report }: Shown, look: Look): Section {
  const { title, counted, pictures, hidesTable, notes: own } = pageOf(report, look);
  const head: Partial<Omit<Head, "leftOut">> & { readonly leftOut?: Head["leftOut"] | DealsLeftOut } = report;
  const { asOf, zone, currency, n, definition = "", leftOut } = head;
  return {
    title,
    facts: [
      ...(asOf === undefined ? [] : ["as of " + dayInWords(asOf)]),
      ...[zone, currency].filter((fact) => fact !== undefined),
      ...(n === undefined ? [] : [n + " " + counted]),
      ...(report.where === undefined ? [] : ["only where " + report.where]),
    ],
    definition,
    pictures,
    table:
      hidesTable === true ? null : { columns: shownOnPage(columns), rows: report.rows as readonly Row[] },
    notes: own ?? (leftOut === undefined ? [] : noteTexts(leftOut, currency ?? "")),
  };
}

/** Money says its currency itself. */
function shownOnPage(columns: readonly Column[]): readonly Column[] {
  const hasMoney = columns.some(({ type }) => type === "money");
  return defaultColumns("table", columns).filter(({ key }) => !(hasMoney && key === "currency"));
}

function noteTexts(leftOut: Head["leftOut"] | DealsLeftOut, currency: string): string[] {
  return "withoutAmount" in leftOut ? dealsLeftOutTexts(leftOut) : leftOutTexts({ leftOut, currency });
}
