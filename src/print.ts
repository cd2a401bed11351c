import { type App, isShaped, type Report } from "./app.ts";
import { unknownWord } from "./errors.ts";
import type { Column, Row, Rows } from "./field.ts";
import { fieldHelp, plainKey, selectColumns } from "./output/columns.ts";
import type { Format, Look } from "./output/render.ts";
import { chunkSize, formats, jsonDocument, render, renderRecord } from "./output/render.ts";
import { colourLevel, makeStyle, plainStyle } from "./output/style.ts";
import { wrap } from "./output/width.ts";
import { ownSetting } from "./own-setting.ts";

/** The format of this run: --format, --json, CRM_FORMAT, else a table on a terminal and plain text off it. */
export function formatOf(app: App): Format {
  if (isShaped(app))
    return app.options.jq !== undefined && app.options.format === "ndjson" ? "ndjson" : "json";
  const asked = app.options.format ?? (app.options.json === true ? "json" : ownSetting(app, "format"));
  if (asked === "") return app.world.isTty.out ? "table" : "plain";
  if (isFormat(asked)) return asked;
  throw unknownWord("usage", 'no format "' + asked + '"', asked, formats);
}

function isFormat(word: string): word is Format {
  return (formats as readonly string[]).includes(word);
}

/** --color and --no-color, else what is configured; undefined leaves it to the environment and the stream. */
function colourFlag(app: App): boolean | undefined {
  if (app.options.color !== undefined) return app.options.color;
  const { env } = app.world;
  if (env.CRM_NO_COLOR || env.NO_COLOR || env.FORCE_COLOR || env.CLICOLOR_FORCE) return undefined;
  const kept = ownSetting(app, "color");
  return kept === "auto" ? undefined : kept === "always";
}

/** The locale of the terminal says that it cannot show more than ASCII; nothing said is taken for UTF-8. */
function isAsciiLocale(env: App["world"]["env"]): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return locale !== undefined && locale !== "" && !/utf-?8/i.test(locale);
}

export async function lookOf(app: App): Promise<Look> {
  const { env, isTty, width } = app.world;
  const level = colourLevel({ env, isTty: isTty.out, flag: colourFlag(app) });
  return {
    width,
    tty: isTty.out,
    zone: app.zone(),
    locale: app.setting("locale"),
    currency: app.currency(),
    noHeader: app.options.header === false,
    raw: app.options.raw === true,
    ascii: isTty.out && isAsciiLocale(env),
    hints: isTty.out && ownSetting(app, "hints") === "yes",
    style: await makeStyle(level),
  };
}

/** What the lists speak of: the word of the command, but for these. */
const plurals: Readonly<Record<string, string>> = { followup: "follow-ups", attach: "attachments" };

/** "contacts", "surveys", "companies" */
export function pluralOf(word: string): string {
  return plurals[word] ?? word.replace(/([^aeiou])y$/, "$1ie") + "s";
}

/** What is said of an empty list: `crm tag list` has no tags. */
function noneOf(app: App): string {
  const words = app.command.name.split(" ");
  const noun = words.at(-1) === "list" ? words.at(-2) : undefined;
  return noun === undefined ? "nothing to show" : "no " + pluralOf(noun);
}

/**
 * A list: ids only with --quiet, what --fields names, every column in formats for programs. A person with a narrow
 * terminal gets fewer columns, and is told which are not there; `none` is what is said of an empty list.
 */
export async function print(
  app: App,
  columns: readonly Column[],
  rows: Rows,
  none = noneOf(app),
): Promise<void> {
  const { fields } = app.options;
  if (fields === "help") return app.world.out(fieldHelp(columns));
  if (app.options.quiet === true) return printIds(app, rows);
  const format = formatOf(app);
  const shown = fields === undefined ? defaultColumns(format, columns) : selectColumns(columns, fields);
  const left: Column[] = [];
  const leaveOut = (out: readonly Column[]) => void left.push(...out);
  const narrows = fields === undefined && app.world.isTty.out;
  const look = { ...(await lookOf(app)), leaveOut: narrows ? leaveOut : undefined };
  let isEmpty = true;
  for await (const chunk of render(format, shown, rows, look)) {
    app.world.out(chunk);
    isEmpty = false;
  }
  if (isEmpty && format === "table" && app.world.isTty.out) app.say(none);
  if (left.length > 0 && look.hints) {
    const names = shown.filter((column) => left.includes(column)).map(plainKey);
    const note = "no room for " + names.join(", ") + " (a wider terminal, or --fields)";
    const { dim } = look.style ?? plainStyle;
    for (const line of wrap(note, look.width ?? 80)) app.world.out(dim(line) + "\n");
  }
}

function printIds(app: App, rows: Iterable<Row>): void {
  let text = "";
  for (const row of rows) {
    if (row.id !== undefined) text += String(row.id) + "\n";
    if (text.length < chunkSize) continue;
    app.world.out(text);
    text = "";
  }
  if (text !== "") app.world.out(text);
}

/** What a format shows when nobody says: formats for programs have every column. */
export function defaultColumns<C extends Column>(format: Format, columns: readonly C[]): readonly C[] {
  if (format === "json" || format === "ndjson") return columns;
  return columns.filter((column) => column.detail !== true);
}

interface Shown {
  readonly record: Row;
  readonly view: ((look: Look) => string) | undefined;
}

export async function show(app: App, columns: readonly Column[], { record, view }: Shown): Promise<void> {
  const { fields } = app.options;
  if (fields !== undefined || app.options.quiet === true) return print(app, columns, [record]);
  const format = formatOf(app);
  const look = await lookOf(app);
  if (format === "table" && view !== undefined) return app.world.out(view(look));
  app.world.out(await renderRecord(format, columns, record, look));
}

interface Reported {
  readonly report: Report;
  readonly view: ((look: Look) => string) | undefined;
}

export async function report(
  app: App,
  columns: readonly Column[],
  { report, view }: Reported,
): Promise<void> {
  const format = formatOf(app);
  if (format === "json" && app.options.fields === undefined) {
    app.world.out(jsonDocument(report));
    return;
  }
  if (format === "table" && view !== undefined && app.options.fields === undefined) {
    app.world.out(view(await lookOf(app)));
    return;
  }
  await print(app, columns, report.rows);
}

interface Wrote {
  readonly message: string;
  readonly records: Row | readonly Row[];
}

export async function wrote(
  app: App,
  columns: readonly Column[],
  { message, records }: Wrote,
): Promise<void> {
  const many = isMany(records);
  const rows = many ? records : [records];
  if (app.options.quiet === true) return printIds(app, rows);
  const undone = app.options.dryRun === true ? " (dry run: nothing was written)" : " (undo: crm undo)";
  app.say(message + undone);
  const format = formatOf(app);
  if (many) return printUnlessTable(app, columns, rows);
  if (format === "table") return;
  if (format === "json" && app.options.fields === undefined) {
    app.world.out(await renderRecord("json", columns, records, await lookOf(app)));
    return;
  }
  await print(app, columns, rows);
}

export async function printUnlessTable(
  app: App,
  columns: readonly Column[],
  rows: readonly Row[],
): Promise<void> {
  if (formatOf(app) !== "table") await print(app, columns, rows);
}

function isMany(records: Row | readonly Row[]): records is readonly Row[] {
  return Array.isArray(records);
}
