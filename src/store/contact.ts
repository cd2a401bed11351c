import { UserError } from "../errors.ts";
import type { YearlyDate } from "./contact/date.ts";
import { addParts } from "./contact/parts.ts";
import type { CustomValues } from "./custom.ts";
import type { Db } from "./db.ts";
import { marksOf, welcomeBack } from "./erase/ledger.ts";
import { insertRow, type RecordTable, updateRow } from "./row.ts";

export const lifecycles = ["lead", "prospect", "customer", "client", "former"] as const;
export type Lifecycle = (typeof lifecycles)[number];

export const channels = ["call", "email", "meeting", "letter", "chat", "visit"] as const;
export type Channel = (typeof channels)[number];

export interface EmailDraft {
  readonly email: string;
  readonly key: string;
  readonly label: string | null;
}

export interface PhoneDraft {
  readonly phone: string;
  readonly e164: string | null;
  /** Digits of the E.164 form, or of what was typed. */
  readonly key: string;
  readonly label: string | null;
}

export interface AddressDraft {
  readonly label?: string | null;
  readonly street?: string | null;
  readonly postalCode?: string | null;
  readonly city?: string | null;
  readonly region?: string | null;
  readonly country?: string | null;
}

export interface EmploymentDraft {
  readonly companyId: number;
  readonly role: string | null;
  readonly department: string | null;
}

/** The contact's own row. An absent value means: leave it; null: empty it. */
export interface ContactRow {
  readonly name?: string | null;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly nameKey?: string | null;
  readonly birthday?: string | null;
  readonly language?: string | null;
  readonly preferredChannel?: string | null;
  readonly source?: string | null;
  readonly owner?: string | null;
  readonly note?: string | null;
  /** How often to be in touch, such as "6 weeks". */
  readonly cadence?: string | null;
}

/** A contact to be: what was given, ready to be written. The first of a list is the primary one. */
export interface ContactDraft extends ContactRow {
  readonly lifecycle?: Lifecycle;
  readonly emails: readonly EmailDraft[];
  readonly phones: readonly PhoneDraft[];
  readonly addresses: readonly AddressDraft[];
  readonly links: readonly string[];
  readonly employments: readonly EmploymentDraft[];
  readonly tags: readonly string[];
  readonly dates?: readonly YearlyDate[];
  readonly custom: CustomValues;
}

const contactTable = {
  table: "contact",
  columns: {
    name: "name",
    firstName: "first_name",
    lastName: "last_name",
    nameKey: "name_key",
    birthday: "birthday",
    language: "language",
    preferredChannel: "preferred_channel",
    lifecycle: "lifecycle",
    source: "source",
    owner: "owner",
    note: "note",
    cadence: "cadence",
  },
} as const satisfies RecordTable<keyof ContactRow | "lifecycle">;

/** Writes a new contact with all its parts; gives its id. Only one of name, email, phone and company is required. */
export function addContact(
  db: Db,
  draft: ContactDraft,
  { at, today }: { readonly at: string; readonly today: string },
): number {
  if (!draft.name && draft.emails.length + draft.phones.length + draft.employments.length === 0) {
    throw new UserError("usage", "a contact needs a name, an email, a phone or a company");
  }
  const lifecycle = draft.lifecycle ?? "lead";
  const id = insertRow(db, contactTable, { draft: { ...draft, lifecycle }, at });
  noteLifecycle(db, { contactId: id, from: null, to: lifecycle, date: today, cause: "added" });
  addParts(db, id, draft);
  welcomeBack(db, marksOf({ ...keysOf(draft), externals: [] }));
  return id;
}

function keysOf({ emails, phones }: ContactDraft) {
  return { emails: emails.map(({ key }) => key), phones: phones.map(({ key }) => key) };
}

/** Changes the contact's own row; what the patch leaves out stays. */
export function editContact(db: Db, id: number, { patch, at }: { patch: ContactRow; at: string }): void {
  updateRow(db, contactTable, { id, patch, at });
}

export interface LifecycleStep {
  readonly contactId: number;
  readonly from: Lifecycle | null;
  readonly to: Lifecycle;
  /** The day on which it became so, which can lie before the day on which it was learnt. */
  readonly date: string;
  readonly cause: string;
}

export function noteLifecycle(db: Db, { contactId, from, to, date, cause }: LifecycleStep): void {
  const sql = `
    INSERT INTO lifecycle_change (contact_id, from_lifecycle, to_lifecycle, changed_date, cause)
    VALUES (?, ?, ?, ?, ?)`;
  db.run(sql, [contactId, from, to, date, cause]);
}
