import type { Command } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import { listMembers, type Member, markMembers, memberColumns } from "../../store/campaign/member.ts";
import { type Campaign, getCampaign } from "../../store/campaign.ts";
import { campaignFields } from "../../store/fields/campaign.ts";
import { findNamed } from "../../store/named.ts";
import { instant } from "../../values/date.ts";
import { pastDay } from "../options/money.ts";
import { examples, oneOf, wholeNumber } from "../options.ts";
import { pick } from "../pick.ts";
import { counted } from "../report/figures.ts";

interface MembersOptions {
  readonly split?: string;
  readonly unsent?: boolean;
  readonly silent?: boolean;
  readonly limit?: number;
}

interface MarkOptions {
  readonly as: string;
  readonly all?: boolean;
  readonly at?: string;
  readonly clear?: boolean;
}

const marks = ["sent", "bounced"] as const;
type Mark = (typeof marks)[number];

/** The commands for the members of a campaign that has started: who they are, and who was reached. */
export function declareMembers(noun: Command, app: App): void {
  examples(
    noun
      .command("members <campaign>")
      .description("Who is a member: code, split, when reached, what came back")
      .option("--split <letter>", "only of this letter")
      .option("--unsent", "only who has not been reached yet")
      .option("--silent", "only who was reached and has not answered")
      .option("--limit <n>", "at most so many", wholeNumber),
    "crm campaign members spring",
    "crm campaign members spring --unsent --format csv",
  ).action((ref: string, options: MembersOptions) => members(app, ref, options));

  examples(
    noun
      .command("mark <campaign> [contact...]")
      .description(
        "Note that members were reached by your own mailer, telephone or post, or that it came back",
      )
      .requiredOption("--as <what>", "sent, bounced")
      .option("--all", "all members who are not marked yet")
      .option("--at <day>", "when, if not now")
      .option("--clear", "take the mark away again"),
    "crm campaign mark spring --as sent --all",
    "crm campaign mark spring jane --as bounced --at yesterday",
  ).action((ref: string, contacts: string[], options: MarkOptions) => mark(app, { ref, contacts }, options));
}

async function members(
  app: App,
  ref: string,
  { split, unsent, silent, limit }: MembersOptions,
): Promise<void> {
  const db = app.read();
  const rows = listMembers(db, findNamed(db, "campaign", ref))
    .filter(({ variant }) => split === undefined || variant === split.toUpperCase())
    .filter(({ sentAt }) => unsent !== true || sentAt === null)
    .filter(({ sentAt, responses }) => silent !== true || (sentAt !== null && responses === null))
    .slice(0, limit);
  await app.print(
    memberColumns,
    app.options.quiet === true ? rows.map(({ contactId }) => ({ id: contactId })) : rows,
    "no members",
  );
}

async function mark(
  app: App,
  { ref, contacts }: { ref: string; contacts: readonly string[] },
  options: MarkOptions,
): Promise<void> {
  const as = oneOf("--as", options.as, marks);
  const db = app.writer();
  const campaign = getCampaign(db, findNamed(db, "campaign", ref));
  const all = listMembers(db, campaign.id);
  if ((contacts.length === 0) !== (options.all === true))
    throw new UserError(
      "usage",
      "name members, or say --all",
      "crm campaign mark " + campaign.id + " jane --as " + as,
    );
  const contactIds =
    options.all === true ? unmarked(all, as, options) : await chosen(app, campaign, { contacts, all });
  const day = options.at === undefined ? undefined : pastDay(app, "--at", options.at);
  const when = day === undefined || day === app.today() ? instant(app.now()) : day + "T12:00:00Z";
  const changed = app.write((write) => {
    markMembers(write, campaign.id, { contactIds, as, at: options.clear === true ? null : when });
    return getCampaign(write, campaign.id);
  });
  const what = options.clear === true ? " no longer " : " ";
  await app.wrote(
    "Marked " + counted(contactIds.length, "member") + what + "as " + as,
    campaignFields,
    changed,
  );
}

/** Those who do not have the mark yet, or with --clear those who have it. */
function unmarked(all: readonly Member[], as: Mark, { clear }: MarkOptions): number[] {
  const key = as === "sent" ? "sentAt" : "bouncedAt";
  return all
    .filter((member) => (member[key] === null) !== (clear === true))
    .map(({ contactId }) => contactId);
}

async function chosen(
  app: App,
  { name }: Campaign,
  { contacts, all }: { contacts: readonly string[]; all: readonly Member[] },
): Promise<number[]> {
  const ids: number[] = [];
  for (const contact of contacts) ids.push((await pick(app, app.writer(), "contact", contact)).id);
  const stranger = ids.find((id) => !all.some(({ contactId }) => contactId === id));
  if (stranger === undefined) return ids;
  throw new UserError("refused", "contact " + stranger + " is no member of campaign " + name);
}
