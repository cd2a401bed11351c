import type { App } from "../app.ts";
import { formatMoney } from "../output/format.ts";
import type { ContactDetail } from "../store/contact/detail.ts";
import { listCustomFields } from "../store/custom.ts";
import type { Db } from "../store/db.ts";
import type { DealDetail } from "../store/deal.ts";
import { setting } from "../store/setting.ts";
import { longDate } from "../values/day-name.ts";
import type { Values } from "./template-text.ts";

/** The placeholders that every database has, with what they stand for. */
export const placeholders: Readonly<Record<string, string>> = {
  name: "Jane Roe",
  firstName: "Jane",
  lastName: "Roe",
  email: "the address that the mail goes to",
  phone: "the first phone number",
  company: "the present company",
  role: "the role there",
  city: "the city of the first address",
  today: "Saturday 21 November 2026",
  "my.name": "the setting user",
  "my.email": "the setting remind.email.from",
  "deal.id": "the number of the deal",
  "deal.title": "its title",
  "deal.amount": "5,000.00 EUR",
  "deal.stage": "its stage",
  "deal.closeDate": "the day on which it is to close",
  "campaign.name": "in a mail of a campaign, its name",
  "campaign.code": "the code of the person in it",
  "campaign.unsubscribe": "the address that takes the person off the list",
};

/** What a mail of a campaign can say of it. */
export interface CampaignWords {
  readonly name: string;
  readonly code: string;
  /** A mailto address; empty where remind.email.from is not set. */
  readonly unsubscribe: string;
}

/** The same with the custom fields of contacts, as field.plan. */
export function knownPlaceholders(db: Db): string[] {
  const fields = listCustomFields(db).filter(({ noun }) => noun === "contact");
  return [...Object.keys(placeholders), ...fields.map(({ name }) => "field." + name)];
}

/** What the placeholders stand for in a mail to this contact; what is not known is empty. */
export function mailValues(
  app: App,
  {
    contact,
    deal,
    to,
    campaign,
  }: {
    readonly contact: ContactDetail;
    readonly deal: DealDetail | undefined;
    readonly to: string;
    readonly campaign?: CampaignWords;
  },
): Values {
  const db = app.read();
  const [company, address] = [contact.companies.find(({ hasLeft }) => hasLeft === 0), contact.addresses[0]];
  const [first, last] = namesOf(contact);
  const known = new Map<string, string>([
    ["name", text(contact.name)],
    ["firstName", first],
    ["lastName", last],
    ["email", to],
    ["phone", contact.phones[0]?.phone ?? ""],
    ["company", company?.name ?? ""],
    ["role", company?.role ?? ""],
    ["city", address?.city ?? ""],
    ["today", longDate(app.today())],
    ["my.name", app.user()],
    ["my.email", setting(db, "remind.email.from")],
    ...dealValues(deal, setting(db, "locale")),
    ["campaign.name", campaign?.name ?? ""],
    ["campaign.code", campaign?.code ?? ""],
    ["campaign.unsubscribe", campaign?.unsubscribe ?? ""],
  ]);
  for (const { noun, name } of listCustomFields(db)) {
    if (noun === "contact") known.set("field." + name, contact.fields[name] ?? "");
  }
  return known;
}

/** Who has not said a name signs with that of the login: a person at a terminal is told before it goes out. */
export function noteLoginName(app: App, texts: readonly string[]): void {
  if (!app.world.isTty.err || app.setting("user") !== "") return;
  const name = app.user();
  if (!texts.some((text) => text.split(/[^\p{L}\p{N}_-]+/u).includes(name))) return;
  app.say('It is signed "' + name + '", the name of your login: crm config set user "Your Name"');
}

function dealValues(deal: DealDetail | undefined, locale: string): [string, string][] {
  const { amountMinor = null, closeDate = null } = deal ?? {};
  return [
    ["deal.id", text(deal?.id)],
    ["deal.title", text(deal?.title)],
    [
      "deal.amount",
      deal === undefined || amountMinor === null ? "" : formatMoney(amountMinor, deal.currency, locale),
    ],
    ["deal.stage", text(deal?.stage)],
    ["deal.closeDate", closeDate === null ? "" : longDate(closeDate)],
  ];
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** Of a name that was given as one, the first word and the rest. */
function namesOf({ firstName, lastName, name }: ContactDetail): readonly [string, string] {
  if (typeof firstName === "string" || typeof lastName === "string")
    return [String(firstName ?? ""), String(lastName ?? "")];
  const [first = "", ...rest] = (name ?? "").split(" ");
  return [first, rest.join(" ")];
}
