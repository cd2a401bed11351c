import type { Priority } from "../store/followup.ts";
import type { ImportedFollowup } from "../store/import/followups.ts";
import { BadRow, type Col, columnsOf, dateColumn, lineOf, readCell, type Table, textOf } from "./columns.ts";
import type { ReaderOptions } from "./contacts.ts";
import { needsPhones, type Reader } from "./drafts.ts";
import type { FieldOf, HeaderMap } from "./headers.ts";
import { channelOf } from "./kinds.ts";
import { partiesReader } from "./parties.ts";

type Field = FieldOf<"followups">;

export function followupReader(
  table: Table,
  map: HeaderMap<Field>,
  options: ReaderOptions,
): Reader<ImportedFollowup> {
  const columns = columnsOf(table, map);
  const first = (field: Field) => columns.first(field);
  const date = (field: Field) => dateColumn(table, first(field), options.dateOrder);
  const [due, dueAt, doneAt, created] = [date("due"), date("dueAt"), date("doneAt"), date("created")];
  const parties = partiesReader(columns, options.country);
  const at = {
    id: first("externalId"),
    title: first("title"),
    due: first("due"),
    zone: first("zone"),
    kind: first("kind"),
    priority: first("priority"),
    status: first("status"),
    owner: first("owner"),
    note: first("note"),
  };
  const hasClock = (cells: readonly string[]) => /\d[:h]\d\d/.test(lineOf(cells, at.due) ?? "");
  return {
    usePhones: parties.usePhones,
    dates: [due.note, dueAt.note, doneAt.note, created.note].flatMap((note) => note ?? []),
    read(cells) {
      const who = parties.read(cells);
      if (who === needsPhones) return needsPhones;
      const title = lineOf(cells, at.title);
      if (title === null) throw new BadRow("there is no title");
      const moment =
        dueAt.instant(cells, options.toInstant) ??
        (hasClock(cells) ? due.instant(cells, options.toInstant) : null);
      const dueDate = due.date(cells);
      if (moment === null && dueDate === null) throw new BadRow("there is no due date");
      return {
        ...who,
        externalId: lineOf(cells, at.id),
        title,
        dueDate,
        dueAt: moment,
        dueZone: lineOf(cells, at.zone),
        kind: channelOf(cells, at.kind),
        priority: priorityOf(cells, at.priority),
        isDone: isDone(cells, at.status),
        doneAt: doneAt.instant(cells, options.toInstant),
        owner: lineOf(cells, at.owner),
        note: textOf(cells, at.note),
        createdAt: created.instant(cells, options.toInstant),
      };
    },
  };
}

const priorities: Readonly<Record<Priority, RegExp>> = {
  low: /^(?:low|lowest|niedrig|gering|basse|faible|baja)$/i,
  normal: /^(?:normal|medium|none|mittel|moyenne|media)$/i,
  high: /^(?:high|highest|urgent|critical|hoch|dringend|haute|élevée|alta|urgente)$/i,
};

function priorityOf(cells: readonly string[], col: Col | undefined): Priority | null {
  const read = (text: string) =>
    (Object.keys(priorities) as Priority[]).find((priority) => priorities[priority].test(text));
  return readCell(cells, col, { wrong: "is not low, normal or high", read });
}

const done =
  /^(?:done|completed?|closed|finished|true|yes|y|1|x|erledigt|abgeschlossen|ja|terminée?|fait|oui|hech[ao]|completad[ao]|sí)$/i;
const open =
  /^(?:open|not started|not_started|in progress|in_progress|pending|waiting|deferred|to do|todo|planned|false|no|n|0|offen|nein|ouverte?|non|abiert[ao]|pendiente)$/i;

/** Null: the row does not say. */
function isDone(cells: readonly string[], col: Col | undefined): boolean | null {
  const read = (text: string) => done.test(text) || (open.test(text) ? false : undefined);
  return readCell(cells, col, { wrong: "is not open or done", read });
}
