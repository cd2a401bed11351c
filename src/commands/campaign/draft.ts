import type { Command } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import { type CampaignRow, purposes } from "../../store/campaign.ts";
import { channels } from "../../store/contact.ts";
import { getTemplate } from "../../store/template.ts";
import { keptText } from "../../values/kept-text.ts";
import { filterText, whereOf } from "../list.ts";
import { type SetOptions, setOption } from "../options/custom.ts";
import { amountOption, naming } from "../options/money.ts";
import { type TeamOptions, teamOptions } from "../options/team.ts";
import { collect, oneOf } from "../options.ts";

export interface CampaignOptions extends TeamOptions, SetOptions {
  readonly name?: string;
  readonly purpose?: string;
  readonly channel?: string;
  readonly from?: string;
  readonly to?: string;
  readonly cost?: string;
  readonly target?: string;
  readonly segment?: string;
  readonly exclude?: string;
  readonly template?: readonly string[];
  readonly owner?: string;
  readonly note?: string;
}

export function campaignOptions(command: Command): Command {
  return teamOptions(setOption(command))
    .option("--purpose <purpose>", purposes.join(", ") + " (leads: to find new ones)")
    .option("--channel <channel>", channels.join(", "))
    .option("--from <day>", "when it begins")
    .option("--to <day>", "when it ends")
    .option("--cost <amount>", "what it costs in all")
    .option("--target <filter>", "whom it is for: a filter of contacts")
    .option("--segment <name>", "whom it is for: a saved segment, with --target both")
    .option("--exclude <filter>", "who of them is left out")
    .option("--template <name>", "the mail; A=short,B=long for a split", collect)
    .option("--owner <user>", "whose it is")
    .option("--note <text>", "a lasting remark");
}

/** What was typed, checked and in the form in which it is stored; an empty text empties. */
export async function campaignRow(
  app: App,
  options: CampaignOptions,
  currency: string,
): Promise<CampaignRow> {
  const { purpose, channel, from, to, cost, template } = options;
  const target = targetOf(options);
  for (const [option, filter] of [
    ["--target", target],
    ["--exclude", options.exclude],
  ] as const)
    await checkFilter(app, option, filter);
  const money =
    cost === undefined ? undefined : amountOption({ option: "--cost", text: cost, own: currency });
  if (money !== undefined && money.minor < 0)
    throw new UserError("usage", '--cost: "' + cost + '" is below zero', "what came in is in the orders");
  if (template !== undefined) for (const name of templateNames(template)) getTemplate(app.read(), name);
  return {
    ...(purpose === undefined ? {} : { purpose: oneOf("--purpose", purpose, purposes) }),
    ...(channel === undefined ? {} : { channel: oneOf("--channel", channel, channels) }),
    ...dayOption(app, "--from", "startDate", from),
    ...dayOption(app, "--to", "endDate", to),
    ...(money === undefined ? {} : { costMinor: money.minor, currency: money.currency }),
    ...(target === undefined ? {} : { target: target.trim() || null }),
    ...textOption("exclusion", options.exclude),
    ...(template === undefined ? {} : { template: template.join(",") || null }),
    ...textOption("owner", options.owner),
    ...textOption("note", options.note),
  };
}

/** --target and --segment as one filter; "" empties it. */
function targetOf({ target, segment }: CampaignOptions): string | undefined {
  if (target === "") return "";
  return filterText([], {
    ...(target === undefined ? {} : { where: target }),
    ...(segment === undefined || segment === "" ? {} : { segment }),
  });
}

/** A filter that cannot work is refused when it is typed, not when the campaign starts. */
async function checkFilter(app: App, option: string, filter: string | undefined): Promise<void> {
  if (filter === undefined || filter.trim() === "") return;
  try {
    await whereOf(app, app.read(), "contact", filter);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.kind, option + ": " + error.message, error.hint);
  }
}

function dayOption(
  app: App,
  option: string,
  key: "startDate" | "endDate",
  text: string | undefined,
): CampaignRow {
  if (text === undefined) return {};
  if (text === "") return { [key]: null };
  return { [key]: naming(option, () => app.when(text)).date };
}

function textOption(key: "exclusion" | "owner" | "note", text: string | undefined): CampaignRow {
  return text === undefined ? {} : { [key]: keptText(text) };
}

/** Refuses an end before the beginning, of what is there and what is typed together. */
export function checkDays({ startDate, endDate }: CampaignRow): void {
  if (typeof startDate !== "string" || typeof endDate !== "string" || startDate <= endDate) return;
  throw new UserError("usage", "the campaign ends on " + endDate + ", before it begins on " + startDate);
}

/** The names of "short", or of "A=short,B=long". */
function templateNames(words: readonly string[]): string[] {
  return [...templatesOf(words).values()];
}

/** The template of each letter of a split; under "" the one for all. */
export function templatesOf(words: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    words.map((word) => {
      const [, letter = "", name = word] = /^([A-Za-z])\s*=\s*(.+)$/.exec(word.trim()) ?? [];
      return [letter.toUpperCase(), name.trim()] as const;
    }),
  );
}
