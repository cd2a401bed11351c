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

/** Declares one noun's (or lone verb's) commands on the commander command of that name. */
export type Declare = (command: Command, app: App) => void;

interface Entry {
  readonly about: string;
  readonly load: () => Promise<Declare>;
}

/** Every word that can follow `crm`, in the order of the help page. Its file is loaded only when it is called. */
export const words: Readonly<Record<string, Entry>> = {
  init: {
    about: "Make the database; set currency, time zone and country",
    load: async () => (await import("./commands/init.ts")).init,
  },
  contact: {
    about: "People: add, list, show, edit, delete",
    load: async () => (await import("./commands/contact.ts")).contact,
  },
  company: {
    about: "Companies: add, list, show, edit, delete",
    load: async () => (await import("./commands/company.ts")).company,
  },
  log: {
    about: "Note a call, email, meeting or visit",
    load: async () => (await import("./commands/log.ts")).log,
  },
  deal: {
    about: "Deals: add, move through stages, win, lose, board",
    load: async () => (await import("./commands/deal.ts")).deal,
  },
  pipeline: {
    about: "Pipelines: list, add, edit",
    load: async () => (await import("./commands/pipeline.ts")).pipeline,
  },
  stage: {
    about: "Stages of a pipeline: list, add, edit, move",
    load: async () => (await import("./commands/stage.ts")).stage,
  },
  order: {
    about: "Purchases: add, list, show, edit, refund, delete",
    load: async () => (await import("./commands/order.ts")).order,
  },
  product: {
    about: "What you sell: add, list, show, edit, delete",
    load: async () => (await import("./commands/product.ts")).product,
  },
  quote: {
    about: "Offers: add, send, accept, decline, print",
    load: async () => (await import("./commands/quote.ts")).quote,
  },
  agreement: {
    about: "Prices, discounts and perks agreed with customers: add, list, show, edit, delete",
    load: async () => (await import("./commands/agreement.ts")).agreement,
  },
  followup: {
    about: "Follow-ups: add, list, done, snooze, edit, delete",
    load: async () => (await import("./commands/followup.ts")).followup,
  },
  ticket: {
    about: "Complaints, questions and requests: add, reply, solve, reopen, list --late",
    load: async () => (await import("./commands/ticket.ts")).ticket,
  },
  invoice: {
    about: "Invoices: what was billed, what is open, how late it is",
    load: async () => (await import("./commands/invoice.ts")).invoice,
  },
  payment: {
    about: "Payments of invoices: add, list, delete",
    load: async () => (await import("./commands/payment.ts")).payment,
  },
  relation: {
    about: "Who belongs to whom: add, list, delete, kinds of relations",
    load: async () => (await import("./commands/relation.ts")).relation,
  },
  graph: {
    about: "Who is related to whom around a record; draws it as dot or mermaid",
    load: async () => (await import("./commands/graph.ts")).graph,
  },
  handover: {
    about: "Give all that somebody looks after to somebody else",
    load: async () => (await import("./commands/handover.ts")).handover,
  },
  attach: {
    about: "Documents of a record: attach a file, list, open, remove",
    load: async () => (await import("./commands/attach.ts")).attach,
  },
  today: {
    about: "What is overdue, due today and coming",
    load: async () => (await import("./commands/today.ts")).today,
  },
  agenda: {
    about: "What is due in the next days",
    load: async () => (await import("./commands/today.ts")).agenda,
  },
  brief: {
    about: "What to know before a meeting, on one screen",
    load: async () => (await import("./commands/brief.ts")).brief,
  },
  remind: {
    about: "Send what is due: by mail, desktop, webhook, command or as a calendar",
    load: async () => (await import("./commands/remind.ts")).remind,
  },
  cron: {
    about: "Let cron run crm remind: install, show, remove",
    load: async () => (await import("./commands/cron.ts")).cron,
  },
  playbook: {
    about: "Named lists of follow-ups: list, show, apply, stop, on a stage",
    load: async () => (await import("./commands/playbook.ts")).playbook,
  },
  template: {
    about: "Mails with placeholders: add, list, show, edit, delete",
    load: async () => (await import("./commands/template.ts")).template,
  },
  mail: {
    about: "Fill in a template for a contact; nothing is sent",
    load: async () => (await import("./commands/mail.ts")).mail,
  },
  lead: {
    about: "Leads: list, qualify by your checklist, score by rules and past deals",
    load: async () => (await import("./commands/lead.ts")).lead,
  },
  campaign: {
    about: "Campaigns: plan, start, mail, note what comes back, report",
    load: async () => (await import("./commands/campaign.ts")).campaign,
  },
  survey: {
    about: "Surveys: NPS and CSAT, answers by hand or file, report",
    load: async () => (await import("./commands/survey.ts")).survey,
  },
  segment: {
    about: "Saved filters: save, list, show, delete",
    load: async () => (await import("./commands/segment.ts")).segment,
  },
  tag: { about: "Tags: list, rename", load: async () => (await import("./commands/tag.ts")).tag },
  field: {
    about: "Custom fields: list, add, edit",
    load: async () => (await import("./commands/field.ts")).field,
  },
  import: {
    about: "Take in a CSV file of contacts, companies, orders or deals",
    load: async () => (await import("./commands/import.ts")).importCommand,
  },
  export: {
    about: "Write out records as csv, json or another format",
    load: async () => (await import("./commands/export.ts")).exportCommand,
  },
  find: {
    about: "Search names, emails, phones, notes and deals",
    load: async () => (await import("./commands/find.ts")).find,
  },
  report: {
    about: "Segments, RFM, ABC, retention, cohorts, lifetime value, churn and more",
    load: async () => (await import("./commands/report.ts")).report,
  },
  undo: {
    about: "Take back the last command, an import included",
    load: async () => (await import("./commands/undo.ts")).undo,
  },
  redo: {
    about: "Do again what undo took back",
    load: async () => (await import("./commands/undo.ts")).redo,
  },
  history: {
    about: "What was done, by whom, and what it changed",
    load: async () => (await import("./commands/history.ts")).history,
  },
  consent: {
    about: "Who agreed to be reached, and who refused: give, withdraw, list",
    load: async () => (await import("./commands/consent.ts")).consent,
  },
  retain: {
    about: "How long contacts are kept, and who is over it",
    load: async () => (await import("./commands/retain.ts")).retain,
  },
  backup: {
    about: "Copy the database while it is in use, and check the copy",
    load: async () => (await import("./commands/backup.ts")).backup,
  },
  restore: {
    about: "Put a backup in place; what is there is kept aside",
    load: async () => (await import("./commands/restore.ts")).restore,
  },
  encrypt: {
    about: "Encrypt the database with a passphrase or a key",
    load: async () => (await import("./commands/encrypt.ts")).encrypt,
  },
  decrypt: {
    about: "Take the encryption away again",
    load: async () => (await import("./commands/encrypt.ts")).decrypt,
  },
  rekey: {
    about: "Give an encrypted database another passphrase or key",
    load: async () => (await import("./commands/encrypt.ts")).rekey,
  },
  doctor: {
    about: "Examine the database and where it is; --fix mends",
    load: async () => (await import("./commands/doctor.ts")).doctor,
  },
  journal: {
    about: "The journal: trim",
    load: async () => (await import("./commands/journal.ts")).journal,
  },
  sql: {
    about: "Ask the database in SQL, read-only",
    load: async () => (await import("./commands/sql.ts")).sql,
  },
  config: {
    about: "Settings: get, set, unset, list, edit, path",
    load: async () => (await import("./commands/config.ts")).config,
  },
  completion: {
    about: "The script that lets bash, zsh, fish or PowerShell complete",
    load: async () => (await import("./commands/completion.ts")).completion,
  },
  version: {
    about: "Version, schema and paths",
    load: async () => (await import("./commands/version.ts")).versionCommand,
  },
};

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
