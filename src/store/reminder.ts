import type { Db } from "./db.ts";
import { keepUnjournaled } from "./journal.ts";

export const reminderChannels = ["stdout", "email", "desktop", "webhook", "command"] as const;
export type ReminderChannel = (typeof reminderChannels)[number];

/** One item with its moment and one lead time: what is sent once per channel. */
export interface ReminderId {
  readonly itemKey: string;
  /** The day or instant at which it is due. */
  readonly due: string;
  readonly lead: string;
}

/** What is known of a reminder on one channel. */
export interface Reminder extends ReminderId {
  readonly timesSent: number;
  /** null: it was not sent yet. */
  readonly sentAt: string | null;
  /** Set while a delivery is not settled: the message that it is to go out with again. */
  readonly messageKey: string | null;
  readonly claimedAt: string | null;
}

/** All that is known of the reminders of an item at one moment. */
export function remindersOf(
  db: Db,
  channel: ReminderChannel,
  { itemKey, due }: Pick<ReminderId, "itemKey" | "due">,
): Reminder[] {
  const sql = `
    SELECT
      item_key AS itemKey, due, lead, times_sent AS timesSent, sent_at AS sentAt, message_key AS messageKey,
      claimed_at AS claimedAt
    FROM reminder
    WHERE item_key = :itemKey AND due = :due AND channel = :channel`;
  return db.all<Reminder>(sql, { itemKey, due, channel });
}

/** A claim of a run that is older than this is taken for dead; every delivery ends long before. */
const claimMs = 10 * 60_000;

/** The span of time in which a claim is alive. One from the future is of a clock that has been set back. */
export function claimWindow(clock: Date): { readonly from: string; readonly to: string } {
  const at = (ms: number) => new Date(clock.getTime() + ms).toISOString().slice(0, 19) + "Z";
  return { from: at(-claimMs), to: at(claimMs) };
}

export interface Claim {
  readonly channel: ReminderChannel;
  /** Tells this delivery from all others. */
  readonly claim: string;
  /** The message it goes out with. */
  readonly messageKey: string;
  /** The clock of the machine, whatever --now says: it measures how long a run may take. */
  readonly clock: Date;
}

/**
 * Takes the reminders for one delivery, in one transaction: what another run is delivering, or has sent since it was
 * looked at, is left out. Gives those that are ours.
 */
export function claimReminders<R extends ReminderId & { readonly timesSent: number }>(
  db: Db,
  reminders: readonly R[],
  { channel, claim, messageKey, clock }: Claim,
): R[] {
  const sql = `
    INSERT INTO reminder (channel, item_key, due, lead, message_key, claim, claimed_at)
    VALUES (:channel, :itemKey, :due, :lead, :messageKey, :claim, :claimedAt)
    ON CONFLICT (item_key, due, lead, channel) DO UPDATE
    SET message_key = excluded.message_key, claim = excluded.claim, claimed_at = excluded.claimed_at
    WHERE reminder.times_sent = :timesSent
      AND (reminder.claim IS NULL OR reminder.claimed_at NOT BETWEEN :from AND :to)`;
  const window = claimWindow(clock);
  const claimedAt = clock.toISOString().slice(0, 19) + "Z";
  return keepUnjournaled(db, () =>
    reminders.filter(({ itemKey, due, lead, timesSent }) => {
      const row = { channel, itemKey, due, lead, messageKey, claim, claimedAt };
      return db.run(sql, { ...row, timesSent, ...window }).changes === 1;
    }),
  );
}

/** The delivery has succeeded. */
export function markSent(db: Db, claim: string, at: string): void {
  const sql = `
    UPDATE reminder
    SET times_sent = times_sent + 1, sent_at = :at, message_key = NULL, claim = NULL, claimed_at = NULL
    WHERE claim = :claim`;
  keepUnjournaled(db, () => db.run(sql, { claim, at }));
}

/**
 * The delivery has failed: the next run tries again. When it is not known whether the message has arrived
 * (`uncertain`), it goes out again under the same key, so that the receiver can tell.
 */
export function releaseClaim(db: Db, claim: string, { uncertain }: { uncertain: boolean }): void {
  const sql = `
    UPDATE reminder
    SET claim = NULL, claimed_at = NULL, message_key = CASE WHEN :uncertain = 1 THEN message_key END
    WHERE claim = :claim`;
  keepUnjournaled(db, () => db.run(sql, { claim, uncertain: uncertain ? 1 : 0 }));
}

/** Tells the events of this file from those of others in the same calendar. */
export function feedUid(db: Db): string {
  return db.get<{ uid: string }>("SELECT uid FROM calendar_feed WHERE id = 1")!.uid;
}

/** The open follow-ups that have lead times of their own: their numbers and the text of those. */
export function ownLeadTexts(db: Db): { readonly id: number; readonly remind: string }[] {
  return db.all("SELECT id, remind FROM follow_up WHERE remind IS NOT NULL AND done_at IS NULL");
}
