import type { App } from "../../app.ts";
import { type Card, type CardVersion, cardText } from "../../output/vcard.ts";
import { type Heed, heedingFields, heedingWhere } from "../../store/consent-export.ts";
import { datesOf } from "../../store/contact/date.ts";
import { contactDetail } from "../../store/contact/detail.ts";
import type { Db } from "../../store/db.ts";
import { fieldsOf } from "../../store/fields.ts";
import { cardUid } from "../../store/import/own-cards.ts";
import { type ListQuery, listRows } from "../../store/list.ts";
import { feedUid } from "../../store/reminder.ts";
import { filterText, sortOf, whereOf } from "../list.ts";
import type { ListOptions } from "../options.ts";

interface Asked {
  readonly words: readonly string[];
  readonly options: ListOptions;
  readonly version: CardVersion;
  /** What contacts refused is left out; undefined: nobody refused. */
  readonly heed: Heed | undefined;
}

/** The contacts that fit as cards, one after the other. */
export async function* cards(app: App, { words, options, version, heed }: Asked): AsyncGenerator<string> {
  const db = app.read();
  const { table, fields } = fieldsOf(db, "contact");
  const where = await whereOf(app, db, "contact", filterText(words, options));
  const query: ListQuery = {
    table,
    fields: heed === undefined ? fields : heedingFields(fields, heed),
    keys: ["id", "email", "phone", "street", "language", "birthday", "updatedAt"],
    where: heed === undefined ? where : heedingWhere(where, heed),
    sort: options.sort === undefined ? undefined : await sortOf(fields, options.sort),
    limit: options.limit,
  };
  const feed = feedUid(db);
  // Read whole before the cards are: each is a query of its own on the same connection.
  for (const row of [...listRows(db, query)]) yield cardText(cardOf(db, row, feed), version);
}

type Shown = Readonly<Record<string, unknown>>;

/** What the list left empty was refused, or is not there. */
function cardOf(db: Db, row: Shown, feed: string): Card {
  const detail = contactDetail(db, Number(row.id));
  const work = detail.companies.find(({ hasLeft }) => hasLeft === 0);
  const has = (key: string) => row[key] !== null && row[key] !== undefined && String(row[key]) !== "";
  const emails = has("email") ? detail.emails : [];
  const phones = has("phone") ? detail.phones : [];
  const shown = detail.name ?? emails[0]?.email ?? phones[0]?.phone ?? work?.name ?? "contact " + detail.id;
  return {
    uid: cardUid(feed, detail.id),
    shown,
    first: textOf(detail.firstName),
    last: textOf(detail.lastName),
    emails: emails.map(({ email, label }) => ({ value: email, label })),
    phones: phones.map(({ phone, e164, label }) => ({
      value: phone.startsWith("+") ? phone : (e164 ?? phone),
      label,
    })),
    addresses: detail.addresses.map((address) => ({
      ...address,
      street: has("street") ? address.street : null,
    })),
    links: detail.links.map(({ url, label }) => ({ value: url, label })),
    company: work?.name ?? null,
    department: textOf(detail.department),
    role: work?.role ?? null,
    birthday: textOf(row.birthday),
    dates: datesOf(db, detail.id).map(({ label, date }) => ({ value: date, label })),
    language: textOf(row.language),
    tags: Array.isArray(detail.tags) ? detail.tags.map(String) : [],
    note: textOf(detail.note),
    changedAt: String(row.updatedAt),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
