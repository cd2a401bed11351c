import type { Command } from "commander";
import type { App } from "../app.ts";
import type { Column } from "../field.ts";
import { findText } from "../store/find.ts";
import { examples, wholeNumber } from "./options.ts";

const columns: readonly Column[] = [
  { key: "noun", header: "What", type: "text" },
  { key: "id", header: "Id", type: "id" },
  { key: "name", header: "Name", type: "text" },
  { key: "detail", header: "Detail", type: "text" },
];

/** One search over everything. */
export function find(command: Command, app: App): void {
  examples(
    command
      .argument("<text...>", "words, the beginning of words, or the last digits of a phone")
      .option("--limit <n>", "at most so many", wholeNumber, 50),
    "crm find acme",
    "crm find 23125 120",
  ).action(async (words: string[], options: { limit: number }) => {
    const found = findText(app.read(), { text: words.join(" "), limit: options.limit, zone: app.zone() });
    if (found.length === 0) app.say('Nothing found for "' + words.join(" ") + '".');
    await app.print(
      columns,
      found.map((row) => ({ ...row })),
    );
    if (found.length === options.limit) app.say("The newest " + options.limit + "; more with --limit.");
  });
}
