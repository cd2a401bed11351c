import type { AddressDraft, EmailDraft, PhoneDraft } from "../store/contact.ts";
import type { ImportedContact } from "../store/import/contacts.ts";
import { emailKey, isEmail, parseEmail } from "../values/email.ts";
import { foldName } from "../values/name.ts";
import { loadPhones, type Phones, phoneKey, toE164 } from "../values/phone.ts";
import { BadRow, quote } from "./columns.ts";
import { withLooseRole } from "./contacts.ts";
import type { CsvInfo } from "./csv.ts";
import { blank } from "./customers.ts";
import { decode } from "./decode.ts";
import { type Drafts, type Read, refusalOf } from "./drafts.ts";
import { labelOf } from "./headers.ts";
import type { Understood } from "./layout.ts";
import { type Name, nameless, nameOf } from "./names.ts";
import { birthdayOf, yearlyOf } from "./vcard-dates.ts";
import { cardReader, groupLabel, type Properties, type Property } from "./vcard-properties.ts";
import { type CardText, cardTexts } from "./vcard-text.ts";

export interface OpenCards {
  readonly info: CsvInfo;
  readonly understood: Understood;
  readonly contacts: Drafts<ImportedContact>;
  close(): Promise<void>;
}

interface CardOptions {
  readonly name: string;
  readonly encoding: string | undefined;
  /** Of national phone numbers in cards without a country; "" for none. */
  readonly country: string;
}

const batchCards = 200;

/** vCards have no columns. */
const understood: Understood = {
  columns: [],
  instead: [],
  unused: [],
  missing: [],
  layout: { product: "vcard", title: "", noun: "contacts", signature: [], atLeast: 0, columns: {} },
  extras: [],
  forms: [],
};

/** Opens a file of vCards, 2.1, 3.0 and 4.0, also mixed; only some of them are in memory at a time. */
export async function openCards(source: AsyncIterable<Uint8Array>, options: CardOptions): Promise<OpenCards> {
  const { encoding, notes, text } = await decode(source, options);
  const cards = cardTexts(text, options.name);
  const first = await cards.next();
  async function* all() {
    if (!first.done) yield first.value;
    yield* cards;
  }
  // What was left out is known when all cards have been read: the list grows until then.
  const said = [...notes];
  const version = first.done ? "" : " " + first.value.version;
  const info: CsvInfo = {
    format: "vCard" + version,
    encoding,
    delimiter: "",
    header: [],
    headerLine: 0,
    notes: said,
    sample: [],
  };
  const reading = { properties: await cardReader(), phones: await loadPhones(), country: options.country };
  const batches = batchesOf(all(), reading, said);
  return {
    info,
    understood,
    contacts: { dates: [], batches },
    close: () => text.return().then(() => undefined),
  };
}

interface Reading {
  readonly properties: (card: CardText) => Properties;
  readonly phones: Phones;
  readonly country: string;
}

async function* batchesOf(
  cards: AsyncIterable<CardText>,
  reading: Reading,
  said: string[],
): AsyncGenerator<Read<ImportedContact>[], void, undefined> {
  const left = { files: 0, lines: 0, groups: 0 };
  let reads: Read<ImportedContact>[] = [];
  for await (const card of cards) {
    left.files += card.leftOut;
    const { all, unread } = reading.properties(card);
    left.lines += unread.length;
    if (all.some(isGroup)) left.groups++;
    else reads.push(readCard(card, all, reading));
    if (reads.length < batchCards) continue;
    yield reads;
    reads = [];
  }
  const parts = [
    [left.files, "pictures and other files"],
    [left.lines, "lines that cannot be read"],
    [left.groups, "groups of cards"],
  ] as const;
  for (const [count, what] of parts) if (count > 0) said.push(what + " left out: " + count);
  yield reads;
}

/** Some address books keep their groups as cards. */
function isGroup({ name, values }: Property): boolean {
  return /^(kind|x-addressbookserver-kind)$/.test(name) && values[0]?.toLowerCase() === "group";
}

function readCard(card: CardText, all: readonly Property[], reading: Reading): Read<ImportedContact> {
  const row = { line: card.line, cells: card.lines };
  try {
    const draft = contactOf(all, reading);
    if (draft.name === null && draft.company === null && draft.emails.length + draft.phones.length === 0) {
      throw new BadRow("there is no name, email, phone or company");
    }
    return { row, draft: withLooseRole(draft) };
  } catch (error) {
    return refusalOf(row, error);
  }
}

function allOf(all: readonly Property[], name: string): string[] {
  return all.filter((one) => one.name === name).map(({ values }) => values.filter(Boolean).join(", "));
}

function firstOf(all: readonly Property[], name: string): string | null {
  return (
    allOf(all, name)
      .find((text) => text.trim() !== "")
      ?.trim() ?? null
  );
}

/** Those of one name, the preferred ones first. */
function preferred(all: readonly Property[], name: string): Property[] {
  const rank = ({ preference }: Property) => preference ?? 101;
  return all
    .filter((one) => one.name === name && one.values.some((value) => value.trim() !== ""))
    .sort((a, b) => rank(a) - rank(b));
}

function faxLast(phones: readonly Property[]): Property[] {
  return phones.toSorted((a, b) => Number(a.types.includes("fax")) - Number(b.types.includes("fax")));
}

function contactOf(all: readonly Property[], reading: Reading): ImportedContact {
  const [org] = preferred(all, "org");
  const units = org?.values ?? [];
  const addresses = preferred(all, "adr").map((one) => addressOf(all, one));
  const country = addresses.find((one) => one.country)?.country ?? reading.country;
  return {
    ...blank,
    externalId: firstOf(all, "uid"),
    ...namesOf(all),
    birthday: birthdayOf(preferred(all, "bday")[0]),
    inTouch: yearlyOf(all),
    language: firstOf(all, "lang"),
    note: allOf(all, "note").filter(Boolean).join("\n").replaceAll("\r\n", "\n") || null,
    emails: emailsOf(all),
    phones: faxLast(preferred(all, "tel")).map((one) =>
      phoneOf(all, one, { country, phones: reading.phones }),
    ),
    addresses,
    links: [...allOf(all, "url"), ...allOf(all, "x-socialprofile")].filter(Boolean),
    company: units[0]?.trim() || null,
    role: firstOf(all, "title") ?? firstOf(all, "role"),
    department: units.slice(1).filter(Boolean).join(", ") || null,
    tags: all
      .filter(({ name }) => name === "categories")
      .flatMap(({ values }) =>
        values.flatMap((value) => value.split(",").map((tag) => tag.trim())).filter(Boolean),
      ),
  };
}

/** As it is shown, and its parts where the card has them. An email in place of a name is none. */
function namesOf(all: readonly Property[]): Name {
  const parts =
    all.find(({ name }) => name === "n")?.values.map((value) => value.replace(/\s+/g, " ").trim()) ?? [];
  const [last = "", first = "", middle = ""] = parts;
  const given = [first, middle].filter(Boolean).join(" ");
  const shown = firstOf(all, "fn")?.replace(/\s+/g, " ") ?? ([given, last].filter(Boolean).join(" ") || null);
  if (shown === null || shown.includes("@")) return nameless;
  if (given === "" && last === "") return isNoName(all, shown) ? nameless : nameOf(shown);
  return { name: shown, firstName: given || null, lastName: last || null, nameKey: foldName(shown) };
}

/** A card has to be called something: of who has no name it is the number or the company. */
function isNoName(all: readonly Property[], shown: string): boolean {
  return allOf(all, "tel").includes(shown) || firstOf(all, "org") === shown;
}

/** What the group of the property is called, or its type. */
function labelIn(all: readonly Property[], property: Property): string | null {
  const word = groupLabel(all, property);
  if (word !== undefined) return labelOf(word);
  const { types } = property;
  const type = ["fax", "cell", "mobile", "work", "home", "other"].find((one) => types.includes(one));
  return type === undefined ? null : labelOf(type);
}

/** Where a card has none, an email in place of the name is one. */
function emailsOf(all: readonly Property[]): EmailDraft[] {
  const emails = preferred(all, "email");
  const names = all.filter(({ name, values }) => name === "fn" && isEmail(values[0] ?? ""));
  return (emails.length > 0 ? emails : names.slice(0, 1)).map((one) => emailOf(all, one));
}

function emailOf(all: readonly Property[], property: Property): EmailDraft {
  const text = property.values[0] ?? "";
  const email = parseEmail(text);
  return { email, key: emailKey(email), label: labelIn(all, property) };
}

function phoneOf(
  all: readonly Property[],
  property: Property,
  { country, phones }: { country: string; phones: Phones },
): PhoneDraft {
  const phone = (property.values[0] ?? "")
    .replace(/^tel:/i, "")
    .replace(/;ext=/i, " x")
    .replace(/;.*$/, "")
    .trim();
  const e164 = toE164(phone, country === "" ? undefined : country, phones)?.e164 ?? null;
  const key = e164 === null ? phoneKey(phone) : e164.slice(1);
  if (key.length < 3) throw new BadRow(quote(phone) + " is no phone number");
  return { phone, e164, key, label: labelIn(all, property) };
}

function addressOf(all: readonly Property[], property: Property): AddressDraft {
  const inLine = property.values.map((value) => value.replace(/\s*[\r\n]+\s*/g, ", ").trim() || null);
  const [, extended = null, street = null, city = null, region = null, postalCode = null, country = null] =
    inLine;
  const lines = [street, extended].filter((part) => part !== null).join(", ");
  return { label: labelIn(all, property), street: lines || null, city, region, postalCode, country };
}
