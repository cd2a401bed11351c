import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { Column } from "../../field.ts";
import { emlOf } from "../../remind/eml.ts";
import { retryUncertain } from "../../store/campaign/mail.ts";
import { type Campaign, getCampaign } from "../../store/campaign.ts";
import { contactDetail } from "../../store/contact/detail.ts";
import { findNamed } from "../../store/named.ts";
import { claimWindow } from "../../store/reminder.ts";
import { setting } from "../../store/setting.ts";
import { intoFile } from "../export/file.ts";
import { noteLoginName } from "../mail-values.ts";
import { collect, examples, wholeNumber } from "../options.ts";
import { writeWhole } from "../output-file.ts";
import { counted } from "../report/figures.ts";
import { dueMembers, fillMails, listHeaders, type MemberMail, type Skipped, templateFor } from "./letters.ts";
import { perMinute, sendMails } from "./send.ts";

export interface MailOptions {
  readonly template?: readonly string[];
  readonly out?: string;
  readonly csv?: string;
  readonly send?: boolean;
  readonly perMinute: number;
  readonly limit?: number;
  readonly timeout: number;
  readonly ignoreConsent?: boolean;
  readonly retryUncertain?: boolean;
}

const columns: readonly Column[] = [
  { key: "contactId", header: "Contact", type: "id" },
  { key: "name", header: "Name", type: "text" },
  { key: "email", header: "Email", type: "text" },
  { key: "code", header: "Code", type: "text" },
  { key: "variant", header: "Split", type: "text" },
  { key: "subject", header: "Subject", type: "text" },
  { key: "body", header: "Text", type: "text", detail: true },
  { key: "unsubscribe", header: "Unsubscribe", type: "text", detail: true },
];

/** What programs for mail merge and labels want of a person, each in a column of its own. */
const mergeColumns: readonly Column[] = [
  ...columns.slice(0, 3),
  ...["firstName", "lastName", "company", "street", "postalCode", "city", "country"].map(
    (key): Column => ({ key, header: key, type: "text" }),
  ),
  ...columns.slice(3).map((column) => ({ ...column, detail: false })),
];

/** The mails of a campaign. */
export function declareMail(noun: Command, app: App): void {
  examples(
    noun
      .command("mail <campaign>")
      .description("Write the mails: shown, as drafts, as a mail-merge file; sent only with --send --yes")
      .option("--template <name>", "which one, if not the campaign's; A=short,B=long for a split", collect)
      .option("--out <directory>", "a draft (.eml) for each member, for your own mail program")
      .option("--csv <file>", "a file for mail merge, - for standard output")
      .option("--send", "send them over smtp.host, one by one; needs --yes; goes on where it stopped")
      .option("--per-minute <n>", "at most so many a minute", perMinute, 30)
      .option("--limit <n>", "at most so many now; the next run goes on", wholeNumber)
      .option("--timeout <seconds>", "how long to wait for the mail server", wholeNumber, 30)
      .option("--ignore-consent", "also to who has refused since the start")
      .option("--retry-uncertain", "also again where a run ended before the server had answered"),
    "crm campaign mail spring --dry-run",
    "crm campaign mail spring --template thanks --csv -",
  ).action((ref: string, options: MailOptions) => mail(app, ref, options));
}

async function mail(app: App, ref: string, options: MailOptions): Promise<void> {
  const campaign = getCampaign(app.read(), findNamed(app.read(), "campaign", ref));
  checkAsked(app, campaign, options);
  if (options.retryUncertain === true && app.options.dryRun !== true)
    retryUncertain(app.writer(), campaign.id, claimWindow(app.world.clock()).from);
  const needsAddress = options.csv === undefined || campaign.channel === "email";
  const { due, skipped } = dueMembers(app, campaign, {
    ignoreConsent: options.ignoreConsent === true,
    needsAddress,
  });
  const template = templateFor(app, campaign, options.template);
  if (template === undefined && options.csv === undefined)
    throw new UserError(
      "usage",
      "which template? Campaign " + campaign.name + " has none",
      "--template NAME: crm template list",
    );
  const mails = await fillMails(app, campaign, { due: due.slice(0, options.limit ?? due.length), template });
  noteLoginName(
    app,
    mails.map(({ body }) => body),
  );
  if (options.csv !== undefined) await writeMerge(app, options.csv, mails);
  else if (options.out !== undefined) await writeDrafts(app, campaign, { directory: options.out, mails });
  else if (options.send === true)
    await sendMails(app, campaign, { mails, options, left: due.length - mails.length });
  else await app.print(columns, mails);
  saySkipped(app, skipped);
  if (mails.length === 0)
    app.say(
      "No mail to write: " + (campaign.members === 0 ? "there are no members" : "everybody has been reached"),
    );
}

function checkAsked(
  app: App,
  { id, name, status, channel }: Campaign,
  { out, csv, send }: MailOptions,
): void {
  if ([out, csv, send].filter((one) => one !== undefined).length > 1)
    throw new UserError("usage", "one of --out, --csv and --send", "drafts and files are not marked as sent");
  if (status === "planned")
    throw new UserError(
      "refused",
      "campaign " + name + " has not started: it has no members",
      "crm campaign start " + id,
    );
  if (channel !== "email" && csv === undefined)
    throw new UserError(
      "refused",
      "campaign " + name + " is by " + channel + ", not by email",
      "--csv writes a mail-merge file",
    );
  if (send === true && app.options.yes !== true && app.options.dryRun !== true)
    throw new UserError(
      "usage",
      "--send mails people: this needs --yes",
      "--send --dry-run shows what would go out",
    );
}

function saySkipped(app: App, skipped: Skipped): void {
  for (const [reason, members] of skipped) {
    const names = members.slice(0, 3).map(({ name }) => name);
    const more = members.length > names.length ? " and " + (members.length - names.length) + " more" : "";
    app.say("not now, " + reason + ": " + names.join(", ") + more);
  }
}

async function writeMerge(app: App, file: string, mails: readonly MemberMail[]): Promise<void> {
  const rows = mails.map((one) => ({ ...one, ...placeOf(app, one) }));
  const asCsv = app.options.json !== true && app.options.format === undefined;
  if (asCsv) app.options = { ...app.options, format: "csv" };
  if (app.options.dryRun === true) return app.say("Would write " + rows.length + " rows (dry run)");
  await intoFile(app, file, (out) => out.print(mergeColumns, rows));
}

function placeOf(app: App, { contactId }: MemberMail) {
  const { companies, addresses, name, ...contact } = contactDetail(app.read(), contactId);
  const { street = null, postalCode = null, city = null, country = null } = addresses[0] ?? {};
  const words = (name ?? "").split(" ");
  const firstName = contact.firstName ?? words[0] ?? "";
  const lastName = contact.lastName ?? words.slice(1).join(" ");
  const company = companies.find(({ hasLeft }) => hasLeft === 0)?.name ?? null;
  return { firstName, lastName, company, street, postalCode, city, country };
}

/** Files that are there already are left as they are, so that a draft that somebody has changed is not lost. */
async function writeDrafts(
  app: App,
  campaign: Campaign,
  { directory, mails }: { directory: string; mails: readonly MemberMail[] },
): Promise<void> {
  if (app.options.dryRun === true)
    return app.say("Would write " + counted(mails.length, "draft") + " to " + directory + " (dry run)");
  const from = setting(app.read(), "remind.email.from");
  let written = 0;
  makeDirectory(directory);
  for (const one of mails) {
    const file = join(directory, String(one.contactId).padStart(4, "0") + "-" + one.code + ".eml");
    if (existsSync(file)) continue;
    const { name, email: address, subject, body } = one;
    const to = { name, address };
    const text = await emlOf({ from, to, subject, body, date: app.now(), headers: listHeaders(one) });
    writeWhole(file, text);
    written++;
  }
  const there = mails.length - written;
  app.say(
    "Wrote " +
      counted(written, "draft") +
      " to " +
      directory +
      (there === 0 ? "" : ", " + there + " were there") +
      "; nothing was sent. When they are: crm campaign mark " +
      campaign.id +
      " --as sent --all",
  );
  await app.printUnlessTable(columns, mails);
}

function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new UserError("refused", "--out: cannot write to " + path + " (" + String(error.code) + ")");
  }
}
