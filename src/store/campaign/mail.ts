import type { Db } from "../db.ts";
import { keepUnjournaled } from "../journal.ts";

/** One mail to one member. */
export interface MailClaim {
  readonly campaignId: number;
  readonly contactId: number;
  /** The address as addresses are compared: nobody gets the same campaign at one address twice. */
  readonly addressKey: string;
  readonly messageId: string;
  /** The clock of the machine, whatever --now says. */
  readonly at: string;
}

/** Takes a mail for delivery, in a transaction of its own; false when it was sent, or is being sent, already. */
export function claimMail(db: Db, claim: MailClaim): boolean {
  const sql = `
    INSERT INTO campaign_mail (campaign_id, contact_id, address_key, message_id, claimed_at)
    VALUES (:campaignId, :contactId, :addressKey, :messageId, :at)
    ON CONFLICT DO NOTHING`;
  return keepUnjournaled(db, () => db.run(sql, { ...claim }).changes === 1);
}

/** The mail server has taken it. */
export function settleMail(db: Db, { campaignId, contactId }: MailClaim, at: string): void {
  const sql = "UPDATE campaign_mail SET sent_at = ? WHERE campaign_id = ? AND contact_id = ?";
  keepUnjournaled(db, () => db.run(sql, [at, campaignId, contactId]));
}

/** It certainly did not go out: the next run may try again. */
export function releaseMail(db: Db, { campaignId, contactId }: MailClaim): void {
  const sql = "DELETE FROM campaign_mail WHERE campaign_id = ? AND contact_id = ? AND sent_at IS NULL";
  keepUnjournaled(db, () => db.run(sql, [campaignId, contactId]));
}

/** Members of whom nobody can say whether the mail arrived: the run ended between handing it over and the answer. */
export function uncertainMails(db: Db, campaignId: number): readonly number[] {
  const sql = `
    SELECT contact_id AS contactId
    FROM campaign_mail
    WHERE campaign_id = ? AND sent_at IS NULL
    ORDER BY contact_id`;
  return db.all<{ contactId: number }>(sql, [campaignId]).map(({ contactId }) => contactId);
}

/** Gives uncertain mails free again that were claimed before an instant; a run that is under way keeps its own. */
export function retryUncertain(db: Db, campaignId: number, before: string): void {
  const sql = "DELETE FROM campaign_mail WHERE campaign_id = ? AND sent_at IS NULL AND claimed_at < ?";
  keepUnjournaled(db, () => db.run(sql, [campaignId, before]));
}
