import type { AddressDraft, Channel, EmailDraft, Lifecycle, PhoneDraft } from "../store/contact.ts";
import type { ImportedContact, InTouch } from "../store/import/contacts.ts";

/** A contact with the line of its row. */
export interface ContactRow {
  readonly line: number;
  readonly contact: ImportedContact;
}

/** No cell holds a NUL: reading a file refuses it. */
const separator = "\0";

/**
 * Contacts as one text, to be handed to another thread: a text is copied in one go, objects part by part. All texts of
 * a contact stand in a fixed order, a list behind the number of its parts, and nothing (null) as an empty text.
 */
export function pack(rows: readonly ContactRow[]): string {
  const texts: (string | number | null)[] = [];
  for (const { line, contact } of rows) packOne(texts, line, contact);
  return texts.join(separator);
}

function packOne(texts: (string | number | null)[], line: number, contact: ImportedContact): void {
  const { emails, phones, addresses, links, tags, alsoAt, refuses, inTouch, extras } = contact;
  texts.push(
    line,
    contact.externalId,
    contact.ownId ?? null,
    contact.name,
    contact.firstName,
    contact.lastName,
    contact.nameKey,
  );
  texts.push(contact.birthday, contact.language, contact.lifecycle, contact.source, contact.owner);
  texts.push(contact.note, contact.createdAt, contact.company, contact.companyKey);
  texts.push(contact.role, contact.department);
  texts.push(emails.length);
  // A key that is the address itself need not be copied twice.
  for (const { email, key, label } of emails) texts.push(email, key === email ? "" : key, label);
  texts.push(phones.length);
  for (const { phone, e164, key, label } of phones) texts.push(phone, e164, key, label);
  texts.push(addresses.length);
  for (const { label, street, postalCode, city, region, country } of addresses) {
    texts.push(
      label ?? null,
      street ?? null,
      postalCode ?? null,
      city ?? null,
      region ?? null,
      country ?? null,
    );
  }
  texts.push(links.length, ...links, tags.length, ...tags);
  texts.push(alsoAt.length, ...alsoAt, refuses.length, ...refuses, extras.length, ...extras);
  if (inTouch === null) texts.push(0);
  else {
    const { cadence, preferredChannel, dates } = inTouch;
    texts.push(1, cadence, preferredChannel, dates.length);
    for (const { label, date } of dates) texts.push(label, date);
  }
}

export function unpack(packed: string): ContactRow[] {
  const reader: TextReader = { texts: packed === "" ? [] : packed.split(separator), at: 0 };
  const rows: ContactRow[] = [];
  while (reader.at < reader.texts.length)
    rows.push({ line: Number(next(reader)), contact: unpackOne(reader) });
  return rows;
}

interface TextReader {
  readonly texts: readonly string[];
  at: number;
}

function next(reader: TextReader): string {
  return reader.texts[reader.at++]!;
}

function text(reader: TextReader): string | null {
  return reader.texts[reader.at++] || null;
}

function unpackOne(reader: TextReader): ImportedContact {
  return {
    externalId: text(reader),
    ownId: Number(next(reader)) || undefined,
    name: text(reader),
    firstName: text(reader),
    lastName: text(reader),
    nameKey: text(reader),
    birthday: text(reader),
    language: text(reader),
    lifecycle: text(reader) as Lifecycle | null,
    source: text(reader),
    owner: text(reader),
    note: text(reader),
    createdAt: text(reader),
    company: text(reader),
    companyKey: text(reader),
    role: text(reader),
    department: text(reader),
    emails: list(reader, email),
    phones: list(reader, phone),
    addresses: list(reader, address),
    links: list(reader, next),
    tags: list(reader, next),
    alsoAt: list(reader, next),
    refuses: list(reader, next) as Channel[],
    extras: list(reader, next),
    inTouch: list(reader, touch)[0] ?? null,
  };
}

function list<T>(reader: TextReader, read: (reader: TextReader) => T): T[] {
  const length = next(reader);
  if (length === "0") return [];
  if (length === "1") return [read(reader)];
  return Array.from({ length: Number(length) }, () => read(reader));
}

function touch(reader: TextReader): InTouch {
  return {
    cadence: text(reader),
    preferredChannel: text(reader) as Channel | null,
    dates: list(reader, (from) => ({ label: next(from), date: next(from) })),
  };
}

function email(reader: TextReader): EmailDraft {
  const address = next(reader);
  return { email: address, key: next(reader) || address, label: text(reader) };
}

function phone(reader: TextReader): PhoneDraft {
  return { phone: next(reader), e164: text(reader), key: next(reader), label: text(reader) };
}

function address(reader: TextReader): AddressDraft {
  return {
    label: text(reader),
    street: text(reader),
    postalCode: text(reader),
    city: text(reader),
    region: text(reader),
    country: text(reader),
  };
}
