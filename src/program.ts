import { Command, Option } from "commander";
import { type App, type Globals, isShaped } from "./app.ts";
import { helpPage } from "./commands/help-page.ts";
import { collectWhole } from "./commands/options.ts";
import { databasePath } from "./database-path.ts";
import { proseToFit } from "./output/lines.ts";
import { formats } from "./output/render.ts";
import { isEncryptedFile } from "./store/encryption/cipher.ts";
import { version } from "./version.ts";
import { words } from "./words.ts";

/** The whole program with one word's commands declared, or, for help and tests, "all" of them. */
export async function buildProgram(app: App, word: string | undefined): Promise<Command> {
  const program = new Command("crm");
  const page = (text: string) => app.world.out(proseToFit(text, app.world.width));
  program
    .exitOverride()
    .configureOutput({ writeOut: page, writeErr: page, outputError: () => undefined })
    .configureHelp({
      subcommandTerm: termOf,
      formatHelp: (command, helper) => helpPage(command, helper, programHelp),
    })
    .showSuggestionAfterError()
    .description("The CRM in your terminal: one command over one local file.")
    .version("crm " + version, "-V, --version", "print the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand(false);
  addGlobals(program, word);
  program.hook("preAction", (_, action) => beforeAction(app, program, action));
  // A word that is known needs no other: making all of them takes two milliseconds.
  const known = Object.entries(words).filter(([name]) => name === word);
  const needed = known.length > 0 ? known : Object.entries(words);
  for (const [name, entry] of needed) {
    const command = program.command(name).description(entry.about);
    if (word === name || word === "all") (await entry.load())(command, app);
    else command.argument("[words...]").allowUnknownOption();
  }
  if (!hasOwnTemplate(program)) {
    program.option("--template <text>", "fill this in for each record, such as '{{id}} {{name}}'");
  }
  return program;
}

/** The options are known and the command is about to run. */
async function beforeAction(app: App, program: Command, action: Command): Promise<void> {
  app.options = program.opts<Globals>();
  app.command = { ...app.command, name: pathOf(action) };
  checkGlobals(app);
  if (isEncryptedFile(databasePath(app))) await (await import("./commands/unlock.ts")).unlock(app);
  if (app.world.isTty.out || isShaped(app)) {
    const { sinkOf } = await import("./sink.ts");
    app.sink = await sinkOf(app, app.stdout);
  }
}

/** Mails have templates of their own: there the option names one. */
function hasOwnTemplate(command: Command): boolean {
  return command.commands.some(
    (inner) => inner.options.some((option) => option.long === "--template") || hasOwnTemplate(inner),
  );
}

/** A moment or zone that cannot be read ends the command, also one that would not have used it. */
function checkGlobals(app: App): void {
  if (app.options.now !== undefined || app.world.env.CRM_NOW) app.now();
  if (app.options.tz !== undefined) app.zone();
}

function addGlobals(program: Command, word: string | undefined): void {
  const drawn = word === "graph" ? ["dot", "mermaid"] : [];
  program
    .option("--db <file>", "the database (or CRM_DB)")
    .addOption(
      new Option("--format <format>", "how to print (or CRM_FORMAT)").choices([...formats, ...drawn]),
    )
    .option("--json", "same as --format json")
    .option("--fields <list>", "only these fields, in this order; --fields help lists them")
    .option("--query <expression>", "what this JMESPath expression makes of the json")
    .option("--jq <filter>", "what the jq of this machine makes of the json")
    .option("--snapshot", "read a private copy, for a database on a read-only disk")
    .option("--no-header", "leave out the header line")
    .option("--raw", "do not guard csv cells that a spreadsheet would run")
    .option("-q, --quiet", "print ids only, or nothing")
    .option("--color", "colour, also off a terminal")
    .option("--no-color", "no colour")
    .option("--no-input", "never ask")
    .option("--yes", "answer every confirmation with yes")
    .option("-n, --dry-run", "do everything but write")
    .option("--tz <zone>", "read and show times in this zone")
    .option("--now <moment>", "take this as the present moment (or CRM_NOW)")
    .option("--idem <key>", "a write with this key is done once, however often it is called")
    .option("--reason <text>", "why, for the journal")
    .option("--debug", "show where an unexpected error came from (or CRM_DEBUG)")
    .option("--config <key=value>", "a setting for this run only; can be repeated", collectWhole);
}

const programHelp = `
Examples:
  crm contact add "Jane Roe" --email jane@acme.example --company Acme
  crm log call jane "wants a quote" --follow-up "in 3 days: send the quote"
  crm today

Help on a command: crm <command> --help; on formatting, environment, exit-codes, dates, filters, hooks: crm help <topic>
The manual: man crm, docs/commands.md, docs/cookbook.md.
Problems: the issue tracker of the project, with crm version.`;

/** In a list of commands: a noun by its name, a verb with its arguments. */
function termOf(command: Command): string {
  const { parent } = command;
  if (parent === null || parent.parent === null) return command.name();
  return (command.name() + " " + command.usage().replace("[options]", "")).replace(/ +/g, " ").trim();
}

function pathOf(command: Command): string {
  const parent = command.parent;
  return parent === null || parent.parent === null ? command.name() : pathOf(parent) + " " + command.name();
}

const globalsWithValue = [
  "--db",
  "--format",
  "--fields",
  "--tz",
  "--now",
  "--idem",
  "--reason",
  "--config",
  "--query",
  "--jq",
  "--template",
];

/** The first word that is not a global option or its value: the noun or verb. */
export function firstWord(argv: readonly string[]): string | undefined {
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!;
    if (globalsWithValue.includes(word)) i++;
    else if (!word.startsWith("-")) return word;
  }
  return undefined;
}
