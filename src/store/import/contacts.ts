import type { YearlyDate } from "../contact/date.ts";
import type { AddressDraft, Channel, EmailDraft, Lifecycle, PhoneDraft } from "../contact.ts";
import type { Db } from "../db.ts";
import { erasedLookup, marksOf, refuseErased } from "../erase/ledger.ts";
import type { Writing } from "../journal.ts";
import { mergedNames } from "../merged.ts";
import { reindex } from "../search/indexing.ts";
import { besidesSink } from "./besides.ts";
import type { ExtraValues } from "./extras.ts";
import { identify } from "./identity.ts";
import { isContactJustSo } from "./just-so.ts";
import { type ContactKeys, contactKeys, type KeysOptions, type MatchKey } from "./keys.ts";
import { recordsMet } from "./known.ts";
import { type MergeMode, mergeContact } from "./merge.ts";
import { has } from "./named.ts";
import { newRows } from "./new-contacts.ts";
import { ownCards } from "./own-cards.ts";
import { ownRows } from "./own-rows.ts";
import { type Companies, tags as tagFinder } from "./parts.ts";
import { type PresentContacts, presentContacts } from "./present.ts";

/** How often and how to be in touch with somebody, and the days that come back each year. */
export interface InTouch {
  /** As it is stored: "6 weeks". */
  readonly cadence: string | null;
  readonly preferredChannel: Channel | null;
  readonly dates: readonly YearlyDate[];
}

/** A contact as a file has it, ready to be compared and written. Null: the file does not say. */
export interface ImportedContact {
  readonly externalId: string | null;
  /** In our own export its number there, which counts only where the contact of that number is called so here too. */
  readonly ownId?: number | undefined;
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly nameKey: string | null;
  readonly birthday: string | null;
  readonly language: string | null;
  readonly lifecycle: Lifecycle | null;
  readonly source: string | null;
  readonly owner: string | null;
  readonly note: string | null;
  readonly createdAt: string | null;
  readonly emails: readonly EmailDraft[];
  readonly phones: readonly PhoneDraft[];
  readonly addresses: readonly AddressDraft[];
  readonly links: readonly string[];
  readonly company: string | null;
  /** The company's id where the file is from. */
  readonly companyKey: string | null;
  /** Other companies, a name and an id each; an empty id is none. */
  readonly alsoAt: readonly string[];
  readonly role: string | null;
  readonly department: string | null;
  readonly tags: readonly string[];
  /** Channels by which the person does not want to be reached. */
  readonly refuses: readonly Channel[];
  /** Null: the file says nothing of it, as nearly all files. */
  readonly inTouch: InTouch | null;
  /** Values of the custom fields that the import keeps, in their order; "" where the row has none. */
  readonly extras: readonly string[];
}

export type OnMatch = MergeMode | "skip";

export interface ImportOptions {
  readonly at: string;
  readonly today: string;
  /** The day of an instant in the user's zone. */
  readonly dayOf: (instant: string) => string;
  /** Whose ids the external ids are. */
  readonly source: string;
  readonly match: readonly MatchKey[];
  readonly onMatch: OnMatch;
  readonly writing: Writing;
  /** The file is an export of ours: its ids are ids of records, perhaps of another database. */
  readonly ownIds?: boolean | undefined;
  /** What is kept of columns that are no field of ours. */
  readonly extras?: ExtraValues | undefined;
}

/** What became of a row. merged: it is about someone another row of the same file was about. */
export type Outcome = "created" | "updated" | "unchanged" | "merged" | "skipped";

export interface Taken {
  readonly id: number;
  readonly outcome: Outcome;
}

export interface ContactSink {
  readonly keys: ContactKeys;
  readonly present: PresentContacts;
  /** Writes a row, soon; a row that contradicts itself is a UserError. */
  take(row: ImportedContact): Taken;
  /** Makes a contact of a row that is known to be about nobody who is there. */
  create(row: ImportedContact): Taken;
  /** Brings a row into a contact that is there. */
  merge(id: number, row: ImportedContact, onMatch: OnMatch): Taken;
  /** Writes what has been taken so far. */
  write(): void;
  end(): void;
}

/** New contacts are written so many at a time. */
const batch = 1000;
/** Fewer of them are not worth taking triggers away for. */
const worthUnwatching = 500;

/**
 * Takes contacts of an import in: finds who is there already, makes who is not. Of two rows that are the same person
 * the first holds, the second only adds what it does not say, so that a second run of the file finds nothing to change.
 */
export function contactSink(
  db: Db,
  options: ImportOptions & { readonly companies: Companies; readonly keys?: Partial<KeysOptions> },
): ContactSink {
  const { at, today, source, match, writing, companies } = options;
  const rows = newRows(db, options);
  const tag = tagFinder(db);
  const first = rows.next();
  const met = recordsMet(db, "contact", writing);
  const present = presentContacts(db, source);
  const ownCard = ownCards(db, present);
  const isJustSo = (id: number, row: ImportedContact) =>
    isContactJustSo(db, { id, row }, { present, companies, tag });
  const ownRow = ownRows(db, "contact", { met, isJustSo });
  let waiting = 0;
  const besides = besidesSink(db, options);
  const touched = touches(db, at);
  const write = () => {
    companies.write();
    if (waiting === 0) return;
    if (waiting >= worthUnwatching) writing.watchInserts(false);
    rows.flush();
    besides.flush();
    waiting = 0;
    keys.written(rows.next() - first);
  };
  const keys = contactKeys(db, { source, write, unwritten: () => rows.next() - waiting, ...options.keys });
  writing.hasIndexed("contact");

  const merged = mergedNames(db);
  const knowsErased = erasedLookup(db);
  const create = (row: ImportedContact, known?: number | null): Taken => {
    refuseErased(knowsErased, () => marksOfRow(row, source));
    const values = besides.read(row);
    const companyId = known ?? companies.of(row.company, row.companyKey);
    const id = rows.add(row, companyId, row.tags.map(tag));
    if (values !== undefined) besides.later(id, values);
    waiting++;
    keys.note(id, row, { nameKey: row.nameKey ?? "", companyId, kinds: kindsOf(row) });
    if (waiting >= batch) write();
    return { id, outcome: "created" };
  };
  const merge = (id: number, row: ImportedContact, onMatch: OnMatch): Taken =>
    met.bring(id, onMatch, (mode) => {
      const company = () => {
        const found = companies.of(row.company, row.companyKey);
        companies.write();
        return found;
      };
      const values = besides.read(row);
      const had = present.of(id);
      present.forget();
      const isMended = mergeContact(db, id, row, {
        ...{ mode, at, source, company, tag },
        present: had,
        touch: touched.add,
      });
      const isChanged = (values !== undefined && besides.add(id, values, mode)) || isMended;
      if (isChanged) keys.changed(id, row);
      if (isChanged && id >= first) reindex(db, "contact", [id]);
      return isChanged;
    });
  return {
    keys,
    present,
    take(said) {
      const card = ownCard(said);
      const row = card === undefined ? said : { ...said, externalId: null };
      const companyId = employer(row, companies);
      const named = { nameKey: row.nameKey ?? "", companyId, kinds: kindsOf(row) };
      const own = ownRow(row);
      const isFound = own.id !== undefined || card !== undefined;
      if (!isFound && keys.isNew(row, named) && !merged.has(row.nameKey)) {
        const former = match.includes("name") ? own.former() : undefined;
        return former === undefined ? create(row, companyId) : merge(former, row, options.onMatch);
      }
      const id = identify(db, row, { keys, match, present, companies, merged, own, card });
      return id === undefined ? create(row) : merge(id, row, options.onMatch);
    },
    create,
    merge,
    write,
    end() {
      write();
      touched.flush();
      db.run(firstSteps, { from: first, at, today });
      keys.end();
      writing.watchInserts(true);
    },
  };
}

/** Contacts of which only parts have changed, written many at a time: alone each costs half as much again. */
function touches(db: Db, at: string) {
  let waiting: number[] = [];
  const flush = () => {
    if (waiting.length === 0) return;
    const places = waiting.map(() => "?").join(", ");
    db.run("UPDATE contact SET updated_at = ? WHERE id IN (" + places + ")", [at, ...waiting]);
    waiting = [];
  };
  const add = (id: number) => {
    waiting.push(id);
    if (waiting.length >= batch) flush();
  };
  return { add, flush };
}

/** Where the person works as far as the row says; null: nowhere that is known, undefined: there is no such company yet. */
export function employer(
  { company, companyKey }: Pick<ImportedContact, "company" | "companyKey">,
  companies: Pick<Companies, "find">,
): number | null | undefined {
  const found = company === null && companyKey === null ? null : companies.find(company, companyKey);
  return found === undefined && company === null ? null : found;
}

/** What an erased person would be known by; a number can be somebody else's by now, so that an email counts more. */
function marksOfRow(row: ImportedContact, source: string): string[] {
  return marksOf({
    emails: row.emails.map(({ key }) => key),
    phones: row.emails.length > 0 ? [] : row.phones.map(({ key }) => key),
    externals: row.externalId === null ? [] : [{ source, key: row.externalId }],
  });
}

export function kindsOf(row: Pick<ImportedContact, "externalId" | "emails" | "phones">): number {
  return (
    (row.externalId === null ? 0 : has.external) |
    (row.emails.length === 0 ? 0 : has.email) |
    (row.phones.length === 0 ? 0 : has.phone)
  );
}

/** The first step of each new contact in its life cycle; that of one which was made elsewhere comes with its row. */
const firstSteps = `
  INSERT INTO lifecycle_change (contact_id, from_lifecycle, to_lifecycle, changed_date, cause)
  SELECT id, NULL, lifecycle, :today, 'added'
  FROM contact
  WHERE id >= :from AND created_at = :at`;
