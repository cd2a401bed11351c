import { randomUUID } from "node:crypto";
import { UserError } from "../errors.ts";
import type { Db } from "../store/db.ts";
import { type DueFound, type DueItem, withContext } from "../store/due.ts";
import {
  claimReminders,
  markSent,
  type ReminderChannel,
  releaseClaim,
  remindersOf,
} from "../store/reminder.ts";
import { instant } from "../values/date.ts";
import { type Deliver, DeliveryError } from "./channel.ts";
import { messageKeyOf, messageOf, type Reader } from "./message.ts";
import { dueMomentOf, type Planned, planItem, type Rules } from "./plan.ts";

/** What one channel is to send. */
export interface Order {
  readonly channel: ReminderChannel;
  readonly items: readonly DueFound[];
  readonly rules: Rules;
  /** One message a reminder in place of one for all. */
  readonly each: boolean;
}

/** The reminders of one message. */
export interface Batch {
  readonly key: string;
  readonly planned: readonly Planned[];
}

/** What became of one channel. The problem is what ended it; what was sent before that is sent. */
export interface Outcome {
  readonly channel: ReminderChannel;
  readonly sent: readonly DueItem[];
  readonly remarks: readonly string[];
  readonly problem: UserError | DeliveryError | undefined;
}

/** With one message each, a run sends so many single ones and the rest as one: a first run can find hundreds. */
const mostSingle = 20;

/** The messages that a channel is to send now. Looks only. */
export function batchesOf(db: Db, { channel, items, rules, each }: Order): Batch[] {
  const known = withContext(db);
  const planned = items.flatMap((item) => {
    const reminders = remindersOf(db, channel, { itemKey: item.key, due: dueMomentOf(item) });
    const plan = planItem(item, reminders, rules);
    return plan === undefined ? [] : { ...plan, item: known(item) };
  });
  const fresh = planned.filter(({ messageKey }) => messageKey === null);
  const single = each ? fresh.slice(0, mostSingle) : [];
  const rest = fresh.slice(single.length);
  const news = [...single.map((one) => [one]), ...(rest.length > 0 ? [rest] : [])];
  return [
    ...unsettled(planned),
    ...news.map((batch) => ({ key: messageKeyOf(channel, batch), planned: batch })),
  ];
}

/** What was cut off goes out in the messages that it was in. */
function unsettled(planned: readonly Planned[]): Batch[] {
  const keys = new Set(planned.flatMap(({ messageKey }) => messageKey ?? []));
  return [...keys].map((key) => ({ key, planned: planned.filter(({ messageKey }) => messageKey === key) }));
}

/**
 * Sends what is due over one channel. Each message is claimed before it is delivered and marked as sent after it, so
 * that a second run at the same time sends nothing twice; a run that dies in between leaves its claim to expire, and the
 * message goes out once more under the same key (at least once). The first failure ends the channel for this run.
 */
export async function sendOver(
  db: Db,
  deliver: Deliver,
  { order, reader }: { readonly order: Order; readonly reader: Reader },
): Promise<Outcome> {
  const { channel, rules } = order;
  const sent: DueItem[] = [];
  const remarks: string[] = [];
  for (const batch of batchesOf(db, order)) {
    const claim = randomUUID();
    const ours = claimed(db, batch, { channel, claim, clock: rules.clock });
    if (ours.length === 0) continue;
    try {
      const remark = await deliver(messageOf(ours, batch.key, reader));
      if (remark !== undefined) remarks.push(remark);
    } catch (error) {
      releaseClaim(db, claim, { uncertain: error instanceof DeliveryError && error.uncertain });
      if (!(error instanceof DeliveryError || error instanceof UserError)) throw error;
      return { channel, sent, remarks, problem: error };
    }
    markSent(db, claim, instant(reader.now));
    sent.push(...ours.map(({ item }) => item));
  }
  return { channel, sent, remarks, problem: undefined };
}

/** Those whose latest reminder is ours to deliver. */
function claimed(
  db: Db,
  { key, planned }: Batch,
  by: { readonly channel: ReminderChannel; readonly claim: string; readonly clock: Date },
): Planned[] {
  const all = planned.flatMap(({ reminders }) => reminders);
  const ours = new Set(claimReminders(db, all, { ...by, messageKey: key }));
  return planned.filter(({ reminders }) => reminders.slice(-1).every((reminder) => ours.has(reminder)));
}
