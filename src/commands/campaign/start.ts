import { type Command, InvalidArgumentError } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import {
  type Audience,
  audience,
  type ConsentNeed,
  type LeftOut,
  usualNeed,
} from "../../store/campaign/audience.ts";
import { listMembers, markMembers, memberColumns, startCampaign } from "../../store/campaign/member.ts";
import { type Campaign, getCampaign } from "../../store/campaign.ts";
import { campaignFields } from "../../store/fields/campaign.ts";
import { findNamed } from "../../store/named.ts";
import { instant } from "../../values/date.ts";
import { whereOf } from "../list.ts";
import { pastDay } from "../options/money.ts";
import { examples, oneOf, wholeNumber } from "../options.ts";
import { pick } from "../pick.ts";

interface StartOptions {
  readonly split?: readonly string[];
  readonly seed?: string;
  readonly consent?: string;
  readonly ignoreConsent?: boolean;
  readonly open?: boolean;
}

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

/** Starting a campaign, and its members. */
export function declareStart(noun: Command, app: App): void {
  examples(
    noun
      .command("start <campaign>")
      .description("Freeze who is a member: the target now, without who is excluded or did not agree")
      .option("--split <letters>", "deal them out at random: A,B halves, A,A,B two thirds and one", letters)
      .option(
        "--seed <text>",
        "the same seed splits the same people alike; the campaign's number if left out",
      )
      .option(
        "--consent <need>",
        "given: who agreed (usual for email, call, chat); not-refused: all others too",
      )
      .option("--ignore-consent", "also who refused: only with a reason that the law knows")
      .option("--open", "without members: an advert, a fair"),
    "crm campaign start spring --dry-run",
    "crm campaign start spring --split A,B",
  ).action((ref: string, options: StartOptions) => start(app, ref, options));

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

function letters(value: string): string[] {
  const found = value
    .toUpperCase()
    .split(/[\s,]+/)
    .filter((word) => word !== "");
  if (found.length >= 2 && new Set(found).size >= 2 && found.every((word) => /^[A-Z]$/.test(word)))
    return found;
  throw new InvalidArgumentError("Write two letters or more, such as A,B.");
}

async function start(app: App, ref: string, options: StartOptions): Promise<void> {
  const db = app.writer();
  const campaign = getCampaign(db, findNamed(db, "campaign", ref));
  const { id, name, target } = campaign;
  if (campaign.status === "started") {
    const hint = "crm campaign members " + id;
    throw new UserError(
      "refused",
      "campaign " + name + " has started: its " + campaign.members + " members are frozen",
      hint,
    );
  }
  if (target === null && options.open !== true) {
    const hint =
      "crm campaign edit " + id + " --segment west; --open starts an advert or a fair without members";
    throw new UserError("refused", "campaign " + name + " has no target: nobody would be a member", hint);
  }
  const need = needOf(campaign, options);
  const found = await audienceOf(app, campaign, need);
  if (target !== null) refuseEmpty(campaign, found);
  const started = app.write((write, at) =>
    startCampaign(write, id, {
      contactIds: found.contactIds,
      split: options.split ?? [],
      seed: options.seed ?? String(id),
      consent: need,
      at,
      today: app.today(),
    }),
  );
  for (const line of leftOutLines(found.leftOut)) app.say(line);
  const count = found.contactIds.length;
  const split = options.split === undefined ? "" : ", split " + [...new Set(options.split)].join(" and ");
  const message =
    "Started campaign " + id + " " + name + " with " + count + (count === 1 ? " member" : " members") + split;
  await app.wrote(message, campaignFields, { ...started, leftOut: found.leftOut });
}

function needOf({ channel }: Campaign, { consent, ignoreConsent }: StartOptions): ConsentNeed {
  if (ignoreConsent === true) return "ignored";
  return consent === undefined
    ? usualNeed[channel]
    : oneOf("--consent", consent, ["given", "not-refused"] as const);
}

async function audienceOf(
  app: App,
  { target, exclusion, channel }: Campaign,
  need: ConsentNeed,
): Promise<Audience> {
  if (target === null) return { contactIds: [], leftOut: [] };
  const db = app.writer();
  const where = await whereOf(app, db, "contact", target);
  const out = await whereOf(app, db, "contact", exclusion ?? undefined);
  return audience(db, { channel, target: where ?? { sql: "1 = 1", params: [] }, exclusion: out, need });
}

function refuseEmpty({ name, target, channel }: Campaign, { contactIds, leftOut }: Audience): void {
  if (contactIds.length > 0) return;
  const counts = [...byReason(leftOut)].map(([reason, people]) => people.length + " " + reason);
  const why = leftOut.length === 0 ? "nobody fits " + target : counts.join(", ");
  const lacks = leftOut.some(({ reason }) => reason.startsWith("never agreed"));
  const hint = lacks
    ? "note who agreed: crm consent give jane --channel " +
      channel +
      "; --consent not-refused takes who never said"
    : "crm campaign edit " + name + " --target ...";
  throw new UserError("refused", "campaign " + name + " may reach nobody: " + why, hint);
}

function byReason(leftOut: readonly LeftOut[]): ReadonlyMap<string, readonly LeftOut[]> {
  const groups = new Map<string, LeftOut[]>();
  for (const one of leftOut) {
    const reason = one.reason.replace(/ as #\d+$/, " as another one");
    groups.set(reason, [...(groups.get(reason) ?? []), one]);
  }
  return groups;
}

/** Names shown of each reason. */
const shownNames = 5;

function leftOutLines(leftOut: readonly LeftOut[]): string[] {
  return [...byReason(leftOut)].map(([reason, people]) => {
    const named = people.slice(0, shownNames).map(({ contactId, name }) => "#" + contactId + " " + name);
    const more = people.length > shownNames ? " and " + (people.length - shownNames) + " more" : "";
    return "left out, " + reason + ": " + named.join(", ") + more;
  });
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
  const as = oneOf("--as", options.as, ["sent", "bounced"] as const);
  const db = app.writer();
  const campaign = getCampaign(db, findNamed(db, "campaign", ref));
  const all = listMembers(db, campaign.id);
  if ((contacts.length === 0) !== (options.all === true))
    throw new UserError(
      "usage",
      "name members, or say --all",
      "crm campaign mark " + campaign.id + " jane --as " + as,
    );
  const chosen = [];
  for (const contact of contacts) chosen.push((await pick(app, db, "contact", contact)).id);
  for (const id of chosen) {
    if (all.some(({ contactId }) => contactId === id)) continue;
    throw new UserError("refused", "contact " + id + " is no member of campaign " + campaign.name);
  }
  const ids =
    options.all === true
      ? all
          .filter(
            (member) =>
              (member[as === "sent" ? "sentAt" : "bouncedAt"] === null) !== (options.clear === true),
          )
          .map(({ contactId }) => contactId)
      : chosen;
  const day = options.at === undefined ? undefined : pastDay(app, "--at", options.at);
  const when = day === undefined || day === app.today() ? instant(app.now()) : day + "T12:00:00Z";
  const changed = app.write((write) => {
    markMembers(write, campaign.id, { contactIds: ids, as, at: options.clear === true ? null : when });
    return getCampaign(write, campaign.id);
  });
  const what = options.clear === true ? " no longer " : " ";
  await app.wrote(
    "Marked " + ids.length + (ids.length === 1 ? " member" : " members") + what + "as " + as,
    campaignFields,
    changed,
  );
}
