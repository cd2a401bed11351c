import { clean } from "../../output/clean.ts";
import { formatInstant, type Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import { wrap } from "../../output/width.ts";
import type { Besides } from "../../store/besides.ts";
import type { TicketDetail, TicketEvent } from "../../store/ticket.ts";
import { besidesLines } from "../besides.ts";
import { type CardLine, cardLines, knownLines } from "../card-lines.ts";
import { customLines } from "../options/custom.ts";

/** One ticket for a person at a terminal: what it is about, how it stands, and what was done in order. */
export function ticketCard(ticket: TicketDetail, besides: Besides, look: Look): string {
  const style = look.style ?? plainStyle;
  const how = [ticket.kind, ticket.severity === "normal" ? "" : ticket.severity, ticket.status];
  const head =
    style.bold(clean(ticket.title)) +
    "  " +
    style.dim("#" + ticket.id) +
    "   " +
    how.filter((word) => word !== "").join(" · ");
  const events = ticket.events.flatMap((event) => eventLines(event, look));
  const lines = [...cardLines([...about(ticket, look), ...besidesLines(besides)], look)];
  return [head, ...lines, ...(events.length === 0 ? [] : ["", ...events])].join("\n") + "\n";
}

function about(ticket: TicketDetail, look: Look): CardLine[] {
  const { contact, company, channel, product, order, owner, note } = ticket;
  const at = (moment: string) => formatInstant(moment, look.zone);
  return [
    ["From", [contact, company].filter((name) => name !== null).join(", ")],
    ["Opened", at(ticket.openedAt) + (channel === null ? "" : " by " + channel)],
    ["Answer", stateText(ticket.firstReplyAt, ticket.replyDueAt, { at, ticket })],
    ["Solution", stateText(ticket.solvedAt, ticket.solveDueAt, { at, ticket })],
    ...knownLines([
      ["Product", product],
      ["Order", order],
      ["Owner", owner],
      ["Note", note],
    ]),
    ...customLines(ticket.fields),
  ];
}

/** "2026-11-20 10:00, in time", "due 2026-11-23 17:00", "overdue since ..." */
function stateText(
  done: string | null,
  due: string | null,
  { at, ticket }: { at: (moment: string) => string; ticket: TicketDetail },
): string {
  if (done !== null) {
    if (due === null) return at(done);
    return at(done) + (done <= due ? ", in time" : ", late (was due " + at(due) + ")");
  }
  if (due === null) return "not yet";
  return (ticket.overdue === 1 && due < ticket.now ? "overdue since " : "due ") + at(due);
}

const words: Readonly<Record<TicketEvent["kind"], string>> = {
  reply: "replied",
  note: "note",
  solve: "solved",
  reopen: "reopened",
};

function eventLines({ kind, happenedAt, owner, body }: TicketEvent, look: Look): string[] {
  const style = look.style ?? plainStyle;
  const who = owner === null ? "" : " by " + clean(owner);
  const head = formatInstant(happenedAt, look.zone) + "  " + words[kind] + who;
  const text = body === null ? [] : wrap(clean(body), Math.max(20, (look.width ?? 80) - 4));
  return [style.dim(head), ...text.map((line) => "    " + line)];
}
