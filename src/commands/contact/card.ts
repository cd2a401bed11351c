import { cleanLines } from "../../output/clean.ts";
import { formatInstant, formatMoney, type Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import { truncate } from "../../output/width.ts";
import type { Agreement } from "../../store/agreement.ts";
import { isForAllElse } from "../../store/consent.ts";
import type { ContactDetail } from "../../store/contact/detail.ts";
import { localDate } from "../../values/date.ts";
import { parseMoney } from "../../values/money.ts";
import { agreedLines } from "../agreement/text.ts";
import { besidesLines, waitingLines } from "../besides.ts";
import { type CardLine, cardLines } from "../card-lines.ts";
import { spentText } from "../spent-text.ts";

/** The single view of a customer, for a person at a terminal. `today` is the local day. */
export function contactCard(
  contact: ContactDetail & { readonly agreements: readonly Agreement[] },
  { look, today }: { look: Look; today: string },
): string {
  const about = [
    ...waitingLines(contact, { look, today }),
    ...worthLines(contact, look),
    ...dealLines(contact, look),
    ...nextLines(contact, { look, today }),
    ...marketingLines(contact),
    ...agreedLines(contact.agreements, look),
    ...besidesLines(contact),
  ];
  const note: CardLine[] = contact.note ? [["Note", String(contact.note)]] : [];
  const sections = [
    [headLine(contact, look), ...whoLines(contact, look)],
    cardLines(about, look),
    talkLines(contact, look),
    cardLines(note, look),
  ];
  const text = sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return text.map((part) => part + "\n").join("\n");
}

const safe = (text: unknown): string => cleanLines(String(text ?? "")).replaceAll("\n", " ");

function headLine(contact: ContactDetail, look: Look): string {
  const style = look.style ?? plainStyle;
  const name = contact.name ?? contact.emails[0]?.email ?? contact.phones[0]?.phone ?? "Contact";
  const owner = contact.owner ? " · owner: " + safe(contact.owner) : "";
  return (
    style.bold(safe(name)) + "  " + style.dim("#" + contact.id) + "   " + safe(contact.lifecycle) + owner
  );
}

function whoLines(contact: ContactDetail, look: Look): string[] {
  const places = contact.companies.map((company, at) =>
    companyLine(company, at === 0 && company.hasLeft === 0 ? contact.department : null),
  );
  const emails = contact.emails.map(({ email, label }, index) =>
    withLabel(email, label, index === 0 && contact.emails.length > 1),
  );
  const phones = contact.phones.map(({ phone, label }, index) =>
    withLabel(phone, label, index === 0 && contact.phones.length > 1),
  );
  const prefers =
    contact.preferred === null
      ? []
      : ["prefers " + contact.preferred.channel + " (" + contact.preferred.reason + ")"];
  const addresses = contact.addresses.map(addressLine);
  const tags = contact.tags as readonly string[];
  const about = [
    ...(tags.length > 0 ? ["tags: " + tags.map(safe).join(", ")] : []),
    ...(contact.birthday ? ["birthday " + safe(contact.birthday)] : []),
    ...(contact.dates as readonly string[]).map(safe),
    ...(contact.cadence ? ["in touch every " + safe(contact.cadence)] : []),
    ...(contact.language ? ["language " + safe(contact.language)] : []),
  ];
  const custom = Object.entries(contact.fields).map(([field, value]) => safe(field) + ": " + safe(value));
  const consents = contact.consents.map((one, at, all) =>
    consentText(one, { isRest: isForAllElse(all, at), zone: look.zone }),
  );
  const links = contact.links.map(({ url }) => safe(url));
  return [places, emails, [...phones, ...prefers], addresses, about, consents, custom, links]
    .map((parts) => parts.filter((part) => part !== "").join(" · "))
    .filter((line) => line !== "");
}

function consentText(
  { channel, purpose, state, statedAt }: ContactDetail["consents"][number],
  { isRest, zone }: { isRest: boolean; zone: string },
): string {
  const how = channel === "any" ? "any channel" : channel;
  const what = isRest ? " for all else" : purpose === "any" ? "" : " for " + safe(purpose);
  return (
    (state === "given" ? "agreed to " : "refuses ") + how + what + " (" + localDate(statedAt, zone) + ")"
  );
}

function companyLine(company: ContactDetail["companies"][number], department: unknown): string {
  const role = [company.role, department].flatMap((part) => (part ? safe(part) + ", " : [])).join("");
  const since = company.startDate === null ? "" : " (since " + company.startDate.slice(0, 4) + ")";
  const left =
    company.hasLeft === 1 ? " (left" + (company.endDate === null ? "" : " " + company.endDate) + ")" : since;
  return role + safe(company.name) + left;
}

function addressLine(address: ContactDetail["addresses"][number]): string {
  const place = [address.postalCode, address.city].filter(Boolean).join(" ");
  return [address.street, place, address.region, address.country].filter(Boolean).map(safe).join(", ");
}

function withLabel(text: string, label: string | null, primary: boolean): string {
  const words = [label, primary ? "primary" : null].filter((word) => word !== null).map(safe);
  return safe(text) + (words.length === 0 ? "" : " (" + words.join(", ") + ")");
}

function worthLines(contact: ContactDetail, look: Look): CardLine[] {
  const orders = Number(contact.orders);
  if (orders === 0) return [["Worth", "no purchase yet"]];
  const [only, ...others] = Array.isArray(contact.spentIn) ? contact.spentIn.map(String) : [];
  const since = " since " + safe(contact.firstOrderDate);
  const many =
    orders === 1 ? " in 1 order on " + safe(contact.firstOrderDate) : " in " + orders + " orders" + since;
  const average =
    only === undefined || others.length > 0 ? "" : " · average " + averageText(only, orders, look);
  const last = orders === 1 ? "" : average + " · last " + safe(contact.lastOrderDate);
  return [["Worth", spentText(contact.spentIn, look) + many + last]];
}

/** Of an amount such as "300.00 EUR", rounded half away from zero. */
function averageText(sum: string, orders: number, look: Look): string {
  const { minor, currency } = parseMoney(sum, { currency: look.currency, decimal: "." });
  return formatMoney(minor / orders, currency, look.locale);
}

function dealLines(contact: ContactDetail, look: Look): CardLine[] {
  return contact.deals.map((deal, index) => {
    const amount =
      deal.amountMinor === null ? [] : [formatMoney(deal.amountMinor, deal.currency, look.locale)];
    const chance = deal.probability === null ? "" : " (" + deal.probability + " %)";
    const close = deal.closeDate === null ? [] : ["close " + deal.closeDate];
    const text = [
      "deal " + deal.id + " " + safe(deal.title),
      ...amount,
      safe(deal.stage) + chance,
      ...close,
    ].join(", ");
    return [index === 0 ? "Open" : "", text];
  });
}

function nextLines(contact: ContactDetail, { look, today }: { look: Look; today: string }): CardLine[] {
  return contact.followups.slice(0, 3).map((followup, index) => {
    const { dueDate, dueAt } = followup;
    const when = dueAt === null ? dueDate : formatInstant(dueAt, look.zone);
    const late = when.slice(0, 10) < today ? ", overdue" : "";
    const kind = followup.kind === null ? "" : followup.kind + ", ";
    const text = "#" + followup.id + " " + kind + when + late + ": " + safe(followup.title);
    return [index === 0 ? "Next" : "", text];
  });
}

/** The campaigns that reached the person, and what was said in surveys; nothing where there was none. */
function marketingLines({ campaigns, responded, nps, qualified }: ContactDetail): CardLine[] {
  const answered = listOf(responded);
  const heard = listOf(campaigns).map((name) => name + (answered.includes(name) ? " (answered)" : ""));
  const lines: readonly (readonly [string, string])[] = [
    ["Campaigns", heard.join(", ")],
    ["Surveys", nps === null ? "" : "NPS " + String(nps) + " of 10"],
    ["Qualified", listOf(qualified).join(", ")],
  ];
  return lines.filter(([, text]) => text !== "").map(([label, text]): CardLine => [label, safe(text)]);
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function talkLines(contact: ContactDetail, look: Look): string[] {
  if (contact.activityCount === 0) return [];
  const width = Math.max(40, Math.min(look.width ?? 80, 120));
  const head =
    contact.activityCount +
    (contact.activityCount === 1 ? " talk" : " talks") +
    " · last " +
    localDate(contact.activities[0]!.happenedAt, look.zone);
  const lines = contact.activities.map((activity) => {
    const what = [activity.kind, activity.direction ?? ""].filter((word) => word !== "").join(" ");
    const minutes = activity.minutes === null ? "" : activity.minutes + " min";
    const columns = [what.padEnd(11), minutes.padStart(7), (activity.outcome ?? "").padEnd(11)]
      .map(safe)
      .join("  ");
    return truncate(
      "  " + localDate(activity.happenedAt, look.zone) + "  " + columns + "  " + safe(activity.body),
      width,
      "…",
    );
  });
  const more =
    contact.activityCount > contact.activities.length ? ["  ... crm history contact " + contact.id] : [];
  return [head, ...lines, ...more];
}
