import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import type { Noun } from "../import/headers.ts";
import { inBulk } from "../store/bulk.ts";
import type { Db } from "../store/db.ts";
import { matchKeys } from "../store/import-keys.ts";
import { setting } from "../store/setting.ts";
import type { DateOrder } from "../values/date-column.ts";

import { openFile } from "./import-open.ts";
import { type Job, runImport } from "./import-run.ts";
import { currencyOption } from "./money-option.ts";
import { collect, examples, oneOf } from "./options.ts";

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
}

const nouns: readonly Noun[] = ["contacts", "companies", "orders", "deals"];
const orders: readonly DateOrder[] = ["dmy", "mdy", "ymd"];
const onMatches = ["update", "fill", "skip"] as const;

/** Takes a CSV file in. */
export function importCommand(command: Command, app: App): void {
  examples(
    command
      .argument("<what>", nouns.join(", "))
      .argument("<file>", "a CSV file, or - for standard input")
      .option("--rejects <file>", "go on without rows that cannot be read, and write them there to be mended")
      .option("--encoding <label>", "utf-8, windows-1252, ...; found when left out")
      .option("--delimiter <char>", "between the cells: comma, semicolon, tab, ...; found when left out")
      .option("--date-order <order>", "day or month first: " + orders.join(", ") + "; found when left out")
      .option("--match <keys>", "who is the same, in this order: " + matchKeys.join(", "), collect)
      .option("--on-match <what>", "who is there already: update, fill (only what is empty), skip")
      .option("--source <name>", "whose the ids in the file are, if not csv")
      .option("--currency <code>", "of amounts that name none")
      .option("--country <country>", "of phone numbers without a country code")
      .option("--pipeline <name>", "for deals whose row names none"),
    "crm import contacts examples/contacts.csv --dry-run",
    "crm import orders examples/orders.csv --rejects rejects.csv",
    "crm import contacts - --match email --on-match fill < examples/contacts.csv",
  ).action((what: string, file: string, options: Options) =>
    importFile(app, oneOf("crm import", what, nouns), file, options),
  );
}

async function importFile(app: App, noun: Noun, file: string, options: Options): Promise<void> {
  const db = app.writer();
  const job = jobOf(db, { noun, file, options });
  const opened = await openFile(app, job);
  try {
    await inBulk(db, { checks: noun !== "contacts" }, () => runImport(app, job, opened));
  } finally {
    await opened.close();
  }
}

interface Asked extends Pick<Job, "noun" | "file"> {
  readonly options: Options;
}

function jobOf(db: Db, { noun, file, options }: Asked): Job {
  const { dateOrder, match, onMatch, source, currency } = options;
  if (source?.trim() === "") throw new UserError("usage", "--source: the name is empty");
  const own = setting(db, "currency");
  return {
    noun,
    file,
    encoding: options.encoding,
    delimiter: options.delimiter,
    rejects: options.rejects,
    dateOrder: dateOrder === undefined ? undefined : oneOf("--date-order", dateOrder, orders),
    match: match === undefined ? matchKeys : match.map((word) => oneOf("--match", word, matchKeys)),
    onMatch: onMatch === undefined ? "update" : oneOf("--on-match", onMatch, onMatches),
    source: source?.trim() ?? "csv",
    currency: currency === undefined ? own : currencyOption(currency, own),
    country: options.country ?? setting(db, "country"),
    pipeline: options.pipeline,
  };
}
