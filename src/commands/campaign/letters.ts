import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { Row } from "../../field.ts";
import { clean } from "../../output/clean.ts";
import { uncertainMails } from "../../store/campaign/mail.ts";
import { listMembers, type Member } from "../../store/campaign/member.ts";
import type { Campaign } from "../../store/campaign.ts";
import { refuses } from "../../store/consent.ts";
import { contactDetail } from "../../store/contact/detail.ts";
import { setting } from "../../store/setting.ts";
import { getTemplate, type Template } from "../../store/template.ts";
import { isEmail, parseEmail } from "../../values/email.ts";
import { mailValues } from "../mail-values.ts";
import { fill } from "../template-text.ts";
import { templatesOf } from "./draft.ts";

/** A member's mail, filled in. Subject and text are empty where there is no template. */
export interface MemberMail extends Row {
  readonly contactId: number;
  readonly name: string;
  readonly email: string;
  readonly code: string;
  readonly variant: string | null;
  readonly subject: string;
  readonly body: string;
  /** mailto: with the code; empty where remind.email.from is not set. */
  readonly unsubscribe: string;
}

/** Why members get no mail now, and how many. */
export type Skipped = ReadonlyMap<string, readonly Member[]>;

/** Who gets a mail now, and why the others do not. */
export function dueMembers(
  app: App,
  campaign: Campaign,
  { ignoreConsent, needsAddress }: { ignoreConsent: boolean; needsAddress: boolean },
): { readonly due: readonly Member[]; readonly skipped: Skipped } {
  const db = app.read();
  const uncertain = new Set(uncertainMails(db, campaign.id));
  const due: Member[] = [];
  const skipped = new Map<string, Member[]>();
  for (const member of listMembers(db, campaign.id)) {
    const reason = reasonToSkip(member);
    if (reason === undefined) due.push(member);
    else skipped.set(reason, [...(skipped.get(reason) ?? []), member]);
  }
  return { due, skipped };

  function reasonToSkip({ contactId, email, sentAt, bouncedAt }: Member): string | undefined {
    if (sentAt !== null) return "sent already";
    if (bouncedAt !== null) return "came back before";
    if (!ignoreConsent && refuses(db, contactId, campaign.channel)) return "refused since the start";
    if (needsAddress && email === null) return "no address any more";
    if (needsAddress && email !== null && !isEmail(email)) return "no address that mail can go to";
    return uncertain.has(contactId) ? "may have been sent (--retry-uncertain sends again)" : undefined;
  }
}

/** The templates by letter; a letter without one has that of "". Undefined: the campaign has none. */
export function templateFor(
  app: App,
  campaign: Campaign,
  typed: readonly string[] | undefined,
): ((variant: string | null) => Template) | undefined {
  const words = typed ?? campaign.template?.split(",");
  if (words === undefined) return undefined;
  const found = [...templatesOf(words)].map(
    ([letter, name]) => [letter, getTemplate(app.read(), name)] as const,
  );
  const known = new Map(found);
  return (variant) => {
    const template = known.get(variant ?? "") ?? known.get("");
    if (template !== undefined) return template;
    const letter = variant ?? "A";
    throw new UserError(
      "usage",
      "no template for " + (variant === null ? "a campaign that is not split" : "the letter " + letter),
      "--template " + letter + "=NAME",
    );
  };
}

/** Fills in the mails; placeholders that stayed empty are told once each. */
export async function fillMails(
  app: App,
  campaign: Campaign,
  { due, template }: { due: readonly Member[]; template: ReturnType<typeof templateFor> },
): Promise<MemberMail[]> {
  const mails: MemberMail[] = [];
  const empty = new Map<string, string[]>();
  for (const member of due) {
    const { contactId, name, code, variant } = member;
    const email = member.email ?? "";
    const unsubscribe = unsubscribeAddress(app, code);
    const head = { contactId, name, email, code, variant, unsubscribe };
    if (template === undefined) {
      mails.push({ ...head, subject: "", body: "" });
      continue;
    }
    const { name: title, subject, body } = template(variant);
    const contact = contactDetail(app.read(), contactId);
    const words = { name: campaign.name, code, unsubscribe };
    const values = mailValues(app, { contact, deal: undefined, to: email, campaign: words });
    const top = await fill("the subject of " + title, subject, values);
    const text = await fill("the template " + title, body, values);
    for (const word of new Set([...top.empty, ...text.empty]))
      empty.set(word, [...(empty.get(word) ?? []), name]);
    const whole = body.includes("campaign.unsubscribe")
      ? text.text
      : withLine(text.text, { code, unsubscribe });
    mails.push({ ...head, subject: clean(top.text).trim(), body: whole });
  }
  for (const [word, names] of empty) {
    const more = names.length > 3 ? " and " + (names.length - 3) + " more" : "";
    app.say("note: {{" + word + "}} is empty for " + names.slice(0, 3).join(", ") + more);
  }
  return mails;
}

/** Where a word is enough to be taken off the list; the code says whose. */
function unsubscribeAddress(app: App, code: string): string {
  const from = setting(app.read(), "remind.email.from");
  return from === "" ? "" : "mailto:" + parseEmail(from) + "?subject=unsubscribe%20" + code;
}

/** Every mail says how to get no more of them. */
function withLine(body: string, { code, unsubscribe }: { code: string; unsubscribe: string }): string {
  const or = unsubscribe === "" ? "" : ", or write to\n" + unsubscribe;
  return (
    body.trimEnd() + '\n\n-- \nNo more mails like this? Answer with "unsubscribe ' + code + '"' + or + "\n"
  );
}

/** What mail programs show as a button. */
export function listHeaders({ unsubscribe }: MemberMail): Readonly<Record<string, string>> {
  return unsubscribe === "" ? {} : { "List-Unsubscribe": "<" + unsubscribe + ">" };
}
