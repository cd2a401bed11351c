import type { Command } from "commander";
import type { App } from "../app.ts";
import type { Column } from "../field.ts";
import { listTags, renameTag, setTagCadence } from "../store/tag.ts";
import { cadenceOf, cadenceOption } from "./options/due.ts";
import { examples } from "./options.ts";

const columns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "name", header: "Tag", type: "text" },
  { key: "contacts", header: "Contacts", type: "integer" },
  { key: "companies", header: "Companies", type: "integer" },
  { key: "deals", header: "Deals", type: "integer" },
  { key: "cadence", header: "In touch every", type: "text" },
];

/** The commands of the noun tag. Tags are made by using them. */
export function tag(noun: Command, app: App): void {
  examples(
    noun.command("list").description("Every tag and how many records carry it"),
    "crm tag list",
    "crm tag list --json",
  ).action(() => app.print(columns, listTags(app.read())));

  examples(
    noun.command("rename <tag> <name>").description("Give a tag another name, everywhere"),
    "crm tag rename vip key-account",
    "crm tag rename west West",
  ).action(async (from: string, to: string) => {
    const renamed = app.write((db) => renameTag(db, from, to));
    await app.wrote("Renamed tag " + from + " to " + renamed.name, columns, { ...renamed });
  });

  examples(
    cadenceOption(
      noun.command("edit <tag>").description("Set how often to be in touch with who carries a tag"),
    ),
    "crm tag edit vip --every '6 weeks'",
    "crm tag edit vip --every ''",
  ).action(async (name: string, options: { every: string }) => {
    const cadence = cadenceOf(options.every);
    const changed = app.write((db) => setTagCadence(db, name, cadence));
    const what = cadence === null ? ": no cadence" : ": in touch every " + cadence;
    await app.wrote("Changed tag " + changed.name + what, columns, { ...changed });
  });
}
