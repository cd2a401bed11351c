import type { Field, Row } from "../field.ts";
import { contactNameSql } from "./contact/name.ts";
import type { Channel } from "./contact.ts";
import type { Db } from "./db.ts";

export type ConsentState = "given" | "withdrawn";

/** The purpose that is meant when none is named: being written or called without having asked. */
export const usualPurpose = "marketing";

/** What a person said about being reached. "any" stands for every channel, or every purpose. */
export interface ConsentDraft {
  readonly contactId: number;
  readonly channel: Channel | "any";
  readonly purpose: string;
  readonly state: ConsentState;
  /** When the person said so: an instant. */
  readonly statedAt: string;
  /** Where it was said, such as "web form" or "call"; null when not known. */
  readonly source: string | null;
  /** The words that were agreed to; null when not known. */
  readonly wording: string | null;
}

export interface Consent extends Omit<ConsentDraft, "contactId"> {
  readonly id: number;
}

/** Adds to the ledger, within a write; nothing in it is ever changed. Gives the new row's id. */
export function recordConsent(db: Db, draft: ConsentDraft, at: string): number {
  const sql = `
    INSERT INTO consent (contact_id, channel, purpose, state, stated_at, source, wording, created_at)
    VALUES (:contactId, :channel, :purpose, :state, :statedAt, :source, :wording, :at)`;
  return db.run(sql, { ...draft, at }).id;
}

/** The ledger of one contact, the latest statement first. */
export function listConsents(db: Db, contactId: number): Consent[] {
  const sql = `
    SELECT id, channel, purpose, state, stated_at AS statedAt, source, wording
    FROM consent
    WHERE contact_id = ?
    ORDER BY stated_at DESC, id DESC`;
  return db.all<Consent>(sql, [contactId]);
}

/**
 * The state that holds for the contact of the row, as an SQL expression over the table `contact`: 'given', 'withdrawn',
 * or null when nothing was ever said. Binds two values, in this order: channel, purpose.
 */
export const consentStateSql =
  "(SELECT consent.state FROM consent WHERE consent.contact_id = contact.id" +
  " AND consent.channel IN (?, 'any') AND consent.purpose IN (?, 'any')" +
  " ORDER BY consent.stated_at DESC, consent.id DESC LIMIT 1)";

/**
 * True for contacts that may be reached, as an SQL condition over the table `contact`; binds channel and purpose. With
 * `need: "given"` only who has agreed; else everybody who has not refused.
 */
export function mayReachSql(need: "given" | "not withdrawn"): string {
  return need === "given"
    ? consentStateSql + " = 'given'"
    : "coalesce(" + consentStateSql + ", '') <> 'withdrawn'";
}

/** What holds for a contact, a channel and a purpose: null when nothing was ever said. */
function consentState(
  db: Db,
  contactId: number,
  { channel, purpose = usualPurpose }: { channel: Channel; purpose?: string },
): ConsentState | null {
  const sql = "SELECT " + consentStateSql + " AS state FROM contact WHERE contact.id = ?";
  return db.get<{ state: ConsentState | null }>(sql, [channel, purpose, contactId])?.state ?? null;
}

/** Whether the contact has refused to be reached by this channel for this purpose, and not agreed since. */
export function refuses(
  db: Db,
  contactId: number,
  channel: Channel,
  purpose: string = usualPurpose,
): boolean {
  return consentState(db, contactId, { channel, purpose }) === "withdrawn";
}

/** The ledger, or one contact's part of it, the latest statement first. */
export function recentConsents(
  db: Db,
  { contactId, limit }: { contactId: number | undefined; limit: number | undefined },
): Row[] {
  const sql =
    "SELECT consent.id, contact.id AS contactId, " +
    contactNameSql +
    ` AS contact, consent.channel, consent.purpose, consent.state, consent.stated_at AS statedAt,
      consent.source, consent.wording
    FROM consent
    JOIN contact ON contact.id = consent.contact_id
    WHERE :contactId IS NULL OR contact.id = :contactId
    ORDER BY consent.stated_at DESC, consent.id DESC
    LIMIT :limit`;
  return db.all<Row>(sql, { contactId: contactId ?? null, limit: limit ?? -1 });
}

/** What holds for each channel and purpose about which something was said. */
export interface ConsentAnswer {
  readonly channel: string;
  readonly purpose: string;
  readonly state: ConsentState;
  readonly statedAt: string;
  readonly source: string | null;
}

/**
 * What holds now of all that a contact said, by channel and purpose: an earlier statement that a later one covers is
 * left out.
 */
export function consentAnswers(db: Db, contactId: number): ConsentAnswer[] {
  const answers: ConsentAnswer[] = [];
  for (const { channel, purpose, state, statedAt, source } of listConsents(db, contactId)) {
    const isCovered = answers.some(
      (later) =>
        (later.channel === "any" || later.channel === channel) &&
        (later.purpose === "any" || later.purpose === purpose),
    );
    if (!isCovered) answers.push({ channel, purpose, state, statedAt, source });
  }
  return answers;
}

/** Whether an answer for any purpose is what is left of it: a later one holds for some purpose by the same channel. */
export function isForAllElse(answers: readonly ConsentAnswer[], at: number): boolean {
  const { channel, purpose } = answers[at]!;
  const isSame = (later: string) => later === "any" || channel === "any" || later === channel;
  return purpose === "any" && answers.slice(0, at).some((later) => isSame(later.channel));
}

/** `consent.email = yes`: who agreed; `= no`: who refused; `consent.email:empty`: who never said. For the usual purpose. */
export const consentFields: readonly Field[] = (["email", "call", "letter", "chat"] as const).map(
  (channel) => ({
    key: "consent" + channel.charAt(0).toUpperCase() + channel.slice(1),
    header: "Consent " + channel,
    type: "flag",
    aliases: ["consent." + channel],
    sql: "(CASE " + consentStateSql + " WHEN 'given' THEN 1 WHEN 'withdrawn' THEN 0 END)",
    params: [channel, usualPurpose],
    only: { table: "consent" },
    detail: true,
  }),
);
