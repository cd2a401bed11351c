import type { Command } from "commander";
import type { App } from "../app.ts";
import type { Column } from "../field.ts";
import { listTags, renameTag } from "../store/tag.ts";
import { examples } from "./options.ts";

const columns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "name", header: "Tag", type: "text" },
  { key: "contacts", header: "Contacts", type: "integer" },
  { key: "companies", header: "Companies", type: "integer" },
  { key: "deals", header: "Deals", type: "integer" },
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
}
