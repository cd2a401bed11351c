import { type Lifecycle, noteLifecycle } from "./contact.ts";
import type { Db } from "./db.ts";

interface Facts {
  readonly lifecycle: Lifecycle;
  /** Why the contact is where it is: the cause of its newest step. */
  readonly cause: string;
  readonly firstOrder: string | null;
  readonly secondOrder: string | null;
  readonly firstDeal: string | null;
}

/** The user's day, and what is known of other ones: without either an instant is on its day in UTC. */
interface Days {
  readonly today: string;
  /** The instant at which it is today. */
  readonly at?: string | undefined;
  readonly dayOf?: ((instant: string) => string) | undefined;
}

/**
 * Moves contacts on in their life cycle after what has happened: a deal makes a lead a prospect, a purchase a
 * customer, a second one a client. Orders refunded in full do not count. Someone marked as former comes back with a
 * purchase after that day. A purchase that is gone again (undone, deleted, refunded) takes the step back.
 * Each step is noted under the day on which it became so.
 */
export function refreshLifecycle(db: Db, contactIds: readonly (number | null)[], days: Days): void {
  for (const contactId of new Set(contactIds)) {
    if (contactId === null) continue;
    const facts = factsOf(db, contactId, days);
    if (facts === undefined) continue;
    const { lifecycle: from } = facts;
    const next = stepAfter(db, contactId, facts, days.today);
    if (next === undefined || next.to === from) continue;
    // Both purchases can come at once, from an import: each is a step of its own.
    const isLeap =
      next.to === "client" && (from === "lead" || from === "prospect") && facts.firstOrder !== null;
    if (isLeap) {
      const date = facts.firstOrder ?? next.date;
      setLifecycle(db, { contactId, from, to: "customer", date, cause: firstPurchase });
    }
    setLifecycle(db, { contactId, from: isLeap ? "customer" : from, ...next });
  }
}

/** Sets the life cycle and notes the step. */
export function setLifecycle(db: Db, step: Parameters<typeof noteLifecycle>[1]): void {
  db.run("UPDATE contact SET lifecycle = ? WHERE id = ?", [step.to, step.contactId]);
  noteLifecycle(db, step);
}

function factsOf(db: Db, contactId: number, { today, at, dayOf }: Days): Facts | undefined {
  const sql = `
    SELECT
      lifecycle,
      (SELECT cause FROM lifecycle_change WHERE contact_id = contact.id ORDER BY id DESC LIMIT 1) AS cause,
      (SELECT min(order_date)
       FROM sales_order
       WHERE contact_id = contact.id AND (amount_minor = 0 OR refunded_minor < amount_minor)) AS firstOrder,
      (SELECT order_date
       FROM sales_order
       WHERE contact_id = contact.id AND (amount_minor = 0 OR refunded_minor < amount_minor)
       ORDER BY order_date
       LIMIT 1 OFFSET 1) AS secondOrder,
      (SELECT min(created_at) FROM deal WHERE contact_id = contact.id) AS firstDeal
    FROM contact
    WHERE id = ?`;
  const facts = db.get<Facts>(sql, [contactId]);
  const made = facts?.firstDeal ?? null;
  if (facts === undefined || made === null) return facts;
  return { ...facts, firstDeal: dayOf?.(made) ?? (made === at ? today : made.slice(0, 10)) };
}

type Step = { readonly to: Lifecycle; readonly date: string; readonly cause: string };

const firstPurchase = "first purchase";
const secondPurchase = "second purchase";

/** A step back is taken only from where purchases had led; a life cycle that somebody set by hand stays. */
function stepAfter(db: Db, contactId: number, facts: Facts, today: string): Step | undefined {
  const { lifecycle, cause, firstOrder, secondOrder, firstDeal } = facts;
  const byPurchase = cause === firstPurchase || cause === secondPurchase;
  if (lifecycle === "former" && !hasBoughtSince(db, contactId)) return undefined;
  if (secondOrder !== null) return { to: "client", date: secondOrder, cause: secondPurchase };
  if (firstOrder !== null && (lifecycle !== "client" || byPurchase)) {
    return { to: "customer", date: firstOrder, cause: firstPurchase };
  }
  if (byPurchase)
    return { to: firstDeal === null ? "lead" : "prospect", date: today, cause: "no purchase left" };
  if (firstDeal !== null && lifecycle === "lead")
    return { to: "prospect", date: firstDeal, cause: "first deal" };
  return undefined;
}

function hasBoughtSince(db: Db, contactId: number): boolean {
  const sql = `
    SELECT 1
    FROM sales_order
    WHERE contact_id = :contactId
      AND (amount_minor = 0 OR refunded_minor < amount_minor)
      AND order_date > (
        SELECT max(changed_date) FROM lifecycle_change WHERE contact_id = :contactId AND to_lifecycle = 'former'
      )`;
  return db.get(sql, { contactId }) !== undefined;
}
