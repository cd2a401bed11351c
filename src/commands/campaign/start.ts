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
import { startCampaign } from "../../store/campaign/member.ts";
import { type Campaign, getCampaign } from "../../store/campaign.ts";
import { campaignFields } from "../../store/fields/campaign.ts";
import { findNamed } from "../../store/named.ts";
import { whereOf } from "../list.ts";
import { examples, oneOf } from "../options.ts";
import { counted } from "../report/figures.ts";

interface StartOptions {
  readonly split?: readonly string[];
  readonly seed?: string;
  readonly consent?: string;
  readonly ignoreConsent?: boolean;
  readonly open?: boolean;
}

/** The command that starts a campaign. */
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
  const split = options.split === undefined ? "" : ", split " + [...new Set(options.split)].join(" and ");
  const many = counted(found.contactIds.length, "member");
  const message = "Started campaign " + id + " " + name + " with " + many + split;
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
