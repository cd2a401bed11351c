import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import { besidesOf } from "../store/besides.ts";
import { joinTeam } from "../store/collaborator.ts";
import { setCustomValues } from "../store/custom.ts";
import type { Db } from "../store/db.ts";
import { ticketFields, ticketFieldsAt } from "../store/fields/ticket.ts";
import {
  addTicket,
  deleteTicket,
  editTicket,
  getTicket,
  stepTicket,
  type TicketDetail,
  type TicketEventKind,
  ticketNumber,
} from "../store/ticket.ts";
import { instant } from "../values/date.ts";
import { keptText } from "../values/kept-text.ts";
import { listNoun } from "./list.ts";
import { pastMoment } from "./log-draft.ts";
import { customOf } from "./options/custom.ts";
import { changeTeam, withoutOption } from "./options/team.ts";
import { examples, type ListOptions, listOptions } from "./options.ts";
import { confirm } from "./pick.ts";
import { ticketCard } from "./ticket/card.ts";
import { type TicketOptions, ticketDraft, ticketEdits, ticketOptions } from "./ticket/draft.ts";

interface StepOptions {
  readonly at?: string;
  readonly by?: string;
}

/** The commands of the noun ticket: complaints, questions and requests. */
export function ticket(noun: Command, app: App): void {
  examples(
    ticketOptions(
      noun
        .command("add [contact] [title]")
        .description("Open a ticket: a complaint, a question or a request"),
    ),
    'crm ticket add jane "late delivery" --type complaint --severity high --channel email --order 2026-041',
    'crm ticket add --company acme "Which plan fits?" --type question --at "yesterday 16:00"',
  ).action((contact: string | undefined, title: string | undefined, options: TicketOptions) =>
    add(app, { contact, title }, options),
  );

  examples(
    listOptions(noun.command("list [filter...]").description("List tickets, all or those that fit a filter"))
      .option("--open", "only those that are not solved")
      .option("--late", "only open ones past their target, for the answer or for the solution"),
    "crm ticket list --late",
    "crm ticket list 'type = complaint and status = open' --sort openedAt",
  ).action((words: string[], options: ListOptions & { open?: boolean; late?: boolean }) =>
    list(app, words, options),
  );

  examples(
    noun.command("show <ticket>").description("One ticket with its replies, targets and what it is about"),
    "crm ticket show 1",
    "crm ticket show 1 --json",
  ).action((ref: string) => show(app, ref));

  examples(
    withoutOption(ticketOptions(noun.command("edit <ticket>").description("Change a ticket")))
      .option("--title <text>", "what it is about, in a line")
      .option("--contact <contact>", "whose it is"),
    "crm ticket edit 1 --severity high",
    "crm ticket edit 1 --owner ben --product ''",
  ).action((ref: string, options: TicketOptions) => edit(app, ref, options));

  declareSteps(noun, app);

  examples(
    noun.command("delete <ticket>").description("Delete a ticket that never was; one that is done is solved"),
    "crm ticket delete 1 --yes",
    "crm ticket delete 1 --dry-run",
  ).action((ref: string) => remove(app, ref));
}

interface Step {
  readonly kind: TicketEventKind;
  readonly about: string;
  readonly said: string;
  readonly lines: readonly [string, string];
}

const steps: Readonly<Record<string, Step>> = {
  reply: {
    kind: "reply",
    about: "Note that it was answered, and what was said; the first time counts for the target",
    said: "Answered",
    lines: [
      'crm ticket reply 1 "sent a new one, arrives on Friday"',
      'crm ticket reply 1 --at "today 09:30"',
    ],
  },
  note: {
    kind: "note",
    about: "Note something that the customer does not see",
    said: "Noted on",
    lines: ['crm ticket note 1 "the carrier lost it"', 'crm ticket note 1 "call them on Monday" --by ben'],
  },
  solve: {
    kind: "solve",
    about: "Note that it is solved; --at says when",
    said: "Solved",
    lines: ["crm ticket solve 1", 'crm ticket solve 1 "refunded the freight" --at yesterday'],
  },
  reopen: {
    kind: "reopen",
    about: "Open a solved ticket again: it was not solved after all",
    said: "Opened again",
    lines: ["crm ticket reopen 2", 'crm ticket reopen 2 "broke again"'],
  },
};

function declareSteps(noun: Command, app: App): void {
  for (const [word, step] of Object.entries(steps)) {
    examples(
      noun
        .command(word + " <ticket> [text]")
        .description(step.about)
        .option("--at <moment>", "when, if not now")
        .option("--by <user>", "who did it, if not you"),
      ...step.lines,
    ).action((ref: string, text: string | undefined, options: StepOptions) =>
      doStep(app, { ref, text, step }, options),
    );
  }
}

const fieldsNow = (app: App) => [...ticketFields, ...ticketFieldsAt(instant(app.now()))];

const current = (app: App, db: Db, id: number) => getTicket(db, id, instant(app.now()));

const whole = (app: App, db: Db, id: number) => ({
  ...current(app, db, id),
  ...besidesOf(db, "ticket", id),
});

async function add(
  app: App,
  words: { contact: string | undefined; title: string | undefined },
  options: TicketOptions,
): Promise<void> {
  const row = await ticketDraft(app, words, options);
  const added = app.write((db, at) => {
    const id = addTicket(db, row, at);
    joinTeam(db, { noun: "ticket", id }, options.with ?? []);
    setCustomValues(db, { noun: "ticket", id }, customOf(options));
    return whole(app, db, id);
  });
  await app.wrote("Opened ticket " + ticketText(added), fieldsNow(app), added);
}

async function list(
  app: App,
  words: readonly string[],
  { open, late, ...options }: ListOptions & { open?: boolean; late?: boolean },
): Promise<void> {
  const asked = [options.where, open === true ? "status = open" : "", late === true ? "overdue = yes" : ""];
  const parts = asked.filter((part) => part !== undefined && part !== "");
  const where = parts.length === 0 ? {} : { where: parts.map((part) => "(" + part + ")").join(" and ") };
  await listNoun(app, "ticket", words, { ...options, ...where });
}

async function show(app: App, ref: string): Promise<void> {
  const db = app.read();
  const shown = whole(app, db, ticketNumber(ref));
  await app.show(fieldsNow(app), shown, (look) => ticketCard(shown, shown, look));
}

async function edit(app: App, ref: string, options: TicketOptions): Promise<void> {
  const row = await ticketEdits(app, options);
  const changed = app.write((db, at) => {
    const { id } = current(app, db, ticketNumber(ref));
    editTicket(db, id, { patch: row, at });
    setCustomValues(db, { noun: "ticket", id }, customOf(options));
    changeTeam(db, { noun: "ticket", id }, options);
    return whole(app, db, id);
  });
  await app.wrote("Changed ticket " + ticketText(changed), fieldsNow(app), changed);
}

async function doStep(
  app: App,
  { ref, text, step }: { ref: string; text: string | undefined; step: Step },
  { at: when, by }: StepOptions,
): Promise<void> {
  const { kind, said } = step;
  const body = keptText(text ?? "");
  if (kind === "note" && body === null) {
    throw new UserError("usage", "a note needs its text", 'crm ticket note 1 "the carrier lost it"');
  }
  const happenedAt = when === undefined ? instant(app.now()) : pastMoment(app, when);
  const owner = (by ?? app.user()).trim() || null;
  const written = app.write((db, at) => {
    const { id } = current(app, db, ticketNumber(ref));
    stepTicket(db, id, { kind, happenedAt, body, owner, at });
    return whole(app, db, id);
  });
  await app.wrote(said + " ticket " + ticketText(written), fieldsNow(app), written);
}

async function remove(app: App, ref: string): Promise<void> {
  const gone = current(app, app.writer(), ticketNumber(ref));
  await confirm(app, "Delete ticket " + ticketText(gone));
  app.write((write) => {
    deleteTicket(write, gone.id);
    return gone;
  });
  await app.wrote("Deleted ticket " + ticketText(gone), fieldsNow(app), gone);
}

/** "7 late delivery (complaint, high), Jane Roe" */
function ticketText({ id, title, kind, severity, contact, company }: TicketDetail): string {
  const who = contact ?? company;
  const how = severity === "normal" ? kind : kind + ", " + severity;
  return id + " " + title + " (" + how + ")" + (who === null ? "" : ", " + who);
}
