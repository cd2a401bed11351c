import { usualPurpose } from "../../store/consent.ts";
import type { Db } from "../../store/db.ts";
import { endOf } from "../local-time.ts";
import type { ReportScope } from "../scope.ts";
import { channels } from "./tried.ts";

/**
 * Whether a contact had refused to be reached through a channel (its place in `channels`) for the usual purpose at the end
 * of the day of --as-of, and not agreed since: of each contact the latest statement about the channel, or about any, holds.
 */
export function refusedChannels(db: Db, scope: ReportScope): (contactId: number, channel: number) => boolean {
  const sql = `
    SELECT contact_id, channel, state
    FROM consent
    WHERE stated_at < ? AND purpose IN (?, 'any')
    ORDER BY stated_at, id`;
  // A bit for each channel.
  const refused = new Map<number, number>();
  const every = 2 ** channels.length - 1;
  for (const [id, channel, state] of db.values(sql, [endOf(scope), usualPurpose])) {
    const about = channel === "any" ? every : 1 << (channels as readonly unknown[]).indexOf(channel);
    const before = refused.get(Number(id)) ?? 0;
    refused.set(Number(id), state === "withdrawn" ? before | about : before & ~about);
  }
  return (contactId, channel) => ((refused.get(contactId) ?? 0) & (1 << channel)) !== 0;
}
