import type { ImportedTicket } from "../store/import/tickets.ts";
import type { Severity, TicketKind } from "../store/ticket.ts";
import {
  BadRow,
  type Col,
  type Columns,
  columnsOf,
  dateColumn,
  lineOf,
  type Table,
  textOf,
} from "./columns.ts";
import { extraReader, type ReaderOptions } from "./contacts.ts";
import { needsPhones, type Reader } from "./drafts.ts";
import type { FieldOf, HeaderMap } from "./headers.ts";
import { channelOf, wordOf } from "./kinds.ts";
import { partiesReader } from "./parties.ts";

type Field = FieldOf<"tickets">;

export function ticketReader(
  table: Table,
  map: HeaderMap<Field>,
  options: ReaderOptions,
): Reader<ImportedTicket> {
  const columns = columnsOf(table, map);
  const first = (field: Field) => columns.first(field);
  const date = (field: Field) => dateColumn(table, first(field), options.dateOrder);
  const [opened, answered, solved] = [date("openedAt"), date("firstReplyAt"), date("solvedAt")];
  const parties = partiesReader(withoutDeal(columns), options.country);
  const line = (cells: readonly string[], field: Field) => lineOf(cells, first(field));
  const extras = extraReader(options.extras ?? []);
  return {
    usePhones: parties.usePhones,
    dates: [opened.note, answered.note, solved.note].flatMap((note) => note ?? []),
    read(cells) {
      const who = parties.read(cells);
      if (who === needsPhones) return needsPhones;
      const title = line(cells, "title");
      if (title === null) throw new BadRow("there is no title");
      const openedAt = opened.instant(cells, options.toInstant);
      if (openedAt === null) throw new BadRow("it does not say when it was opened");
      const channel = channelOf(cells, first("channel"));
      return {
        ...who,
        externalId: line(cells, "externalId"),
        title,
        kind: wordOf(cells, first("kind"), kinds),
        severity: wordOf(cells, first("severity"), severities),
        channel: channel === "note" ? null : channel,
        openedAt,
        firstReplyAt: answered.instant(cells, options.toInstant),
        solvedAt: solved.instant(cells, options.toInstant),
        isSolved: isSolved(cells, first("status")),
        product: line(cells, "product"),
        order: line(cells, "order"),
        owner: line(cells, "owner"),
        note: textOf(cells, first("note")),
        extras: extras(cells),
      };
    },
  };
}

/** A ticket is of no deal: there are no such columns. */
function withoutDeal({ all, first }: Columns<Field>): Columns<Field | "deal" | "dealId"> {
  const isOwn = (field: Field | "deal" | "dealId"): field is Field => field !== "deal" && field !== "dealId";
  return {
    all: (field) => (isOwn(field) ? all(field) : []),
    first: (field) => (isOwn(field) ? first(field) : undefined),
  };
}

const kinds: Readonly<Record<TicketKind, RegExp>> = {
  complaint:
    /^(?:complaint|problem|incident|bug|defect|issue|beschwerde|reklamation|störung|fehler|plainte|réclamation|problème|queja|reclamación|problema)$/i,
  question: /^(?:question|inquiry|enquiry|how to|support|frage|rückfrage|pregunta|consulta)$/i,
  request:
    /^(?:request|service request|feature request|feature|task|wish|anfrage|wunsch|auftrag|demande|solicitud|petición)$/i,
};

const severities: Readonly<Record<Severity, RegExp>> = {
  low: /^(?:low|lowest|minor|p[45]|niedrig|gering|basse|faible|baja)$/i,
  normal: /^(?:normal|medium|moderate|none|p3|mittel|moyenne|media)$/i,
  high: /^(?:high|highest|urgent|critical|major|blocker|p[012]|hoch|dringend|kritisch|haute|élevée|critique|alta|urgente|crítica)$/i,
};

const states = {
  open: /^(?:open|new|pending|waiting.*|on[ -]hold|in progress|assigned|reopened|offen|neu|in arbeit|wartend|ouverte?|nouveau|en cours|abiert[ao]|nuevo|pendiente)$/i,
  solved:
    /^(?:solved|closed|resolved|done|completed?|finished|gelöst|geschlossen|erledigt|résolue?|fermée?|clos|resuelt[ao]|cerrad[ao])$/i,
};

/** Null: the row does not say. */
function isSolved(cells: readonly string[], col: Col | undefined): boolean | null {
  const word = wordOf(cells, col, states);
  return word === null ? null : word === "solved";
}
