import { UserError } from "../errors.ts";
import type { Row } from "../field.ts";
import {
  afterBusiness,
  type BusinessHours,
  instantOfWall,
  parseBusinessHours,
  wallTimeOf,
} from "../values/business-hours.ts";
import { localDate, localTime } from "../values/date.ts";
import { processZone } from "../values/zone.ts";
import { forgetRecord } from "./belongings.ts";
import { customValuesOf } from "./custom-values.ts";
import type { Db } from "./db.ts";
import { ticketFields, ticketFieldsAt } from "./fields/ticket.ts";
import { listRows } from "./list.ts";
import { insertRow, type Patch, type RecordTable, updateRow } from "./row.ts";
import { setting } from "./setting.ts";

export const ticketKinds = ["complaint", "question", "request"] as const;
export type TicketKind = (typeof ticketKinds)[number];

export const severities = ["low", "normal", "high"] as const;
export type Severity = (typeof severities)[number];

export const ticketTable = {
  table: "ticket",
  columns: {
    title: "title",
    kind: "kind",
    channel: "channel",
    severity: "severity",
    contactId: "contact_id",
    companyId: "company_id",
    productId: "product_id",
    orderId: "order_id",
    openedAt: "opened_at",
    replyDueAt: "reply_due_at",
    solveDueAt: "solve_due_at",
    firstReplyAt: "first_reply_at",
    solvedAt: "solved_at",
    owner: "owner",
    note: "note",
  },
} as const satisfies RecordTable<string>;

export type TicketRow = Patch<keyof (typeof ticketTable)["columns"]>;

export type TicketEventKind = "reply" | "note" | "solve" | "reopen";

export interface TicketEvent {
  readonly id: number;
  readonly kind: TicketEventKind;
  readonly happenedAt: string;
  readonly body: string | null;
  readonly owner: string | null;
}

/** A ticket as a list has it, and what happened to it; null: not yet, or not known. */
export interface TicketDetail extends Row {
  readonly id: number;
  readonly title: string;
  readonly kind: TicketKind;
  readonly severity: Severity;
  readonly contact: string | null;
  readonly company: string | null;
  readonly contactId: number | null;
  readonly companyId: number | null;
  readonly status: "open" | "solved";
  readonly openedAt: string;
  readonly firstReplyAt: string | null;
  readonly solvedAt: string | null;
  readonly replyDueAt: string | null;
  readonly solveDueAt: string | null;
  readonly channel: string | null;
  readonly product: string | null;
  readonly order: string | null;
  readonly orderId: number | null;
  readonly productId: number | null;
  readonly owner: string | null;
  readonly note: string | null;
  readonly overdue: number;
  readonly late: number;
  /** The instant as of which that is so. */
  readonly now: string;
  readonly events: readonly TicketEvent[];
  /** Values of custom fields by their name. */
  readonly fields: Readonly<Record<string, string>>;
}

/** One ticket with what happened to it, as of an instant. */
export function getTicket(db: Db, id: number, now: string): TicketDetail {
  const fields = [...ticketFields, ...ticketFieldsAt(now)];
  const where = { sql: "ticket.id = ?", params: [id] };
  const [flat] = listRows(db, { table: "ticket", fields, keys: fields.map((field) => field.key), where });
  if (flat === undefined) throw new UserError("not_found", "no ticket " + id, "see: crm ticket list");
  const events = `
    SELECT id, kind, happened_at AS "happenedAt", body, owner
    FROM ticket_event
    WHERE ticket_id = ?
    ORDER BY happened_at, id`;
  const custom = customValuesOf(db, "ticket", id);
  return { ...(flat as TicketDetail), now, events: db.all<TicketEvent>(events, [id]), fields: custom };
}

/** The number that a reference means: "7" or "#7". */
export function ticketNumber(text: string): number {
  const number = /^#?(\d{1,15})$/.exec(text.trim())?.[1];
  if (number !== undefined) return Number(number);
  throw new UserError("not_found", 'no ticket "' + text + '"', "say its number: crm ticket list");
}

/** Opens a ticket; by when it is to be answered and solved follows from the settings. */
export function addTicket(db: Db, draft: TicketRow, at: string): number {
  return insertRow(db, ticketTable, { draft: { ...draft, ...targetsOf(db, draft) }, at });
}

/** Changes a ticket; another severity or moment of opening brings its targets along. */
export function editTicket(db: Db, id: number, { patch, at }: { patch: TicketRow; at: string }): void {
  const before = getTicket(db, id, at);
  const openedAt = String(patch.openedAt ?? before.openedAt);
  for (const [moment, what] of [
    [before.firstReplyAt, "answered"],
    [before.solvedAt, "solved"],
  ] as const) {
    if (moment === null || moment >= openedAt) continue;
    throw new UserError(
      "refused",
      "ticket " + id + " was " + what + " at " + onTheClock(db, moment) + ", before it was opened",
    );
  }
  const after = { openedAt, severity: patch.severity ?? before.severity };
  const isMoved = patch.openedAt !== undefined || patch.severity !== undefined;
  updateRow(db, ticketTable, { id, patch: isMoved ? { ...patch, ...targetsOf(db, after) } : patch, at });
}

const zoneOf = (db: Db): string => setting(db, "timezone") || processZone;

/** A moment to the minute, on the clock of the settings: for what people read. */
export function onTheClock(db: Db, at: string): string {
  const zone = zoneOf(db);
  return localDate(at, zone) + " " + localTime(at, zone);
}

/** By when a ticket is to be answered and solved, in hours of business of the settings; null: no target. */
function targetsOf(db: Db, { openedAt, severity }: TicketRow): TicketRow {
  const hours = parseBusinessHours(setting(db, "ticket.hours"), "ticket.hours");
  const word = severities.find((known) => known === severity) ?? "normal";
  const zone = zoneOf(db);
  const due = (target: string) => dueAt(String(openedAt), target, { hours, zone });
  return {
    replyDueAt: due(setting(db, ("ticket.reply." + word) as `ticket.reply.${Severity}`)),
    solveDueAt: due(setting(db, ("ticket.solve." + word) as `ticket.solve.${Severity}`)),
  };
}

function dueAt(
  openedAt: string,
  target: string,
  { hours, zone }: { hours: BusinessHours; zone: string },
): string | null {
  if (target === "off") return null;
  return instantOfWall(afterBusiness(wallTimeOf(openedAt, zone), Number(target) * 60, hours), zone);
}

interface TicketStep {
  readonly kind: TicketEventKind;
  /** When it happened, an instant. */
  readonly happenedAt: string;
  readonly body: string | null;
  readonly owner: string | null;
  readonly at: string;
}

/**
 * Notes what was done about a ticket. The first reply counts for its target, and so does solving one that nobody had
 * answered before; solved is from then on when it was solved last.
 */
export function stepTicket(db: Db, id: number, step: TicketStep): void {
  const { kind, happenedAt, body, owner, at } = step;
  const ticket = getTicket(db, id, at);
  refuseStep(db, ticket, step);
  db.run("INSERT INTO ticket_event (ticket_id, kind, happened_at, body, owner) VALUES (?, ?, ?, ?, ?)", [
    ...[id, kind, happenedAt, body, owner],
  ]);
  const answers = kind === "reply" || kind === "solve";
  const isFirst = answers && (ticket.firstReplyAt === null || happenedAt < ticket.firstReplyAt);
  const patch: TicketRow = {
    ...(isFirst ? { firstReplyAt: happenedAt } : {}),
    ...(kind === "solve" ? { solvedAt: happenedAt } : {}),
    ...(kind === "reopen" ? { solvedAt: null } : {}),
  };
  updateRow(db, ticketTable, { id, patch, at });
}

const done: Readonly<Record<TicketEventKind, string>> = {
  reply: "answered",
  note: "noted",
  solve: "solved",
  reopen: "opened again",
};

function refuseStep(
  db: Db,
  { id, openedAt, solvedAt }: TicketDetail,
  { kind, happenedAt }: TicketStep,
): void {
  if (happenedAt < openedAt) {
    const message = "ticket " + id + " cannot be " + done[kind] + " before it was opened";
    throw new UserError("refused", message, "it was opened at " + onTheClock(db, openedAt) + "; mend --at");
  }
  if (kind === "solve" && solvedAt !== null) {
    throw new UserError("refused", "ticket " + id + " is solved already", "crm ticket reopen " + id);
  }
  if (kind === "reopen" && solvedAt === null)
    throw new UserError("refused", "ticket " + id + " is open already");
}

export function deleteTicket(db: Db, id: number): void {
  db.run("DELETE FROM ticket_event WHERE ticket_id = ?", [id]);
  forgetRecord(db, "ticket", id);
  db.run("DELETE FROM ticket WHERE id = ?", [id]);
}
