import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import type { Column } from "../field.ts";
import {
  addTemplate,
  deleteTemplate,
  editTemplate,
  getTemplate,
  listTemplates,
  type Template,
  type TemplateText,
} from "../store/template.ts";
import { editText } from "./edit-text.ts";
import { knownPlaceholders, placeholders } from "./mail-values.ts";
import { examples } from "./options.ts";
import { confirm } from "./pick.ts";
import { checkTemplate, splitSubject } from "./template-text.ts";
import { textOf } from "./text-source.ts";

interface TextOptions {
  readonly name?: string;
  readonly subject?: string;
  readonly body?: string;
  readonly file?: string;
}

const columns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "name", header: "Template", type: "text" },
  { key: "subject", header: "Subject", type: "text" },
  { key: "body", header: "Text", type: "text", detail: true },
  { key: "createdAt", header: "Created", type: "instant", detail: true },
  { key: "updatedAt", header: "Updated", type: "instant", detail: true },
];

/** The commands of the noun template: mails with placeholders. */
export function template(noun: Command, app: App): void {
  examples(
    textOptions(noun.command("add <name>")).description(
      "Add a template: from --body, --file, or written in your editor",
    ),
    "crm template add thanks --subject 'Thank you, {{firstName}}' --body 'Dear {{firstName}}, it was good to talk. {{my.name}}'",
    "crm template add intro --subject 'Hello {{firstName}}' --body '{{#company}}How are things at {{company}}?{{/company}}'",
  ).action((name: string, options: TextOptions) => add(app, name, options));

  examples(
    noun.command("list").description("The templates"),
    "crm template list",
    "crm template list --json",
  ).action(() =>
    app.print(
      columns,
      listTemplates(app.read()).map((row) => ({ ...row })),
    ),
  );

  examples(
    noun.command("show <name>").description("A template as it is written"),
    "crm template show quote",
    "crm template show quote --json",
  ).action((name: string) => show(app, name));

  examples(
    textOptions(noun.command("edit <name>"))
      .description("Change a template: its name, subject or text, or in your editor")
      .option("--name <name>", "another name"),
    "crm template edit quote --subject 'Your quote, {{firstName}}'",
    "crm template edit quote --name offer",
  ).action((name: string, options: TextOptions) => edit(app, name, options));

  examples(
    noun.command("delete <name>").description("Delete a template"),
    "crm template delete quote --yes",
    "crm template delete quote --dry-run",
  ).action((name: string) => remove(app, name));

  examples(
    noun.command("placeholders").description("What a template can name"),
    "crm template placeholders",
    "crm template placeholders --json",
  ).action(() => listPlaceholders(app));
}

function textOptions(command: Command): Command {
  return command
    .option("--subject <text>", "the subject line; also the first line of the file, as Subject: ...")
    .option("--body <text>", "the text")
    .option("--file <file>", "take the text from a file, - for standard input");
}

const blank = "Subject: \n\nDear {{firstName}},\n\n\n{{my.name}}\n";

async function add(app: App, name: string, options: TextOptions): Promise<void> {
  const given = await givenText(app, options);
  const text = given ?? (await editText(app, blank));
  const draft = await checked(app, { ...pieces(text, options), name });
  const added = app.write((db, at) => addTemplate(db, draft, at));
  await app.wrote("Added template " + added.name, columns, { ...added });
}

async function edit(app: App, name: string, options: TextOptions): Promise<void> {
  const before = getTemplate(app.writer(), name);
  const given = await givenText(app, options);
  const isSaid = given !== undefined || options.subject !== undefined || options.name !== undefined;
  const text = given ?? (isSaid ? written(before) : await editText(app, written(before)));
  const { subject, body } = pieces(text, {
    ...options,
    subject: options.subject ?? splitSubject(text).subject ?? before.subject,
  });
  const draft = await checked(app, { name: options.name ?? before.name, subject, body });
  const changed = app.write((db, at) => editTemplate(db, before.id, { ...draft, at }));
  await app.wrote("Changed template " + changed.name, columns, { ...changed });
}

/** What --body or --file says; undefined: neither was given. */
async function givenText(app: App, { body, file }: TextOptions): Promise<string | undefined> {
  if (body !== undefined && file !== undefined)
    throw new UserError("usage", "--body and --file do not go together");
  return body ?? (file === undefined ? undefined : textOf(app, "--file", file));
}

function pieces(text: string, options: TextOptions): { subject: string; body: string } {
  const found = splitSubject(text);
  return { subject: (options.subject ?? found.subject ?? "").trim(), body: found.body };
}

async function checked(app: App, { name, subject, body }: TemplateText): Promise<TemplateText> {
  if (name.trim() === "") throw new UserError("usage", "the template's name is empty");
  if (subject === "")
    throw new UserError(
      "usage",
      "the template has no subject",
      "add --subject, or begin its text with Subject: ...",
    );
  if (/[\r\n]/.test(subject)) throw new UserError("usage", "--subject: a subject is one line");
  if (body.trim() === "") throw new UserError("usage", "the template has no text", "add --body or --file");
  const known = knownPlaceholders(app.writer());
  await checkTemplate("the subject", subject, known);
  await checkTemplate("the text", body, known);
  return { name, subject, body };
}

function written({ subject, body }: Template): string {
  return "Subject: " + subject + "\n\n" + body;
}

async function show(app: App, name: string): Promise<void> {
  const found = getTemplate(app.read(), name);
  const text = written(found);
  await app.show(columns, { ...found }, () => (text.endsWith("\n") ? text : text + "\n"));
}

async function remove(app: App, name: string): Promise<void> {
  const found = getTemplate(app.writer(), name);
  await confirm(app, "Delete template " + found.name);
  app.write((db) => {
    deleteTemplate(db, found.id);
    return found;
  });
  await app.wrote("Deleted template " + found.name, columns, { ...found });
}

async function listPlaceholders(app: App): Promise<void> {
  const rows = knownPlaceholders(app.read()).map((key) => ({
    placeholder: "{{" + key + "}}",
    meaning: placeholders[key] ?? "the custom field of the contact",
  }));
  const both: readonly Column[] = [
    { key: "placeholder", header: "Placeholder", type: "text" },
    { key: "meaning", header: "Stands for", type: "text" },
  ];
  await app.print(both, rows);
}
