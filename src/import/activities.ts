import type { ImportedActivity } from "../store/import/activities.ts";
import { BadRow, type Col, columnsOf, dateColumn, lineOf, readCell, type Table, textOf } from "./columns.ts";
import type { ReaderOptions } from "./contacts.ts";
import { needsPhones, type Reader } from "./drafts.ts";
import type { FieldOf, HeaderMap } from "./headers.ts";
import { channelOf } from "./kinds.ts";
import { partiesReader } from "./parties.ts";

type Field = FieldOf<"activities">;

export function activityReader(
  table: Table,
  map: HeaderMap<Field>,
  options: ReaderOptions,
): Reader<ImportedActivity> {
  const columns = columnsOf(table, map);
  const first = (field: Field) => columns.first(field);
  const date = dateColumn(table, first("date"), options.dateOrder);
  const parties = partiesReader(columns, options.country);
  const at = {
    id: first("externalId"),
    kind: first("kind"),
    time: first("time"),
    subject: first("subject"),
    body: first("body"),
    direction: first("direction"),
    minutes: first("minutes"),
    outcome: first("outcome"),
    owner: first("owner"),
  };
  return {
    usePhones: parties.usePhones,
    dates: date.note === null ? [] : [date.note],
    read(cells) {
      const who = parties.read(cells);
      if (who === needsPhones) return needsPhones;
      const time = clockOf(cells, at.time);
      const happenedAt = date.instant(cells, (day, clock) =>
        options.toInstant(day, time !== null && clock === "00:00" ? time : clock),
      );
      if (happenedAt === null) throw new BadRow("there is no date");
      const subject = lineOf(cells, at.subject);
      const body = textOf(cells, at.body);
      return {
        ...who,
        externalId: lineOf(cells, at.id),
        kind: channelOf(cells, at.kind) ?? "note",
        happenedAt,
        direction: directionOf(cells, at.direction),
        minutes: minutesOf(cells, at.minutes),
        outcome: lineOf(cells, at.outcome),
        body: [subject, body === subject ? null : body].filter((part) => part !== null).join("\n") || null,
        owner: lineOf(cells, at.owner),
      };
    },
  };
}

/** HH:MM of a column beside the date; null when it is empty. */
function clockOf(cells: readonly string[], col: Col | undefined): string | null {
  return readCell(cells, col, { wrong: "is no time of day", read: clockIn });
}

function clockIn(text: string): string | undefined {
  const found = /^(\d{1,2})[:.h](\d{2})(?::\d{2})?\s*([ap]m)?$/i.exec(text);
  const [, hours = "", minutes = "", half = ""] = found ?? [];
  const hour = (Number(hours) % (half === "" ? 24 : 12)) + (half.toLowerCase() === "pm" ? 12 : 0);
  if (found === null || Number(hours) >= 24 || Number(minutes) >= 60) return undefined;
  return String(hour).padStart(2, "0") + ":" + minutes;
}

const directions: Readonly<Record<"in" | "out", RegExp>> = {
  in: /^(?:in|incoming|inbound|received|eingehend|eingang|ein|entrant|reçu|entrante|recibid[ao])$/i,
  out: /^(?:out|outgoing|outbound|sent|ausgehend|ausgang|aus|sortant|envoyé|saliente|enviad[ao])$/i,
};

function directionOf(cells: readonly string[], col: Col | undefined): "in" | "out" | null {
  const read = (text: string) =>
    (["in", "out"] as const).find((direction) => directions[direction].test(text));
  return readCell(cells, col, { wrong: "is not in or out", read });
}

function minutesOf(cells: readonly string[], col: Col | undefined): number | null {
  return readCell(cells, col, { wrong: "is no number of minutes", read: minutesIn });
}

/** Whole minutes, rounded up: from "30", "30 min", "0:30", "1:30:00" (hours first), "1 h 30 min". */
function minutesIn(text: string): number | undefined {
  const clock = /^(\d{1,3}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (clock !== null) {
    return Number(clock[1]) * 60 + Number(clock[2]) + (Number(clock[3] ?? 0) > 0 ? 1 : 0);
  }
  const words =
    /^(?:(\d+(?:[.,]\d+)?)\s*(?:h|hours?|std|stunden?)\.?)?\s*(?:(\d+(?:[.,]\d+)?)\s*(?:m|min|mins|minutes?|minuten)?\.?)?$/i;
  const found = words.exec(text);
  const part = (value: string | undefined) => Number((value ?? "0").replace(",", "."));
  return found === null ? undefined : Math.ceil(part(found[1]) * 60 + part(found[2]));
}
