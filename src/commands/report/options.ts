import { type Command, InvalidArgumentError, Option } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import { type PeriodUnit, periodUnits } from "../../reports/periods.ts";
import type { ReportScope } from "../../reports/scope.ts";
import type { Db } from "../../store/db.ts";
import { pipelineNamed } from "../../store/pipeline.ts";
import type { Noun } from "../../store/tables.ts";
import { filterText, whereOf } from "../list.ts";
import { currencyOption, naming } from "../options/money.ts";
import { filterOptions, oneOf } from "../options.ts";

/** What every report over purchases takes. */
export interface ReportOptions {
  readonly asOf?: string;
  readonly from?: string;
  readonly to?: string;
  readonly currency?: string;
  readonly where?: string;
  readonly segment?: string;
  readonly html?: string;
}

export function reportOptions(command: Command): Command {
  return filterOptions(periodOptions(command).option("--currency <code>", "count amounts in this currency"));
}

/** Of reports without money as well. */
function periodOptions(command: Command): Command {
  return command
    .option("--as-of <day>", "as it stood at the end of this day; what came later is not seen")
    .option("--from <day>", "from this day on")
    .option("--to <day>", "up to this day")
    .option("--html <file>", "write a page with pictures that needs no network (- for standard output)");
}

export function byPeriod(command: Command, fromAndTo = "; --from and --to take whole ones"): Command {
  return command.addOption(
    new Option("--by <period>", "how long a period is" + fromAndTo).choices(periodUnits).default("month"),
  );
}

export interface ByPeriod {
  readonly by: PeriodUnit;
}

/** `noun`: what --where and --segment are filters of. */
export async function scopeOf(
  app: App,
  db: Db,
  options: ReportOptions,
  noun: Noun = "contact",
): Promise<ReportScope> {
  const { asOf, from, to, currency } = options;
  const scope: ReportScope = {
    asOf: asOf === undefined ? app.today() : dayOf(app, "--as-of", asOf),
    from: from === undefined ? undefined : dayOf(app, "--from", from),
    to: to === undefined ? undefined : dayOf(app, "--to", to),
    currency: currency === undefined ? app.currency() : currencyOption(currency, app.currency()),
    zone: app.zoneName(),
    week: app.setting("week.start") === "sunday" ? "Sunday week" : "week",
    where: await whereOf(app, db, noun, filterText([], options)),
  };
  if (scope.asOf > app.today())
    throw new UserError(
      "usage",
      "--as-of " + scope.asOf + " is still to come",
      "a report looks back; today is " + app.today(),
    );
  if (scope.from !== undefined && scope.to !== undefined && scope.from > scope.to)
    throw new UserError("usage", "--from " + scope.from + " lies after --to " + scope.to);
  return scope;
}

/** What every report about deals takes: filters are of deals. */
export interface DealReportOptions extends ReportOptions {
  readonly pipeline?: string;
}

export function dealOptions(command: Command): Command {
  return reportOptions(command).option("--pipeline <name>", "only deals of this pipeline");
}

export async function dealScopeOf(
  app: App,
  db: Db,
  options: DealReportOptions,
): Promise<ReportScope & { readonly pipelineId: number | undefined }> {
  const scope = await scopeOf(app, db, options, "deal");
  const { pipeline } = options;
  return { ...scope, pipelineId: pipeline === undefined ? undefined : pipelineNamed(db, pipeline).id };
}

/** What every report about work takes; it knows no money. */
export type WorkOptions = Omit<ReportOptions, "currency">;

export function workOptions(command: Command, filtered: string): Command {
  return filterOptions(periodOptions(command)).addHelpText(
    "after",
    "\n--where and --segment are filters of " + filtered + ".",
  );
}

/** "Month" */
export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** One word of a closed list, or up to two. */
export function keysOption<K extends string>(
  words: readonly string[] | undefined,
  allowed: readonly K[],
  standard: K,
): K[] {
  const keys = (words ?? [standard]).map((word) => oneOf("--by", word, allowed));
  if (keys.length > 0 && keys.length <= 2 && new Set(keys).size === keys.length) return keys;
  throw new UserError(
    "usage",
    "--by takes one word, or two different ones",
    "such as " + allowed.slice(0, 2).join(","),
  );
}

/** A report looks back: "fri" is the last one, "4 march" that of this year or the year before. */
export function dayOf(app: App, option: string, text: string): string {
  return naming(option, () => app.when(text, "past")).date;
}

export function positiveDays(value: string): number {
  if (/^[1-9]\d{0,4}$/.test(value)) return Number(value);
  throw new InvalidArgumentError("Write a number of days such as 90.");
}
