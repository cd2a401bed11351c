import { existsSync } from "node:fs";
import { Command, CommanderError, Option } from "commander";
import { type App, databasePath, type Globals } from "./app.ts";
import { helpPage } from "./commands/help-page.ts";
import { collectWhole } from "./commands/options.ts";
import { exitCodes, UserError, unknownWord } from "./errors.ts";
import { clean } from "./output/clean.ts";
import { isEncryptedFile } from "./store/cipher.ts";
import { asUserError } from "./store/db.ts";
import { answerOf } from "./store/journal.ts";
import { version } from "./version.ts";
import { words } from "./words.ts";

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
  "--template",
];

/** Runs one command line (without `node` and `crm`) and answers with the exit code; never throws for a user's mistake. */
export async function run(argv: readonly string[], app: App): Promise<number> {
  app.command = { name: "", line: ["crm", ...argv].map(quoted).join(" ") };
  app.words = Object.keys(words);
  try {
    if (argv[0] === "help" && (await showTopic(argv, app))) return 0;
    if (argv[0] === "completion" && argv[2] === "--") return await answerShell(argv, app);
    await parse(await prepared(asHelp(argv), app), app);
    await app.sink?.end(false);
    app.edited?.forget();
    return app.exitCode;
  } catch (error) {
    await app.sink?.end(true);
    return report(isUnknownWord(error, argv) ? await unknownCommand(argv) : error, argv, app);
  } finally {
    app.close();
  }
}

function isUnknownWord(error: unknown, argv: readonly string[]): boolean {
  const isUnknown = error instanceof CommanderError && error.code === "commander.unknownCommand";
  return isUnknown && !Object.hasOwn(words, firstWord(argv) ?? "");
}

async function unknownCommand(argv: readonly string[]): Promise<UserError> {
  const { unknownCommandError } = await import("./commands/meant.ts");
  const typed = argv.slice(argv.indexOf(firstWord(argv) ?? "")).filter((word) => !word.startsWith("-"));
  return unknownCommandError(typed, Object.keys(words));
}

/** `crm help dates` shows a topic; false when the words after help are a command's. */
async function showTopic([, name]: readonly string[], app: App): Promise<boolean> {
  if (name === undefined || Object.hasOwn(words, name)) return false;
  const { topicPage, topics } = await import("./commands/help-topics.ts");
  const page = topicPage(name);
  if (page === undefined) {
    throw unknownWord("usage", 'no help on "' + name + '"', name, [...Object.keys(topics), ...app.words]);
  }
  app.world.out(page);
  return true;
}

/** A shell asks what can stand in the place of its last word; a mistake of any kind is no answer. */
async function answerShell([, how, , ...typed]: readonly string[], app: App): Promise<number> {
  const { completionLines, completions } = await import("./commands/complete.ts");
  const before = typed.slice(0, -1);
  try {
    await readConfig(app);
    if (isEncryptedFile(databasePath(app))) await (await import("./commands/unlock.ts")).unlockUnasked(app);
    const known = await prepared(before, app);
    const program = await buildProgram(app, firstWord(known));
    const found = completions(app, { before: known, current: typed.at(-1) ?? "", program });
    app.world.out(completionLines(found, how === "described"));
  } catch {
    return 0;
  }
  return 0;
}

/** Reads the user's file and puts the words of an alias in its place. Help and the version need neither. */
async function prepared(argv: readonly string[], app: App): Promise<readonly string[]> {
  const word = firstWord(argv);
  if (word === undefined || !(await readConfig(app)) || Object.hasOwn(words, word)) return argv;
  const { withoutAlias } = await import("./commands/config-file.ts");
  return withoutAlias(argv, word, app.configured);
}

/** False when the user has no file of settings. */
async function readConfig(app: App): Promise<boolean> {
  const text = app.world.config.read();
  if (text === undefined) return false;
  const { loadConfigured } = await import("./commands/config-file.ts");
  app.configured = await loadConfigured(text, app.world.config.path);
  return true;
}

async function parse(argv: readonly string[], app: App): Promise<void> {
  if (argv.length === 0) {
    await readConfig(app);
    if (showsToday(app)) return parse(["today"], app);
  }
  if (argv.length === 0 && isNew(app)) {
    return app.world.out((await import("./commands/welcome.ts")).welcome(databasePath(app)));
  }
  const program = await buildProgram(app, firstWord(argv));
  if (argv.length === 0) return program.outputHelp();
  await program.parseAsync([...argv], { from: "user" });
}

/** `crm` alone is what is on today, for a person who has a database; without one the first steps, else the help page. */
function showsToday(app: App): boolean {
  const { isTty } = app.world;
  return isTty.in && isTty.out && !isNew(app);
}

function isNew(app: App): boolean {
  return app.world.look !== undefined && !existsSync(databasePath(app));
}

/** The whole program with one word's commands declared, or, for help and tests, "all" of them. */
export async function buildProgram(app: App, word: string | undefined): Promise<Command> {
  const program = new Command("crm");
  program
    .exitOverride()
    .configureOutput({ writeOut: app.world.out, writeErr: app.world.out, outputError: () => undefined })
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
  program.hook("preAction", async (_, action) => {
    app.options = program.opts<Globals>();
    app.command = { ...app.command, name: pathOf(action) };
    checkGlobals(app);
    if (isEncryptedFile(databasePath(app))) await (await import("./commands/unlock.ts")).unlock(app);
    const { query, template } = app.options;
    if (app.world.isTty.out || query !== undefined || template !== undefined) {
      const { sinkOf } = await import("./sink.ts");
      app.sink = await sinkOf(app, app.stdout);
    }
  });
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
  const formats = ["table", "plain", "csv", "tsv", "json", "ndjson", "md", ...drawn];
  program
    .option("--db <file>", "the database (or CRM_DB)")
    .addOption(new Option("--format <format>", "how to print (or CRM_FORMAT)").choices(formats))
    .option("--json", "same as --format json")
    .option("--fields <list>", "only these fields, in this order; --fields help lists them")
    .option("--query <expression>", "what this JMESPath expression makes of the json")
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
The manual: man crm, docs/commands.md, docs/cookbook.md. Problems: the issue tracker of the project, with crm version.`;

/** `crm help contact add` is `crm contact add --help`. */
function asHelp(argv: readonly string[]): readonly string[] {
  return argv[0] === "help" ? [...argv.slice(1), "--help"] : argv;
}

/** The first word that is not a global option or its value: the noun or verb. */
function firstWord(argv: readonly string[]): string | undefined {
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!;
    if (globalsWithValue.includes(word)) i++;
    else if (!word.startsWith("-")) return word;
  }
  return undefined;
}

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

/** Words as a shell would need them, for the journal. */
function quoted(word: string): string {
  return /^[\p{L}\p{N}_@%+=:,./~-]+$/u.test(word) ? word : "'" + word.replaceAll("'", "'\\''") + "'";
}

function report(error: unknown, argv: readonly string[], app: App): number {
  const known = asKnown(error, app);
  if (known === undefined) return 0;
  if (known instanceof UserError) {
    const answer = known.kind === "not_found" ? answeredBefore(app) : undefined;
    if (answer !== undefined) {
      app.say("done before, with --idem " + app.options.idem);
      if (wantsJson(argv, app)) app.world.out(JSON.stringify(JSON.parse(answer), null, 2) + "\n");
      return 0;
    }
    say(known, argv, app);
    if (app.edited !== undefined) app.world.err("crm: what you wrote is in " + app.edited.file + "\n");
    return exitCodes[known.kind];
  }
  return unexpected(known, argv, app);
}

/** A write that has taken its own record away (delete, merge) does not find it when it is called again: what was answered then. */
function answeredBefore(app: App): string | undefined {
  const { idem } = app.options;
  return idem === undefined ? undefined : answerOf(app.read(), idem);
}

function wantsJson(argv: readonly string[], app: App): boolean {
  return argv.includes("--json") || app.options.json === true || app.options.format === "json";
}

/** A bug: one line, and where the rest of it has been kept. A test has no such place and gets the error itself. */
function unexpected(error: unknown, argv: readonly string[], app: App): number {
  const { keepFailure, env, err } = app.world;
  if (keepFailure === undefined) throw error;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (argv.includes("--debug") || env.CRM_DEBUG) err(clean(stack).replaceAll(" at ", "\n at ") + "\n");
  const file = keepFailure(stack, app.command.line);
  const message = error instanceof Error ? error.message : stack;
  const kept = file === undefined ? "run it again with --debug to see more" : "more in " + file;
  say(new UserError("refused", "this is a bug of crm: " + message.split("\n")[0], kept), argv, app);
  return exitCodes.refused;
}

/** undefined when help or the version has been shown. */
function asKnown(error: unknown, app: App): unknown {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 || error.code === "commander.help" ? undefined : asUsage(error);
  }
  if (error instanceof UserError) return error;
  return asUserError(error, databasePath(app)) ?? error;
}

function asUsage(error: CommanderError): UserError {
  const [first = "", ...rest] = error.message.replace(/^error: /, "").split("\n");
  const hint = rest.join(" ").trim();
  return new UserError("usage", first + (hint === "" ? "" : " " + hint), "see: crm --help");
}

function say(error: UserError, argv: readonly string[], app: App): void {
  if (wantsJson(argv, app)) {
    const { kind: code, message, hint } = error;
    app.world.err(
      JSON.stringify({ error: { code, message, ...(hint === undefined ? {} : { hint }) } }) + "\n",
    );
    return;
  }
  const lines = error.message.split("\n").map((line) => clean(line));
  app.world.err(
    "crm: " + lines.join("\n") + (error.hint === undefined ? "" : " (" + clean(error.hint) + ")") + "\n",
  );
}
