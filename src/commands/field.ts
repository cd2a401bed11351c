import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import type { Column } from "../field.ts";
import {
  addCustomField,
  type CustomField,
  customNouns,
  customTypes,
  editCustomField,
  getCustomField,
  listCustomFields,
} from "../store/custom.ts";
import { specialCategory } from "../values/sensitive.ts";
import { collect, examples, oneOf } from "./options.ts";

const columns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "noun", header: "Noun", type: "text" },
  { key: "name", header: "Name", type: "text" },
  { key: "type", header: "Type", type: "text" },
  { key: "choices", header: "Choices", type: "list" },
];

/** The commands of the noun field: custom fields of contacts, companies, deals and what else one works with. */
export function field(noun: Command, app: App): void {
  examples(
    noun.command("list").description("The custom fields of every noun"),
    "crm field list",
    "crm field list --json",
  ).action(() => app.print(columns, listCustomFields(app.read()).map(shown)));

  examples(
    noun
      .command("add <noun> <name>")
      .description("Add a custom field to " + customNouns.join(", "))
      .option("--type <type>", customTypes.join(", "), "text")
      .option(
        "--choice <choice>",
        "a choice of a field of type choice; several times or with commas",
        collect,
      ),
    'crm field add contact "shoe size" --type number',
    "crm field add deal plan --type choice --choice basic,pro",
  ).action((of: string, name: string, options: { type: string; choice?: string[] }) =>
    add(app, { of, name }, options),
  );

  examples(
    noun
      .command("edit <noun> <name>")
      .description("Rename a custom field or change its choices")
      .option("--name <name>", "the new name")
      .option("--choice <choice>", "all the choices, in order; those in use must stay", collect),
    'crm field edit contact "shoe size" --name size',
    "crm field edit deal plan --choice basic,pro,team",
  ).action((of: string, name: string, options: { name?: string; choice?: string[] }) =>
    edit(app, { of, name }, options),
  );
}

interface Named {
  readonly of: string;
  readonly name: string;
}

async function add(
  app: App,
  { of, name }: Named,
  options: { type: string; choice?: string[] },
): Promise<void> {
  const type = oneOf("--type", options.type, customTypes);
  const noun = oneOf("crm field add", of, customNouns);
  if (name.trim() === "") throw new UserError("usage", "the field's name is empty");
  if ((type === "choice") !== (options.choice !== undefined)) {
    throw new UserError(
      "usage",
      "--choice goes with --type choice",
      "write --type choice --choice basic,pro",
    );
  }
  const choices = options.choice?.join("\n") ?? null;
  const added = app.write((db) => addCustomField(db, { noun, name: name.trim(), type, choices }));
  warnOfSpecial(app, added.name);
  await app.wrote("Added field " + added.name + " to " + noun, columns, shown(added));
}

/** Such data may be kept only with consent, or where a law asks for them: GDPR article 9. */
function warnOfSpecial(app: App, name: string): void {
  const category = specialCategory(name);
  if (category === undefined) return;
  app.say(
    'warning: "' +
      name +
      '" looks like ' +
      category +
      ", which may only be kept with explicit consent (GDPR art. 9)",
  );
}

async function edit(
  app: App,
  { of, name }: Named,
  options: { name?: string; choice?: string[] },
): Promise<void> {
  const noun = oneOf("crm field edit", of, customNouns);
  const changed = app.write((db) => editCustomField(db, getCustomField(db, noun, name), options));
  warnOfSpecial(app, changed.name);
  await app.wrote("Changed field " + changed.name + " of " + noun, columns, shown(changed));
}

function shown({ choices, ...rest }: CustomField) {
  return { ...rest, choices: choices === null ? [] : choices.split("\n") };
}
