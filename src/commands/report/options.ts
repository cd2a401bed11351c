import { type Command, InvalidArgumentError, Option } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import { type PeriodUnit, periodUnits } from "../../reports/periods.ts";
import type { ReportScope } from "../../reports/scope.ts";
import type { Db } from "../../store/db.ts";
import { parseWhen } from "../../values/date.ts";
import { filterText, whereOf } from "../list.ts";
import { currencyOption, naming } from "../money-option.ts";
import { filterOptions } from "../options.ts";

/** What every report over purchases takes. */
export interface ReportOptions {
  readonly asOf?: string;
  readonly from?: string;
  readonly to?: string;
  readonly currency?: string;
  readonly where?: string;
  readonly segment?: string;
}

export function reportOptions(command: Command): Command {
  return filterOptions(
    command
      .option("--as-of <day>", "as it stood at the end of this day; later orders are not seen")
      .option("--from <day>", "from this day on; of a report by period, the whole period")
      .option("--to <day>", "up to this day, in the same way")
      .option("--currency <code>", "count orders in this currency"),
  );
}

export function byPeriod(command: Command): Command {
  return command.addOption(
    new Option("--by <period>", "how long a period is").choices(periodUnits).default("month"),
  );
}

export interface ByPeriod {
  readonly by: PeriodUnit;
}

export async function scopeOf(app: App, db: Db, options: ReportOptions): Promise<ReportScope> {
  const { asOf, from, to, currency } = options;
  const scope = {
    asOf: asOf === undefined ? app.today() : dayOf(app, "--as-of", asOf),
    from: from === undefined ? undefined : dayOf(app, "--from", from),
    to: to === undefined ? undefined : dayOf(app, "--to", to),
    currency: currency === undefined ? app.currency() : currencyOption(currency, app.currency()),
    zone: app.zoneName(),
    where: await whereOf(app, db, "contact", filterText([], options)),
  };
  if (scope.from !== undefined && scope.to !== undefined && scope.from > scope.to)
    throw new UserError("usage", "--from " + scope.from + " lies after --to " + scope.to);
  return scope;
}

/** A report looks back: "fri" is the last one, "4 march" that of this year or the year before. */
export function dayOf(app: App, option: string, text: string): string {
  return naming(option, () => parseWhen(text, { now: app.now(), zone: app.zone(), toward: "past" })).date;
}

export function positiveDays(value: string): number {
  if (/^[1-9]\d{0,4}$/.test(value)) return Number(value);
  throw new InvalidArgumentError("Write a number of days such as 90.");
}
