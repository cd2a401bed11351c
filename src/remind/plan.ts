import type { DueHead, DueItem } from "../store/due.ts";
import { claimWindow, type Reminder, type ReminderId } from "../store/reminder.ts";
import { instant } from "../values/date.ts";
import { type Lead, parseLead, reminderAt, whenDue } from "./lead.ts";

/** An item that somebody is to be reminded of now, with the reminders that this settles. */
export interface Planned<Item = DueItem> {
  readonly item: Item;
  /** The leads that have passed, the latest one last. More than one when no run came in between. */
  readonly reminders: readonly (ReminderId & { readonly timesSent: number })[];
  /** The message whose delivery was cut off or left uncertain; null: it goes out in a new one. */
  readonly messageKey: string | null;
}

export interface Rules {
  readonly now: Date;
  /** The clock of the machine: tells which claims of other runs are alive. */
  readonly clock: Date;
  readonly zone: string;
  readonly leads: readonly Lead[];
  /** Follow-ups that have lead times of their own, by their number. */
  readonly ownLeads: ReadonlyMap<number, readonly Lead[]>;
  /** Again after so many milliseconds while a follow-up that is due is neither done nor snoozed; undefined: once. */
  readonly repeatMs: number | undefined;
}

export function dueMomentOf({ dueAt, dueDate }: DueHead): string {
  return dueAt ?? dueDate;
}

/**
 * What one channel is to be told of an item now; undefined: nothing. `known` is what was sent or tried of it before.
 * Leads that have passed unnoticed go out as one reminder; an earlier one is not sent after a later one.
 */
export function planItem<Item extends DueHead>(
  item: Item,
  known: readonly Reminder[],
  rules: Rules,
): Planned<Item> | undefined {
  const passed = passedLeads(item, rules);
  const latest = passed.at(-1);
  if (latest === undefined || known.some((reminder) => isAlive(reminder, rules.clock))) return undefined;
  const told = known.filter(({ timesSent }) => timesSent > 0);
  const isTold = told.some(
    ({ lead }) =>
      reminderAt(item, parseLead("lead", lead), rules.zone) >= reminderAt(item, latest, rules.zone),
  );
  if (isTold && !isToRepeat(item, told, rules)) return undefined;
  const knownOf = ({ key }: Lead) => known.find(({ lead }) => lead === key);
  const leads = isTold ? [latest] : passed.filter((lead) => (knownOf(lead)?.timesSent ?? 0) === 0);
  const reminders = leads.map((lead) => ({
    itemKey: item.key,
    due: dueMomentOf(item),
    lead: lead.key,
    timesSent: knownOf(lead)?.timesSent ?? 0,
  }));
  return { item, reminders, messageKey: knownOf(latest)?.messageKey ?? null };
}

/** Of leads that pass at the same moment the shortest is the latest. */
function passedLeads(item: DueHead, { now, zone, leads, ownLeads }: Rules): Lead[] {
  const moment = instant(now);
  return (ownLeads.get(item.id ?? 0) ?? leads)
    .map((lead) => ({ lead, at: reminderAt(item, lead, zone) }))
    .filter(({ at }) => at <= moment)
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : b.lead.minutes - a.lead.minutes))
    .map(({ lead }) => lead);
}

function isAlive({ claimedAt }: Reminder, clock: Date): boolean {
  if (claimedAt === null) return false;
  const { from, to } = claimWindow(clock);
  return claimedAt >= from && claimedAt <= to;
}

/** Only a follow-up can be acknowledged, and only one that is due asks for it. A clock that was set back asks for nothing. */
function isToRepeat(item: DueHead, told: readonly Reminder[], { now, zone, repeatMs }: Rules): boolean {
  if (repeatMs === undefined || item.type !== "followup") return false;
  if (reminderAt(item, whenDue, zone) > instant(now)) return false;
  const last =
    told
      .map(({ sentAt }) => sentAt ?? "")
      .sort()
      .at(-1) ?? "";
  return last !== "" && now.getTime() - Date.parse(last) >= repeatMs;
}
