import { consentStateSql, usualPurpose } from "../consent.ts";
import { contactNameSql } from "../contact/name.ts";
import type { Channel } from "../contact.ts";
import type { Db } from "../db.ts";
import type { Where } from "../list.ts";

/** Whom the law and good manners let a campaign reach. */
export type ConsentNeed = "given" | "not-refused" | "ignored";

/** Unasked for: by mail, telephone and chat only who has agreed; by letter or in person who has not refused. */
export const usualNeed: Readonly<Record<Channel, ConsentNeed>> = {
  email: "given",
  call: "given",
  chat: "given",
  letter: "not-refused",
  visit: "not-refused",
  meeting: "not-refused",
};

export interface LeftOut {
  readonly contactId: number;
  readonly name: string;
  readonly reason: string;
}

export interface Audience {
  readonly contactIds: readonly number[];
  readonly leftOut: readonly LeftOut[];
}

interface Candidate {
  readonly id: number;
  readonly name: string;
  /** Where the channel reaches the contact, in the form in which places are compared; null: nowhere. */
  readonly place: string | null;
  readonly consent: "given" | "withdrawn" | null;
  readonly isExcluded: number;
}

/** What the channel needs of a contact; null: nothing. */
const placeSql: Readonly<Record<Channel, string | null>> = {
  email: "(SELECT email_key FROM contact_email WHERE contact_id = contact.id ORDER BY position LIMIT 1)",
  call: "(SELECT phone_key FROM contact_phone WHERE contact_id = contact.id ORDER BY position LIMIT 1)",
  letter:
    "(SELECT 'there' FROM contact_address WHERE contact_id = contact.id AND street IS NOT NULL ORDER BY position LIMIT 1)",
  chat: null,
  visit: null,
  meeting: null,
};

const placeName: Readonly<Record<Channel, string>> = {
  email: "email address",
  call: "phone number",
  letter: "street",
  chat: "place",
  visit: "place",
  meeting: "place",
};

/** Who of the target is reached, and who is left out and why. Of several with one email address the first is reached. */
export function audience(
  db: Db,
  {
    channel,
    target,
    exclusion,
    need,
  }: {
    readonly channel: Channel;
    readonly target: Where;
    readonly exclusion: Where | undefined;
    readonly need: ConsentNeed;
  },
): Audience {
  const sql = [
    "SELECT contact.id, " + contactNameSql + " AS name,",
    (placeSql[channel] ?? "'there'") + " AS place,",
    consentStateSql + " AS consent,",
    (exclusion === undefined ? "0" : "CASE WHEN " + exclusion.sql + " THEN 1 ELSE 0 END") +
      ' AS "isExcluded"',
    "FROM contact",
    "WHERE " + target.sql,
    "ORDER BY contact.id",
  ].join("\n");
  const params = [channel, usualPurpose, ...(exclusion?.params ?? []), ...target.params];
  const takenBy = new Map<string, number>();
  const contactIds: number[] = [];
  const leftOut: LeftOut[] = [];
  for (const candidate of db.prepare(sql).iterate<Candidate>(params)) {
    const { id, name, place } = candidate;
    const reason = reasonAgainst(candidate, { channel, need, takenBy });
    if (reason !== undefined) leftOut.push({ contactId: id, name, reason });
    else {
      contactIds.push(id);
      if (channel === "email" && place !== null) takenBy.set(place, id);
    }
  }
  return { contactIds, leftOut };
}

function reasonAgainst(
  { place, consent, isExcluded }: Candidate,
  { channel, need, takenBy }: { channel: Channel; need: ConsentNeed; takenBy: ReadonlyMap<string, number> },
): string | undefined {
  if (isExcluded === 1) return "excluded";
  if (need !== "ignored" && consent === "withdrawn") return "refused " + channel;
  if (need === "given" && consent === null) return "never agreed to " + channel;
  if (place === null) return "no " + placeName[channel];
  const other = takenBy.get(place);
  return other === undefined ? undefined : "same address as #" + other;
}
