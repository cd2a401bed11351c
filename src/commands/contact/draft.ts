import type { Command } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import { companyNamed } from "../../store/company.ts";
import type { YearlyDate } from "../../store/contact/date.ts";
import {
  type Channel,
  type ContactDraft,
  type ContactRow,
  channels,
  type EmailDraft,
  lifecycles,
  type PhoneDraft,
} from "../../store/contact.ts";
import type { CustomValues } from "../../store/custom.ts";
import type { Db } from "../../store/db.ts";
import { setting } from "../../store/setting.ts";
import { emailKey, parseEmail } from "../../values/email.ts";
import { keptText } from "../../values/kept-text.ts";
import { displayName, foldName, splitName } from "../../values/name.ts";
import { phoneKey, readPhone } from "../../values/phone.ts";
import { parseYearly } from "../../values/yearly-date.ts";
import { cadenceOf } from "../options/due.ts";
import { type TeamOptions, teamOptions } from "../options/team.ts";
import { collect, collectWhole, oneOf } from "../options.ts";

/** The options of contact add; edit takes the same and a few more. */
export interface ContactOptions extends TeamOptions {
  readonly first?: string;
  readonly last?: string;
  readonly email?: readonly string[];
  readonly phone?: readonly string[];
  readonly company?: string;
  readonly role?: string;
  readonly department?: string;
  readonly street?: string;
  readonly postalCode?: string;
  readonly city?: string;
  readonly region?: string;
  readonly country?: string;
  readonly link?: readonly string[];
  readonly tag?: readonly string[];
  readonly birthday?: string;
  readonly date?: readonly string[];
  readonly every?: string;
  readonly language?: string;
  readonly prefers?: string;
  readonly lifecycle?: string;
  readonly source?: string;
  readonly owner?: string;
  readonly note?: string;
  readonly set?: readonly string[];
}

export function contactOptions(command: Command): Command {
  return teamOptions(
    command
      .option("--first <name>", "first name")
      .option("--last <name>", "last name")
      .option("--email <address>", "email; several times for several, label:address for a label", collect)
      .option("--phone <number>", "phone; several times for several, label:number for a label", collect)
      .option("--company <name>", "where the person works; made when it is new")
      .option("--role <title>", "what the person is there")
      .option("--department <name>", "the part of the company")
      .option("--street <street>", "street and number")
      .option("--postal-code <code>", "postal code")
      .option("--city <city>", "city")
      .option("--region <region>", "state or region")
      .option("--country <country>", "country")
      .option("--link <url>", "web page or profile; several times for several", collectWhole)
      .option("--tag <tag>", "tag; several times or with commas for several", collect)
      .option("--birthday <date>", "YYYY-MM-DD, or '4 May' without the year")
      .option("--date <label: date>", "another yearly date, 'anniversary: 2019-05-04'", collectWhole)
      .option("--every <period>", "be in touch every so often, such as '6 weeks'")
      .option("--language <code>", "language to write in, such as de")
      .option("--prefers <channel>", "how to reach the person: " + channels.join(", "))
      .option("--lifecycle <stage>", lifecycles.join(", "))
      .option("--source <source>", "where the person came from")
      .option("--owner <user>", "who looks after the person")
      .option("--note <text>", "a lasting remark")
      .option("--set <field=value>", "a custom field; several times for several", collectWhole),
  );
}

/** What was typed, checked and in the form in which it is stored. Companies that are new are made. */
export async function contactDraft(
  app: App,
  name: string | undefined,
  options: ContactOptions,
): Promise<(db: Db, at: string) => ContactDraft> {
  const country = options.country ?? setting(app.read(), "country");
  const phones = await phoneDrafts(options.phone ?? [], country);
  const row = contactRow(name, options);
  refuseJobWithoutCompany(options);
  const { street, postalCode, city, region, country: inCountry } = options;
  const address = { street, postalCode, city, region, country: inCountry };
  const hasAddress = Object.values(address).some((part) => part !== undefined && part !== "");
  return (db, at) => ({
    ...row,
    ...(options.lifecycle === undefined
      ? {}
      : { lifecycle: oneOf("--lifecycle", options.lifecycle, lifecycles) }),
    emails: (options.email ?? []).map(emailDraft),
    phones,
    addresses: hasAddress ? [givenParts(address)] : [],
    links: options.link ?? [],
    employments:
      options.company === undefined
        ? []
        : [{ companyId: companyNamed(db, options.company, at), ...jobOf(options) }],
    tags: options.tag ?? [],
    dates: (options.date ?? []).map(yearlyDate),
    custom: customOptions(options.set ?? []),
  });
}

/** What somebody is at a company; null: not said. */
export function jobOf({ role, department }: Pick<ContactOptions, "role" | "department">) {
  return { role: keptText(role ?? ""), department: keptText(department ?? "") };
}

function refuseJobWithoutCompany(options: ContactOptions): void {
  const { role, department } = jobOf(options);
  if (options.company !== undefined || (role ?? department) === null) return;
  const what = role === null ? "--department" : "--role";
  throw new UserError("usage", what + " says what somebody is at a company", "add --company");
}

function givenParts<T extends Record<string, string | undefined>>(
  parts: T,
): { [K in keyof T]: string | null } {
  return Object.fromEntries(Object.entries(parts).map(([key, value]) => [key, keptText(value ?? "")])) as {
    [K in keyof T]: string | null;
  };
}

/** The contact's own columns; what was not given is absent. An empty text empties. */
export function contactRow(name: string | undefined, options: ContactOptions): ContactRow {
  const { birthday, prefers } = options;
  return {
    ...nameRow(name, options),
    ...given(
      "birthday",
      birthday === undefined || birthday === "" ? birthday : parseYearly("--birthday", birthday),
    ),
    ...(options.every === undefined ? {} : { cadence: cadenceOf(options.every) }),
    ...given("language", options.language),
    ...given(
      "preferredChannel",
      prefers === undefined || prefers === "" ? prefers : oneOf<Channel>("--prefers", prefers, channels),
    ),
    ...given("source", options.source),
    ...given("owner", options.owner),
    ...given("note", options.note),
  };
}

function given(key: keyof ContactRow, value: string | undefined): ContactRow {
  return value === undefined ? {} : { [key]: keptText(value) };
}

function nameRow(name: string | undefined, { first, last }: ContactOptions): ContactRow {
  if (name === undefined && first === undefined && last === undefined) return {};
  const split = name === undefined ? { first: null, last: null } : splitName(name);
  const firstName = first?.trim() ?? split.first;
  const lastName = last?.trim() ?? split.last;
  const shown =
    name !== undefined && !name.includes(",")
      ? name.trim()
      : displayName({ first: firstName, last: lastName });
  if (!shown) throw new UserError("usage", "the name is empty");
  return { name: shown, firstName: firstName || null, lastName: lastName || null, nameKey: foldName(shown) };
}

/** "work:jane@acme.example" has the label work. */
function labelled(text: string): { label: string | null; value: string } {
  const found = /^([\p{L} ]{1,20}):(?=.)(.*)$/u.exec(text);
  return found === null
    ? { label: null, value: text.trim() }
    : { label: found[1]!.trim(), value: found[2]!.trim() };
}

export function emailDraft(text: string): EmailDraft {
  const { label, value } = labelled(text);
  const email = parseEmail(value);
  return { email, key: emailKey(email), label };
}

/** Phones as typed, with the E.164 form where a country is known; `country` is a code or a name, "" for none. */
export async function phoneDrafts(texts: readonly string[], country: string): Promise<PhoneDraft[]> {
  return Promise.all(texts.map((text) => phoneDraft(text, country)));
}

async function phoneDraft(text: string, country: string): Promise<PhoneDraft> {
  const { label, value } = labelled(text);
  const { e164 } = await readPhone(value, country === "" ? undefined : country);
  const key = phoneKey(e164 ?? value);
  if (key.length < 3) {
    throw new UserError(
      "usage",
      '--phone: "' + value + '" is no phone number',
      "write one such as +49 30 23125 120",
    );
  }
  return { phone: value, e164, key, label };
}

/** "anniversary: 2019-05-04" as label and day; an empty day takes the date away. */
export function yearlyDate(text: string): YearlyDate {
  const at = text.indexOf(":");
  const label = text.slice(0, at).trim();
  if (at < 1 || label === "") {
    throw new UserError(
      "usage",
      '--date: "' + text + '" has no label',
      "write --date 'anniversary: 2019-05-04'",
    );
  }
  const day = text.slice(at + 1).trim();
  return { label, date: day === "" ? "" : parseYearly("--date", day) };
}

/** "--set size=42" as field and value; an empty value takes the field away. */
export function customOptions(pairs: readonly string[]): CustomValues {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1) throw new UserError("usage", '--set: "' + pair + '" is not field=value');
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );
}
