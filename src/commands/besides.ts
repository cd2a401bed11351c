import { clean } from "../output/clean.ts";
import { formatMoney, type Look } from "../output/format.ts";
import type { Besides, Waiting } from "../store/besides.ts";
import { daysBetween, localDate } from "../values/date.ts";
import type { CardLine } from "./card-lines.ts";

/** For a card: who else works on it, what it is related to and what is attached. */
export function besidesLines({ collaborators, relations, attachments }: Besides): CardLine[] {
  const related = relations.map(
    ({ name, noun, id, title }) => clean(name) + " " + clean(title) + " (" + noun + " " + id + ")",
  );
  const files = attachments.map(({ id, name }) => "#" + id + " " + clean(name));
  return [
    ...(collaborators.length === 0 ? [] : [["With", collaborators.map(clean).join(", ")] as const]),
    ...related.map((text, index): CardLine => [index === 0 ? "Relations" : "", text]),
    ...(files.length === 0 ? [] : [["Documents", files.join(" · ")] as const]),
  ];
}

/** Open tickets, complaints first, and what is not paid: what one wants to know before one calls. */
export function waitingLines(
  { tickets, invoices }: Waiting,
  { look, today }: { look: Look; today: string },
): CardLine[] {
  const sorted = tickets.toSorted((a, b) => Number(b.kind === "complaint") - Number(a.kind === "complaint"));
  const asked = sorted.map(({ id, title, kind, severity, openedAt, dueAt }) => {
    const since = "since " + localDate(openedAt, look.zone);
    const late = dueAt !== null && localDate(dueAt, look.zone) < today ? ", overdue" : "";
    const how = (kind === "complaint" ? "COMPLAINT" : kind) + (severity === "normal" ? "" : ", " + severity);
    return "#" + id + " " + how + ", " + since + late + ": " + clean(title);
  });
  return [
    ...asked.map((text, index): CardLine => [index === 0 ? "Tickets" : "", text]),
    ...invoices.map(
      (invoice, index): CardLine => [index === 0 ? "Invoices" : "", owedText(invoice, today, look)],
    ),
  ];
}

function owedText(
  { number, dueDate, openMinor, currency }: Waiting["invoices"][number],
  today: string,
  look: Look,
): string {
  const amount = formatMoney(Math.abs(openMinor), currency, look.locale);
  if (openMinor < 0) return amount + " too much: " + clean(number);
  const days = daysBetween(dueDate, today);
  const late = days <= 0 ? ", due " + dueDate : ", " + days + (days === 1 ? " day late" : " days late");
  return amount + " open: " + clean(number) + late;
}
