import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError, unknownWord } from "../errors.ts";
import type { Column, Row } from "../field.ts";
import { type HistoryChange, listHistory, recordHistory } from "../store/history.ts";
import { lastTrim } from "../store/journal/trim.ts";
import { findNamed } from "../store/named.ts";
import { findNumbered } from "../store/numbered.ts";
import { type Noun, nouns } from "../store/tables.ts";
import { localDate } from "../values/date.ts";
import { examples, wholeNumber } from "./options.ts";
import { pick } from "./pick.ts";

const entryColumns: readonly Column[] = [
  { key: "id", header: "Entry", type: "id" },
  { key: "at", header: "When", type: "instant" },
  { key: "user", header: "Who", type: "text" },
  { key: "commandLine", header: "Command", type: "text" },
  { key: "added", header: "+", type: "integer" },
  { key: "changed", header: "~", type: "integer" },
  { key: "removed", header: "-", type: "integer" },
  { key: "state", header: "State", type: "text" },
  { key: "reason", header: "Reason", type: "text" },
];

const changeColumns: readonly Column[] = [
  { key: "entryId", header: "Entry", type: "id" },
  { key: "at", header: "When", type: "instant" },
  { key: "user", header: "Who", type: "text" },
  { key: "commandLine", header: "Command", type: "text", detail: true },
  { key: "part", header: "Part", type: "text" },
  { key: "change", header: "Change", type: "text" },
];

/** What was done: all commands, or what happened to one record. */
export function history(command: Command, app: App): void {
  examples(
    command
      .argument("[noun]", "the noun of one record, such as contact")
      .argument("[ref]", "the record")
      .option("--limit <n>", "at most so many", wholeNumber, 30),
    "crm history",
    "crm history contact jane",
  ).action(async (noun: string | undefined, ref: string | undefined, options: { limit: number }) => {
    if (noun === undefined) {
      const entries = listHistory(app.read(), options.limit).map((entry) => ({ ...entry }));
      await app.print(entryColumns, entries);
      return sayTrimmed(app);
    }
    // "quote:1" as relations and documents name a record, beside "quote 1".
    const [, word, rest] = ref === undefined ? (/^([a-z]+):(.+)$/i.exec(noun) ?? []) : [];
    await ofRecord(app, { noun: word ?? noun, ref: rest ?? ref }, options.limit);
  });
}

/** Where the journal ends because somebody cut it off, the history says so. */
function sayTrimmed(app: App): void {
  const trim = lastTrim(app.read());
  if (trim === undefined) return;
  const { beforeAt, user, trimmedAt } = trim;
  app.say(
    "what was done before " +
      localDate(beforeAt, app.zone()) +
      " was cut off by " +
      user +
      " on " +
      localDate(trimmedAt, app.zone()),
  );
}

async function ofRecord(
  app: App,
  { noun, ref }: { noun: string; ref: string | undefined },
  limit: number,
): Promise<void> {
  const known = nouns.find((word) => word === noun);
  if (known === undefined) throw unknownWord("usage", 'no noun "' + noun + '"', noun, nouns);
  if (ref === undefined)
    throw new UserError("usage", "which " + noun + "?", "write: crm history " + noun + " 12");
  const id = await idOf(app, known, ref);
  const changes = recordHistory(app.read(), { noun: known, id }, limit);
  if (changes.length === 0) throw new UserError("not_found", "no history of " + noun + " " + ref);
  await app.print(changeColumns, changes.map(shown));
}

async function idOf(app: App, noun: Noun, ref: string): Promise<number> {
  if (noun === "order" || noun === "invoice" || noun === "quote")
    return findNumbered(app.read(), noun, ref, { isGoneMeant: true });
  if (/^#?\d+$/.test(ref)) return Number(ref.replace("#", ""));
  if (noun === "contact" || noun === "company" || noun === "deal" || noun === "product")
    return (await pick(app, app.read(), noun, ref)).id;
  if (noun === "campaign" || noun === "survey") return findNamed(app.read(), noun, ref);
  throw new UserError("usage", noun + ' "' + ref + '" is no id', "write its number");
}

function shown(change: HistoryChange): Row {
  const { before, after, part, ...rest } = change;
  return { ...rest, part: partName(part), change: asWhole[part] ?? differences(before, after) };
}

/** What happened to a record of a large import with all its parts. */
const asWhole: Readonly<Record<string, string>> = {
  import: "imported",
  removal: "taken back",
  return: "brought back",
};

/** "contact_email" is the email of a contact, "lifecycle_change" its life cycle. */
function partName(table: string): string {
  return table
    .replace(/^(contact|company|deal|activity|order)_/, "")
    .replace(/_change$/, "")
    .replaceAll("_", " ");
}

/** What only the program needs: keys to compare by, places, links between tables, moments of writing. */
const technical = /(^id|_id|_key|_at|^position)$/;

/** "city: Berlin -> Hamburg"; a new or deleted row gives its values. */
function differences(before: string | null, after: string | null): string {
  const old = values(before);
  const now = values(after);
  const keys = Object.keys({ ...old, ...now }).filter((key) => old[key] !== now[key] && !technical.test(key));
  if (before === null) return "new" + told(keys, now);
  if (after === null) return "deleted" + told(keys, old);
  return keys.map((key) => key + ": " + text(old[key]) + " -> " + text(now[key])).join(", ");
}

/** Of what is yes or no the name says it, and only of a yes: "has left". */
const flag = /^(is|has)_/;

function told(keys: readonly string[], row: Record<string, unknown>): string {
  const worth = keys.filter((key) => !flag.test(key) || row[key] !== 0);
  const words = worth.map((key) => (flag.test(key) ? key.replaceAll("_", " ") : text(row[key])));
  return words.length === 0 ? "" : ": " + words.join(", ");
}

function values(row: string | null): Record<string, unknown> {
  return row === null
    ? {}
    : Object.fromEntries(Object.entries(JSON.parse(row)).filter(([, value]) => value !== null));
}

function text(value: unknown): string {
  return value === undefined ? "–" : String(value);
}
