import { createHash, randomInt } from "node:crypto";
import { UserError } from "../../errors.ts";
import type { Column, Row } from "../../field.ts";
import { fold } from "../../values/fold.ts";
import { type Campaign, getCampaign } from "../campaign.ts";
import { contactNameSql } from "../contact/name.ts";
import type { Db } from "../db.ts";
import { memberSentSql } from "../fields/campaign.ts";

export interface Member extends Row {
  readonly contactId: number;
  readonly name: string;
  /** The contact's first address; null: none. */
  readonly email: string | null;
  readonly code: string;
  /** null: the campaign is not split. */
  readonly variant: string | null;
  /** null: not reached yet. */
  readonly sentAt: string | null;
  readonly bouncedAt: string | null;
  /** What came back, by kind with commas; null: nothing. */
  readonly responses: string | null;
}

export const memberColumns: readonly Column[] = [
  { key: "contactId", header: "Contact", type: "id" },
  { key: "name", header: "Name", type: "text" },
  { key: "email", header: "Email", type: "text" },
  { key: "code", header: "Code", type: "text" },
  { key: "variant", header: "Split", type: "text" },
  { key: "sentAt", header: "Sent", type: "instant" },
  { key: "bouncedAt", header: "Bounced", type: "instant", detail: true },
  { key: "responses", header: "Came back", type: "text" },
];

const memberSql =
  "SELECT contact.id AS contactId, " +
  contactNameSql +
  ` AS name,
    (SELECT email FROM contact_email WHERE contact_id = contact.id ORDER BY position LIMIT 1) AS email,
    campaign_member.code, campaign_member.variant, ` +
  memberSentSql +
  ` AS sentAt, campaign_member.bounced_at AS bouncedAt,
    (SELECT string_agg(kind, ',' ORDER BY kind)
     FROM (
       SELECT DISTINCT kind
       FROM campaign_response
       WHERE campaign_response.campaign_id = campaign_member.campaign_id
         AND campaign_response.contact_id = campaign_member.contact_id) AS kinds) AS responses
  FROM campaign_member
  JOIN contact ON contact.id = campaign_member.contact_id`;

/** In the order of the contacts' numbers. */
export function listMembers(db: Db, campaignId: number): Member[] {
  return db.all(memberSql + " WHERE campaign_member.campaign_id = ? ORDER BY contact.id", [campaignId]);
}

/** The member with a code, in any letter case; codes are unique over all campaigns. */
export function memberOfCode(
  db: Db,
  code: string,
): { readonly campaignId: number; readonly contactId: number } {
  const sql =
    "SELECT campaign_id AS campaignId, contact_id AS contactId FROM campaign_member WHERE fold(code) = ?";
  const found = db.get<{ campaignId: number; contactId: number }>(sql, [fold(code.trim())]);
  if (found !== undefined) return found;
  throw new UserError("not_found", 'no member has the code "' + code + '"', "see: crm campaign members");
}

export interface Start {
  readonly contactIds: readonly number[];
  /** Letters to split into, one for each share: A, B; A, A, B gives A two thirds. Empty: not split. */
  readonly split: readonly string[];
  /** The same seed splits the same people alike. */
  readonly seed: string;
  readonly consent: "given" | "not-refused" | "ignored";
  readonly at: string;
  readonly today: string;
}

/** Freezes who is a member: each gets a code, and a letter where the campaign is split. */
export function startCampaign(db: Db, id: number, start: Start): Campaign {
  const { contactIds, split, seed, consent, at, today } = start;
  const letters = splitOf(contactIds, split, seed);
  const insert = db.prepare(
    "INSERT INTO campaign_member (campaign_id, contact_id, code, variant) VALUES (?, ?, ?, ?)",
  );
  for (const contactId of contactIds) {
    insert.run([id, contactId, freeCode(db), letters.get(contactId) ?? null]);
  }
  const sql = `
    UPDATE campaign
    SET started_at = :at, consent = :consent, start_date = coalesce(start_date, :today), updated_at = :at
    WHERE id = :id`;
  db.run(sql, { id, at, consent, today });
  return getCampaign(db, id);
}

/**
 * Deals people out to the letters in an order that looks random and is the same for the same seed: by the SHA-256 of
 * seed and number. The groups differ by one person at most (with equal shares).
 */
export function splitOf(
  contactIds: readonly number[],
  letters: readonly string[],
  seed: string,
): ReadonlyMap<number, string> {
  if (letters.length === 0) return new Map();
  const keyOf = (id: number) =>
    createHash("sha256")
      .update(seed + ":" + id)
      .digest("hex");
  const shuffled = contactIds.map((id) => ({ id, key: keyOf(id) })).sort((a, b) => (a.key < b.key ? -1 : 1));
  return new Map(shuffled.map(({ id }, at) => [id, letters[at % letters.length]!]));
}

/** No vowels, so that no code is a word, and nothing that looks like something else. */
const alphabet = "23456789BCDFGHJKMNPQRSTVWXZ";
const codeLength = 6;

function freeCode(db: Db): string {
  for (;;) {
    const code = Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)]).join("");
    if (db.get("SELECT 1 FROM campaign_member WHERE code = ?", [code]) === undefined) return code;
  }
}

/** Notes by hand that members were reached, or that it came back; null takes the note away. */
export function markMembers(
  db: Db,
  campaignId: number,
  { contactIds, as, at }: { contactIds: readonly number[]; as: "sent" | "bounced"; at: string | null },
): void {
  const column = as === "sent" ? "sent_at" : "bounced_at";
  const sql = "UPDATE campaign_member SET " + column + " = ? WHERE campaign_id = ? AND contact_id = ?";
  for (const contactId of contactIds) db.run(sql, [at, campaignId, contactId]);
}
