import { daysBetween, instant, localDate } from "../../values/date.ts";
import type { DueFound } from "../due.ts";
import type { Anniversary, LateDeal } from "./dates.ts";
import type { LateInvoice } from "./invoices.ts";
import type { PlannedRow } from "./plans.ts";
import type { EndingQuote } from "./quotes.ts";
import type { Standing } from "./standing.ts";
import type { WaitingTicket } from "./tickets.ts";
import type { DueSection } from "./words.ts";

/** What an item is that is no follow-up. */
const unplanned = {
  id: null,
  dueAt: null,
  kind: null,
  priority: null,
  owner: null,
  note: null,
  repeats: null,
} as const;

const nobody = { contactId: null, companyId: null, dealId: null } as const;

export function plannedItem(row: PlannedRow, at: { section: DueSection; zone: string }): DueFound {
  const { contactId, companyId, dealId, dueAt, ...plan } = row;
  const dueDate = dueAt === null ? row.dueDate : localDate(dueAt, at.zone);
  return {
    ...{ key: "followup:" + row.id, type: "followup", section: at.section, sinceDate: null },
    ...{ ...plan, dueDate, dueAt },
    parties: { contactId, companyId, dealId },
  };
}

export function yearlyItem({ contactId, label, date, years }: Anniversary, section: DueSection): DueFound {
  const isBirthday = label === null;
  const year = date.slice(0, 4);
  const many = years === null ? "" : ", " + years + (years === 1 ? " year" : " years");
  return {
    key: isBirthday ? "birthday:" + contactId + ":" + year : "date:" + contactId + ":" + label + ":" + year,
    ...{ type: isBirthday ? "birthday" : "date", section, ...unplanned },
    ...{ kind: isBirthday ? "birthday" : null, dueDate: date, sinceDate: null },
    title: isBirthday ? (years === null ? "birthday" : "turns " + years) : label + many,
    parties: { ...nobody, contactId },
  };
}

/** A contact to be in touch with again. */
export function touchItem({ recordId, dueDate, sinceDate, span }: Standing, section: DueSection): DueFound {
  return {
    ...{ key: "touch:" + recordId + ":" + sinceDate, type: "touch", section, ...unplanned },
    ...{ dueDate, sinceDate, title: "stay in touch, every " + span.replace(/^1 /, "") },
    parties: { ...nobody, contactId: recordId },
  };
}

export function rottingItem({ recordId, dueDate, sinceDate, span }: Standing, today: string): DueFound {
  return {
    ...{ key: "rotting:" + recordId + ":" + sinceDate, type: "rotting", section: "rotting", ...unplanned },
    ...{ kind: "deal", dueDate, sinceDate },
    title: daysBetween(sinceDate, today) + " days without move or talk (limit " + span + ")",
    parties: { ...nobody, dealId: recordId },
  };
}

export function quietItem({ noun, recordId, dueDate, sinceDate, span }: Standing, today: string): DueFound {
  const usual = span === "1" ? "day" : span + " days";
  return {
    ...{ key: "quiet:" + noun + ":" + recordId + ":" + sinceDate, type: "quiet", section: "quiet" },
    ...{ ...unplanned, dueDate, sinceDate },
    title: "silent for " + daysBetween(sinceDate, today) + " days, bought every " + usual,
    parties: { ...nobody, [noun + "Id"]: recordId },
  };
}

/** A quote that was sent and has no answer, near its end or past it. */
export function quoteItem(
  { quoteId, number, version, validUntilDate, owner, ...parties }: EndingQuote,
  { section, today }: { section: DueSection; today: string },
): DueFound {
  const days = daysBetween(today, validUntilDate);
  const many = Math.abs(days) === 1 ? "1 day" : Math.abs(days) + " days";
  const when = days === 0 ? "ends today" : days > 0 ? "ends in " + many : "ended " + many + " ago";
  return {
    ...{ key: "quote:" + quoteId + ":" + version, type: "quote", section, ...unplanned, owner },
    ...{ kind: "quote", dueDate: validUntilDate, sinceDate: null, title: number + " " + when },
    parties,
  };
}

export function invoiceItem(
  { invoiceId, number, dueDate, openMinor, currency, ...parties }: LateInvoice,
  today: string,
): DueFound {
  const days = daysBetween(dueDate, today);
  return {
    ...{ key: "invoice:" + invoiceId + ":" + dueDate, type: "invoice", section: "invoices", ...unplanned },
    ...{ kind: "invoice", dueDate, sinceDate: null },
    title: number + " is " + days + (days === 1 ? " day" : " days") + " late",
    parties: { ...parties, dealId: null },
    owed: { amountMinor: openMinor, currency },
  };
}

export function closingItem({ closeDate, ...deal }: LateDeal): DueFound {
  return {
    ...{ key: "closing:" + deal.dealId + ":" + closeDate, type: "closing", section: "closing", ...unplanned },
    ...{ kind: "deal", dueDate: closeDate, sinceDate: null, title: "close date has passed" },
    parties: deal,
  };
}

/** Due at its next target; a complaint without one from the day on which it came. */
export function ticketItem(
  ticket: WaitingTicket,
  { now, zone }: { readonly now: Date; readonly zone: string },
): DueFound {
  const { ticketId, title, kind, severity, owner, contactId, companyId, openedAt, dueAt } = ticket;
  const late = dueAt !== null && dueAt < instant(now) ? "late: " : "";
  return {
    ...{ key: "ticket:" + ticketId + ":" + openedAt, type: "ticket", section: "tickets", ...unplanned },
    ...{ kind, owner, priority: severity === "high" ? "high" : null, dueAt },
    ...{ dueDate: localDate(dueAt ?? openedAt, zone), sinceDate: localDate(openedAt, zone) },
    title: late + "ticket " + ticketId + " " + title,
    parties: { contactId, companyId, dealId: null },
  };
}
