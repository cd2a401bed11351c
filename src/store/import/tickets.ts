import { UserError } from "../../errors.ts";
import { fold } from "../../values/fold.ts";
import type { Channel } from "../contact.ts";
import type { Db } from "../db.ts";
import { withEmployer } from "../employer.ts";
import { productNamed } from "../product.ts";
import {
  addTicket,
  editTicket,
  onTheClock,
  type Severity,
  type TicketKind,
  type TicketRow,
  ticketTable,
} from "../ticket.ts";
import type { ImportOptions, Taken } from "./contacts.ts";
import { difference } from "./difference.ts";
import { readExtras, takeExtras } from "./extras.ts";
import { alikeBy, externalIds, ownByTitle, recordsMet } from "./known.ts";
import { type Orders, orderFinder, withoutOrder } from "./order-finder.ts";
import { type NamedParties, type Parties, parties } from "./parties.ts";

/** A ticket as a file has it. Null: the file does not say. */
export interface ImportedTicket extends NamedParties {
  readonly externalId: string | null;
  readonly title: string;
  readonly kind: TicketKind | null;
  readonly severity: Severity | null;
  readonly channel: Channel | null;
  readonly openedAt: string;
  readonly firstReplyAt: string | null;
  readonly solvedAt: string | null;
  readonly isSolved: boolean | null;
  readonly product: string | null;
  readonly order: string | null;
  readonly owner: string | null;
  readonly note: string | null;
  /** Values of the custom fields that the import keeps, in their order. */
  readonly extras: readonly string[];
}

export interface TicketSink {
  take(ticket: ImportedTicket): Taken;
  end(): void;
  readonly parties: Parties;
  /** What rows named and is not there, or did not say, in words. */
  notes(): string[];
}

/**
 * Takes tickets of an import in. One is known by its id, else by its title, moment of opening and customer, and by being
 * the first, second, ... such in the file. By when it was to be answered and solved follows from the settings.
 */
export function ticketSink(db: Db, options: ImportOptions): TicketSink {
  const { at, source, onMatch, writing } = options;
  const who = parties(db, options);
  const met = recordsMet(db, "ticket", writing);
  const ids = externalIds(db, "ticket", source);
  const known = alikeBy(db, allSql, keyOf);
  const orders = orderFinder(db, options);
  const lostOrder = withoutOrder(options);
  const lost = new Map<string, number>();
  const count = (what: string) => void lost.set(what, (lost.get(what) ?? 0) + 1);

  const create = (ticket: ImportedTicket, row: TicketRow): Taken => {
    const started = { ...row, kind: row.kind ?? "question", severity: row.severity ?? "normal" };
    if (ticket.isSolved === true && ticket.solvedAt === null) count(undated);
    const solvedAt =
      ticket.isSolved === false ? null : (row.solvedAt ?? (ticket.isSolved === true ? at : null));
    const ended = { ...started, solvedAt, firstReplyAt: row.firstReplyAt ?? solvedAt };
    refuseBackwards(db, ended);
    const id = addTicket(db, withEmployer(db, ended), at);
    known.add(row, id);
    if (options.ownIds !== true) ids.keep(id, ticket.externalId);
    takeExtras(db, options.extras, { id, cells: ticket.extras, mode: "fill" });
    return { id, outcome: "created" };
  };
  const change = (id: number, ticket: ImportedTicket, row: TicketRow): Taken =>
    met.bring(id, onMatch, (mode) => {
      const { patch, was } = difference(db, ticketTable, { id, row, mode });
      const whole = { ...patch, ...stateOf(ticket, { was: was.solvedAt, mode, at }) };
      refuseBackwards(db, { ...was, ...whole });
      const isKept = options.ownIds !== true && ids.keep(id, ticket.externalId);
      const hasExtras = takeExtras(db, options.extras, { id, cells: ticket.extras, mode });
      const isChanged = Object.keys(whole).length > 0;
      if (isChanged) editTicket(db, id, { patch: whole, at });
      return isChanged || isKept || hasExtras;
    });
  return {
    parties: who,
    notes: () => [...lost].map(([what, n]) => (n === 1 ? "1 row " : n + " rows ") + what),
    take(ticket) {
      // Refuses a row before anything of it is written.
      readExtras(options.extras, ticket.extras);
      refuseBackwards(db, ticket);
      const row = rowOf(db, ticket, { who, orders, lostOrder, count });
      const own = options.ownIds === true ? ownByTitle(db, "ticket", ticket) : ids.of(ticket.externalId);
      // What came with this import has its number by chance.
      const isChance = own !== undefined && options.ownIds === true && met.isMade(own);
      if (own !== undefined && !isChance) return change(own, ticket, row);
      const same = known.of(row).find((id) => !met.has(id));
      return same === undefined ? create(ticket, row) : change(same, ticket, row);
    },
    end: () => who.customers.end(),
  };
}

const undated = "solved, without saying when: taken as solved now";

/** What is open in the file and solved here is opened again; what is solved there and here stays solved when it was. */
function stateOf(
  { isSolved, solvedAt }: ImportedTicket,
  { was, mode, at }: { was: unknown; mode: "update" | "fill"; at: string },
): TicketRow {
  if (isSolved === true && solvedAt === null && was === null) return { solvedAt: at };
  return isSolved === false && was !== null && mode === "update" ? { solvedAt: null } : {};
}

function refuseBackwards(
  db: Db,
  { openedAt, firstReplyAt, solvedAt }: Pick<TicketRow, "openedAt" | "firstReplyAt" | "solvedAt">,
): void {
  for (const [moment, what] of [
    [firstReplyAt, "answered"],
    [solvedAt, "solved"],
  ] as const) {
    if (moment === null || moment === undefined || String(moment) >= String(openedAt)) continue;
    throw new UserError(
      "refused",
      "it was " +
        what +
        " at " +
        onTheClock(db, String(moment)) +
        ", before it was opened at " +
        onTheClock(db, String(openedAt)),
    );
  }
}

type Customer = Parameters<Orders["of"]>[1];

interface Finding {
  readonly who: Parties;
  readonly orders: Orders;
  readonly lostOrder: string;
  readonly count: (what: string) => void;
}

function rowOf(db: Db, ticket: ImportedTicket, finding: Finding): TicketRow {
  const { who, count } = finding;
  const { contacts, company, companyKey } = ticket;
  if (contacts.length > 1) throw new UserError("usage", "a ticket is of one contact", "write a row for each");
  const contactId = who.of({ ...ticket, deal: null, dealKey: null }).contactIds[0] ?? null;
  const companyId = who.customers.companyOf(company, companyKey);
  if (contactId === null && companyId === null)
    throw new UserError("usage", "there is no contact and no company");
  const { title, kind, severity, channel, openedAt, firstReplyAt, owner, note } = ticket;
  const solvedAt = ticket.isSolved === false ? null : ticket.solvedAt;
  const about = {
    productId: productOf(db, ticket, count),
    orderId: orderOf(ticket, finding, { contactId, companyId }),
  };
  const row = { title, kind, severity, channel, openedAt, firstReplyAt, solvedAt, owner, note };
  return { ...row, contactId, companyId, ...about };
}

function productOf(db: Db, { product }: ImportedTicket, count: Finding["count"]): number | null {
  if (product === null) return null;
  const found = productNamed(db, product);
  if (found === undefined) count("with a product that is not there: taken in without (crm import products)");
  return found?.id ?? null;
}

function orderOf(
  { order }: ImportedTicket,
  { orders, lostOrder, count }: Finding,
  customer: Customer,
): number | null {
  const found = order === null ? null : orders.of(order, customer);
  if (found === undefined) count(lostOrder);
  return found ?? null;
}

const allSql = `
  SELECT id, title, opened_at AS "openedAt", contact_id AS "contactId", company_id AS "companyId"
  FROM ticket
  ORDER BY id`;

function keyOf({ title, openedAt, contactId, companyId }: TicketRow): string {
  return [fold(String(title)), openedAt, contactId, (contactId ?? null) === null ? companyId : null].join(
    "|",
  );
}
