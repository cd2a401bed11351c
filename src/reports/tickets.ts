import type { Db } from "../store/db.ts";
import type { Where } from "../store/list.ts";
import { type BusinessHours, businessMinutes, wallTimeOf } from "../values/business-hours.ts";
import type { WorkHead } from "./activity.ts";
import { endOf, wallOf } from "./local-time.ts";
import { dayNumber, periodAt, periodKey } from "./periods.ts";
import { median } from "./quantiles.ts";
import { type ReportScope, ratio } from "./scope.ts";
import { makeTallies } from "./tallies.ts";
import { windowText } from "./window.ts";

export const ticketKeys = [
  "kind",
  "product",
  "bought",
  "severity",
  "channel",
  "month",
  "quarter",
  "year",
] as const;
export type TicketKey = (typeof ticketKeys)[number];

export interface TicketScope extends Pick<ReportScope, "asOf" | "zone" | "from" | "to"> {
  /** A condition over table ticket. */
  readonly where?: Where | undefined;
  readonly by: TicketKey;
  readonly hours: BusinessHours;
}

type TicketSums = {
  /** Opened in the window. */
  readonly tickets: number;
  readonly complaints: number;
  readonly solved: number;
  readonly open: number;
  /** Hours of business to the first answer, and to the solution; of those answered and solved; null without any. */
  readonly answerHours: number | null;
  readonly solveHours: number | null;
  /** Past a target, for the answer or the solution, at the end of the day of --as-of. */
  readonly late: number;
  /** late / tickets; null without tickets. */
  readonly lateShare: number | null;
  readonly reopened: number;
};

export type TicketReportRow = TicketSums & { readonly [key in TicketKey]?: string };

export type TicketReport = WorkHead & {
  readonly by: TicketKey;
  readonly rows: readonly TicketReportRow[];
  readonly total: TicketSums;
};

interface Ticket {
  readonly kind: string;
  readonly severity: string;
  readonly channel: string | null;
  readonly product: string | null;
  /** What the order it is about was of, between char(31). */
  readonly bought: string | null;
  readonly openedAt: string;
  readonly firstReplyAt: string | null;
  readonly solvedAt: string | null;
  readonly replyDueAt: string | null;
  readonly solveDueAt: string | null;
  readonly reopened: number;
}

/**
 * When a ticket was solved, as it stood before the moment that stands for the two question marks; null: it was open. One
 * that was opened again since was solved then: its events say when.
 */
export const solvedThen = `
  (CASE WHEN ticket.solved_at < ? THEN ticket.solved_at ELSE
    (SELECT CASE event.kind WHEN 'solve' THEN event.happened_at END
     FROM ticket_event AS event
     WHERE event.ticket_id = ticket.id AND event.kind IN ('solve', 'reopen') AND event.happened_at < ?
     ORDER BY event.happened_at DESC, event.id DESC
     LIMIT 1) END)`;

const select =
  `
  SELECT
    ticket.kind, ticket.severity, ticket.channel,
    (SELECT coalesce(product.sku, product.name) FROM product WHERE product.id = ticket.product_id) AS product,
    (SELECT string_agg(line.product, char(31)) FROM order_line AS line WHERE line.order_id = ticket.order_id) AS bought,
    ticket.opened_at AS "openedAt", ticket.first_reply_at AS "firstReplyAt",
    ` +
  solvedThen +
  ` AS "solvedAt",
    ticket.reply_due_at AS "replyDueAt", ticket.solve_due_at AS "solveDueAt",
    (SELECT count(*) FROM ticket_event WHERE ticket_id = ticket.id AND kind = 'reopen' AND happened_at < ?) AS reopened
  FROM ticket
  WHERE ticket.opened_at < ?`;

/**
 * The tickets opened from `from` to `to`, as they stood at the end of the day of --as-of: how many, how long to the first
 * answer and to the (last) solution in hours of business on the wall of the zone, medians; which share came past a target
 * that held when it was opened. By "bought" a ticket counts for each product of the order that it is about.
 */
export function ticketReport(db: Db, scope: TicketScope): TicketReport {
  const end = endOf(scope);
  const wall = wallOf(scope.zone);
  const [first, last] = [dayNumber(scope.from ?? "0001-01-01"), dayNumber(scope.to ?? "9999-12-31")];
  const { where } = scope;
  const sql = select + (where === undefined ? "" : " AND (" + where.sql + ")") + " ORDER BY ticket.id";
  const all = db
    .all<Ticket>(sql, [end, end, end, end, ...(where?.params ?? [])])
    .filter(({ openedAt }) => wall.day(openedAt) >= first && wall.day(openedAt) <= last)
    .map((ticket) => asOf(ticket, end));
  const tallies = makeTallies((): Ticket[] => []);
  for (const ticket of all) {
    for (const key of keysOf(scope.by, ticket, wall.day(ticket.openedAt))) tallies.of(key).push(ticket);
  }
  const sums = (tickets: readonly Ticket[]) => sumsOf(tickets, { ...scope, end });
  return {
    report: "tickets",
    ...{ asOf: scope.asOf, zone: scope.zone, n: all.length, by: scope.by },
    definition:
      "tickets opened" +
      (windowText(scope) || " so far") +
      "; answer and solution are medians in hours of business; late = past a target that held when it was opened",
    rows: tallies.all().map((group) => ({ [scope.by]: group.name, ...sums(group.sums) })),
    total: sums(all),
  };
}

/** What came later has not happened yet. */
function asOf(ticket: Ticket, end: string): Ticket {
  const { firstReplyAt } = ticket;
  return { ...ticket, firstReplyAt: firstReplyAt !== null && firstReplyAt < end ? firstReplyAt : null };
}

function keysOf(by: TicketKey, ticket: Ticket, day: number): readonly (string | null)[] {
  if (by === "bought") return ticket.bought === null ? [null] : [...new Set(ticket.bought.split("\u001f"))];
  if (by === "month" || by === "quarter" || by === "year") return [periodKey(by, periodAt(by, day))];
  return [ticket[by]];
}

function sumsOf(
  tickets: readonly Ticket[],
  { zone, hours, end }: { zone: string; hours: BusinessHours; end: string },
): TicketSums {
  const hoursTo = (done: (ticket: Ticket) => string | null) =>
    median(
      tickets.flatMap((ticket) => {
        const at = done(ticket);
        if (at === null) return [];
        return [businessMinutes(wallTimeOf(ticket.openedAt, zone), wallTimeOf(at, zone), hours) / 60];
      }),
    );
  const isPast = (done: string | null, due: string | null) => due !== null && (done ?? end) > due;
  const late = tickets.filter(
    (each) => isPast(each.firstReplyAt, each.replyDueAt) || isPast(each.solvedAt, each.solveDueAt),
  ).length;
  const solved = tickets.filter(({ solvedAt }) => solvedAt !== null).length;
  return {
    tickets: tickets.length,
    complaints: tickets.filter(({ kind }) => kind === "complaint").length,
    ...{ solved, open: tickets.length - solved },
    answerHours: hoursTo(({ firstReplyAt }) => firstReplyAt),
    solveHours: hoursTo(({ solvedAt }) => solvedAt),
    ...{ late, lateShare: ratio(late, tickets.length) },
    reopened: tickets.reduce((sum, each) => sum + each.reopened, 0),
  };
}
