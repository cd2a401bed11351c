import { setTimeout as wait } from "node:timers/promises";
import { InvalidArgumentError } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { Column, Row } from "../../field.ts";
import { DeliveryError } from "../../remind/channel.ts";
import { type Handed, type Letter, mailer } from "../../remind/mailing.ts";
import { missingSetting } from "../../remind/missing.ts";
import { claimMail, releaseMail, settleMail } from "../../store/campaign/mail.ts";
import { markMembers } from "../../store/campaign/member.ts";
import type { Campaign } from "../../store/campaign.ts";
import { refuses } from "../../store/consent.ts";
import type { Db } from "../../store/db.ts";
import { setting } from "../../store/setting.ts";
import { instant } from "../../values/date.ts";
import { emailKey, parseEmail } from "../../values/email.ts";
import { listHeaders, type MemberMail } from "./letters.ts";
import type { MailOptions } from "./mail.ts";

const columns: readonly Column[] = [
  { key: "contactId", header: "Contact", type: "id" },
  { key: "name", header: "Name", type: "text" },
  { key: "email", header: "Email", type: "text" },
  { key: "code", header: "Code", type: "text" },
  { key: "result", header: "Result", type: "text" },
  { key: "why", header: "Why", type: "text" },
];

export function perMinute(value: string): number {
  if (/^\d{1,4}$/.test(value) && Number(value) >= 1) return Number(value);
  throw new InvalidArgumentError("Write how many mails a minute, at least 1.");
}

interface Sending {
  readonly mails: readonly MemberMail[];
  readonly options: MailOptions;
  /** Members who are due and not among the mails. */
  readonly left: number;
}

/** Sends the mails one by one. What goes wrong with the server ends the run; the next one goes on from there. */
export async function sendMails(
  app: App,
  campaign: Campaign,
  { mails, options, left }: Sending,
): Promise<void> {
  const address = setting(app.read(), "remind.email.from");
  if (address === "") throw missingSetting("remind.email.from", "me@acme.example");
  const from = parseEmail(address);
  if (app.options.dryRun === true) {
    await app.print(
      columns,
      mails.map((one) => ({ ...one, result: "would be sent", why: null })),
    );
    return app.say("Nothing was sent (dry run).");
  }
  const done: Row[] = [];
  const deliver = mailer(app.writer(), {
    env: app.world.env,
    out: app.world.out,
    timeoutMs: options.timeout * 1000,
  });
  let problem: unknown;
  for (const [index, one] of mails.entries()) {
    if (index > 0) await wait(60_000 / options.perMinute);
    try {
      const handed = await sendOne(app, {
        campaign,
        one,
        deliver,
        from,
        ignoreConsent: options.ignoreConsent === true,
      });
      done.push({ ...one, result: handed.what, why: "why" in handed ? handed.why : null });
    } catch (error) {
      problem = error;
      break;
    }
  }
  markBounced(app, campaign, done);
  sayDone(app, done, mails.length - done.length + left);
  await app.printUnlessTable(columns, done);
  if (problem !== undefined) throw asUserError(problem);
}

interface One {
  readonly campaign: Campaign;
  readonly one: MemberMail;
  readonly deliver: (letter: Letter) => Promise<Handed>;
  readonly from: string;
  readonly ignoreConsent: boolean;
}

type Result = Handed | { readonly what: "skipped"; readonly why: string };

/**
 * Claimed before it is handed over and settled after it, each in a transaction of its own: a mail that may have gone
 * out is never sent again by itself (at most once, the other way round than a reminder).
 */
async function sendOne(app: App, { campaign, one, deliver, from, ignoreConsent }: One): Promise<Result> {
  const db = app.writer();
  const { contactId, code, email } = one;
  if (!ignoreConsent && refuses(db, contactId, campaign.channel))
    return { what: "skipped", why: "has refused" };
  const messageId =
    "<campaign-" + campaign.id + "-" + code + "@" + from.slice(from.lastIndexOf("@") + 1) + ">";
  const at = instant(app.world.clock());
  const claim = { campaignId: campaign.id, contactId, addressKey: emailKey(email), messageId, at };
  if (!claimMail(db, claim)) return { what: "skipped", why: "this address has had the mail" };
  return settled(db, claim, async () => {
    const handed = await deliver(letterOf(app, { one, from, messageId }));
    if (handed.what === "sent") settleMail(db, claim, instant(app.now()));
    else releaseMail(db, claim);
    return handed;
  });
}

/** Gives the claim back, unless the mail may have gone out. */
async function settled(
  db: Db,
  claim: Parameters<typeof releaseMail>[1],
  work: () => Promise<Handed>,
): Promise<Handed> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DeliveryError && error.uncertain)) releaseMail(db, claim);
    throw error;
  }
}

function letterOf(
  app: App,
  { one, from, messageId }: { one: MemberMail; from: string; messageId: string },
): Letter {
  const { name, email: address, subject, body: text } = one;
  return {
    from,
    to: { name, address },
    subject,
    text,
    messageId,
    date: app.now(),
    headers: listHeaders(one),
  };
}

function markBounced(app: App, { id }: Campaign, done: readonly Row[]): void {
  const contactIds = done
    .filter(({ result }) => result === "bounced")
    .map(({ contactId }) => Number(contactId));
  if (contactIds.length === 0) return;
  app.write((db, at) => {
    markMembers(db, id, { contactIds, as: "bounced", at });
    return null;
  });
}

function sayDone(app: App, done: readonly Row[], left: number): void {
  const count = (what: string) => done.filter(({ result }) => result === what).length;
  const sent = count("sent");
  const others = (["bounced", "later", "skipped"] as const)
    .filter((what) => count(what) > 0)
    .map((what) => ", " + count(what) + " " + what);
  app.say(
    "Sent " +
      sent +
      (sent === 1 ? " mail" : " mails") +
      others.join("") +
      (left === 0 ? "" : "; " + left + " to go"),
  );
  for (const { name, result, why } of done)
    if (result !== "sent") app.say(String(result) + ": " + String(name) + ": " + String(why));
}

function asUserError(error: unknown): unknown {
  if (!(error instanceof DeliveryError)) return error;
  const again = error.uncertain ? "the last mail may have gone out; " : "";
  const hint = error.hint === undefined ? "" : error.hint + "; ";
  return new UserError(
    "refused",
    error.message.replace(/\s+/g, " "),
    hint + again + "the same command goes on where it stopped",
  );
}
