import { existsSync, statSync } from "node:fs";
import { basename } from "node:path";
import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import { type Noun, nouns } from "../import/headers.ts";
import { products } from "../import/products.ts";
import { formatOf } from "../print.ts";
import { inBulk } from "../store/bulk.ts";
import type { Db } from "../store/db.ts";
import { matchKeys } from "../store/import/keys.ts";
import { importRunColumns, listImports } from "../store/import/runs.ts";
import { setting } from "../store/setting.ts";
import { countryCode } from "../values/country.ts";
import { dateOrders } from "../values/date-column.ts";
import { ownFields } from "./import/extras.ts";
import type { Job } from "./import/job.ts";
import { beside, mapFor } from "./import/map.ts";
import { openFile } from "./import/open.ts";
import { refuseSameFile } from "./import/report.ts";
import { runImport } from "./import/run.ts";
import { currencyOption } from "./options/money.ts";
import { collect, examples, oneOf, wholeNumber } from "./options.ts";

interface Options {
  readonly rejects?: string;
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly dateOrder?: string;
  readonly match?: readonly string[];
  readonly onMatch?: string;
  readonly source?: string;
  readonly currency?: string;
  readonly country?: string;
  readonly pipeline?: string;
  readonly addStages?: boolean;
  readonly from?: string;
  readonly map?: string;
  readonly saveMap?: string;
  readonly extra?: string;
  readonly report?: string;
  readonly sheet?: string;
  readonly limit?: number;
  readonly name?: string;
}

const dealOptions: ReadonlySet<string> = new Set(["pipeline", "addStages"]);
const onMatches = ["update", "fill", "skip"] as const;
const extras = ["fields", "ignore", "fail"] as const;

/** Takes a file in: CSV, a workbook, JSON or vCards; or lists what was taken in. */
export function importCommand(command: Command, app: App): void {
  examples(
    command
      .argument("<what>", nouns.join(", ") + "; all: what crm export all wrote; list: what was imported")
      .argument("[file]", "CSV, Excel (.xlsx), JSON or vCard; - for standard input")
      .option("--from <product>", products.join(", ") + "; recognised when left out")
      .option("--map <file>", "what the columns are (TOML); FILE.map.toml beside the file is found")
      .option("--save-map <file>", "keep how the columns were read, for --map")
      .option("--extra <what>", "other columns: " + extras.join(", ") + " (custom fields; default ignore)")
      .option("--report <file>", "what became of each row: line, outcome, id, reason")
      .option("--rejects <file>", "go on without rows that cannot be read, and write them there to be mended")
      .option("--encoding <label>", "utf-8, windows-1252, ...; found when left out")
      .option("--delimiter <char>", "between the cells: comma, semicolon, tab, ...; found when left out")
      .option(
        "--date-order <order>",
        "day or month first: " + dateOrders.join(", ") + "; found when left out",
      )
      .option("--match <keys>", "who is the same, in this order: " + matchKeys.join(", "), collect)
      .option(
        "--on-match <what>",
        "who is there already: update (the default), fill (only what is empty), skip",
      )
      .option("--sheet <name>", "of a workbook, if not the first")
      .option("--source <name>", "whose the ids in the file are, if not the product's")
      .option("--currency <code>", "of amounts that name none")
      .option("--country <country>", "of phone numbers without a country code")
      .option("--pipeline <name>", "for deals whose row names none")
      .option("--add-stages", "add stages and pipelines that are not there (--no-add-stages: refuse them)")
      .option("--no-add-stages")
      .option("--limit <n>", "of a list", wholeNumber),
    "crm import contacts examples/contacts.csv --dry-run",
    "crm import contacts examples/google.csv --extra fields",
    "crm import list",
    "crm import orders examples/orders.csv --rejects rejects.csv",
    "crm import contacts - --match email --on-match fill < examples/contacts.csv",
  ).action(async (what: string, file: string | undefined, options: Options) => {
    refuseIdle(what, options);
    if (what === "list") return listed(app, options.limit ?? 30);
    if (file === undefined && isFile(what)) {
      throw new UserError(
        "usage",
        "what is in " + what + "?",
        "write: crm import " + likelyNoun(what) + " " + what + "; or one of " + nouns.join(", "),
      );
    }
    const noun = oneOf("import", what, [...nouns, "all" as const]);
    if (file === undefined) {
      throw new UserError(
        "usage",
        "which file?",
        "write: crm import " + noun + " FILE (- for standard input)",
      );
    }
    if (noun === "all") return (await import("./import/all.ts")).importAll(app, file);
    await importFile(app, noun, file, options);
  });
}

/** Options that would say nothing to an import of this noun. */
function refuseIdle(what: string, options: Options): void {
  const isIdle = (name: string) => {
    if (what === "list") return name !== "limit";
    return what === "all" || name === "limit" || (dealOptions.has(name) && what !== "deals");
  };
  const idle = Object.keys(options).find(isIdle);
  if (idle === undefined) return;
  const option = "--" + idle.replace(/[A-Z]/g, (letter) => "-" + letter.toLowerCase());
  throw new UserError("usage", "import " + what + " takes no " + option, "leave it out");
}

/** What was imported, the newest first; of a path a table shows the end, which tells the files apart. */
async function listed(app: App, limit: number): Promise<void> {
  const runs = listImports(app.read(), limit);
  const isShort = formatOf(app) === "table" && app.options.fields === undefined;
  const rows = isShort ? runs.map((run) => ({ ...run, file: basename(String(run.file)) })) : runs;
  await app.print(importRunColumns, rows, "nothing was imported yet: crm import contacts FILE");
  if (runs.length === limit) app.say("The newest " + limit + "; more with --limit.");
}

/** A word in the place of the noun that can only be a file: it is there, or it is written as files are. */
function isFile(word: string): boolean {
  return /[./\\]/.test(word) || (existsSync(word) && statSync(word).isFile());
}

/** What the name of the file says it holds; contacts when it says nothing. */
function likelyNoun(file: string): Noun {
  const name = basename(file).toLowerCase();
  return nouns.find((noun) => name.includes(noun.slice(0, 6))) ?? "contacts";
}

/** Takes a file of a noun in; "-" is standard input. */
export async function importFile(app: App, noun: Noun, file: string, options: Options): Promise<void> {
  // A file that is not there makes no database; before one that is, an empty one would cost time.
  const db = file === "-" || existsSync(file) ? app.made() : app.writer();
  const job = jobOf(db, { noun, file, options, map: await mapFor(file, noun, options.map) });
  refuseSameFile(job);
  const opened = await openFile(app, job);
  try {
    await inBulk(app.made(), { checks: noun !== "contacts" }, () => runImport(app, job, opened));
  } finally {
    await opened.close();
  }
}

interface Asked extends Pick<Job, "noun" | "file" | "map"> {
  readonly options: Options;
}

/** The code of a country: of one that is none no phone number would be understood. */
function countryOption(text: string | undefined): string | undefined {
  const code = text === undefined ? undefined : countryCode(text);
  if (text !== undefined && code === undefined)
    throw new UserError(
      "usage",
      '--country: "' + text + '" is no country',
      "write a code such as DE, or a name",
    );
  return code;
}

function jobOf(db: Db, { noun, file, options, map }: Asked): Job {
  const { dateOrder = map?.dateOrder, match, onMatch, source, currency = map?.currency } = options;
  const { from, extra } = options;
  if (source?.trim() === "") throw new UserError("usage", "--source: the name is empty");
  const own = setting(db, "currency");
  const money = currency === undefined ? undefined : currencyOption(currency, own);
  const country = countryOption(options.country ?? map?.country);
  return {
    noun,
    file,
    name: options.name ?? file,
    encoding: options.encoding ?? map?.encoding,
    delimiter: options.delimiter ?? map?.delimiter,
    sheet: options.sheet,
    rejects: options.rejects,
    report: options.report,
    from: from === undefined ? undefined : oneOf("--from", from, products),
    map,
    mapPath: map === undefined ? undefined : (options.map ?? beside(file)),
    saveMap: options.saveMap,
    extra: extra === undefined ? undefined : oneOf("--extra", extra, extras),
    ownFields: extra === "ignore" ? [] : ownFields(db, noun),
    dateOrder: dateOrder === undefined ? undefined : oneOf("--date-order", dateOrder, dateOrders),
    match: match === undefined ? matchKeys : match.map((word) => oneOf("--match", word, matchKeys)),
    onMatch: onMatch === undefined ? "update" : oneOf("--on-match", onMatch, onMatches),
    source: source?.trim(),
    currency: money ?? own,
    country: country ?? setting(db, "country"),
    said: {
      ...(money === undefined ? {} : { currency: money }),
      ...(country === undefined ? {} : { country }),
    },
    pipeline: options.pipeline,
    addStages: options.addStages,
  };
}
