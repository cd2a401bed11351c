import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import type { App } from "../app.ts";
import { databasePath } from "../database-path.ts";
import { UserError } from "../errors.ts";
import { cronLine, type Job } from "../remind/cron-line.ts";
import {
  blockOf,
  crontabProgram,
  readCrontab,
  withBlock,
  withoutBlock,
  writeCrontab,
} from "../remind/crontab.ts";
import { parseLead } from "../remind/lead.ts";
import { scheduleOf } from "../remind/schedule.ts";
import { reminderChannels } from "../store/reminder.ts";
import { parsePositiveSpan } from "../values/span.ts";
import { installUnits, removeUnits, showUnits } from "./cron-systemd.ts";
import { collect, collectWhole, examples, oneOf } from "./options.ts";
import { channelFaults } from "./remind-channels.ts";

interface InstallOptions {
  readonly to: readonly string[];
  readonly every?: string;
  readonly at?: readonly string[];
  readonly weekdays?: boolean;
  readonly remind?: readonly string[];
  readonly repeat?: string;
  readonly each?: boolean;
  readonly name: string;
  readonly print?: boolean;
  readonly systemd?: boolean;
}

type NameOptions = Pick<InstallOptions, "name" | "systemd">;

/** The commands that let cron, or systemd, run crm remind. */
export function cron(noun: Command, app: App): void {
  examples(
    named(noun.command("install"))
      .description("Let cron run crm remind; the same name again replaces its line")
      .requiredOption("--to <channels>", [...reminderChannels, "ics"].join(", "), collect)
      .option("--every <span>", "every 15 minutes, 2 hours, ... (15 minutes when nothing is said)")
      .option("--at <time>", "at this time of day, such as 07:30; can be repeated", collect)
      .option("--weekdays", "Monday to Friday only")
      .option("--remind <lead>", "as of crm remind; can be repeated", collectWhole)
      .option("--repeat <span>", "as of crm remind")
      .option("--each", "as of crm remind")
      .option("--print", "print the line in place of installing it"),
    "crm cron install --to email --at 07:30 --weekdays --print",
    "crm cron install --to desktop --every '15 minutes' --name desktop --print",
    "crm cron install --to email --at 07:30 --systemd --print",
  ).action((options: InstallOptions) => install(app, options));

  examples(
    named(noun.command("show")).description("The line that is installed"),
    "crm cron show",
    "crm cron show --name desktop",
  ).action((options: NameOptions) => show(app, options));

  examples(
    named(noun.command("remove")).description("Take the line away; the rest of the crontab stays as it is"),
    "crm cron remove",
    "crm cron remove --name desktop --dry-run",
  ).action((options: NameOptions) => remove(app, options));
}

function named(command: Command): Command {
  return command
    .option("--name <word>", "which line: several can be installed", lineName, "remind")
    .option("--systemd", "a systemd timer of the user in place of a line of the crontab");
}

function lineName(value: string): string {
  if (/^[a-z][\w-]{0,30}$/i.test(value)) return value;
  throw new InvalidArgumentError("Write one word of letters, digits and dashes.");
}

async function install(app: App, options: InstallOptions): Promise<void> {
  const schedule = scheduleOf({
    every: options.every,
    at: options.at ?? [],
    weekdays: options.weekdays === true,
  });
  const job = jobOf(app, options);
  if (options.systemd === true) return installUnits(app, options, { job, schedule });
  const lines = schedule.cron.map((time) => cronLine(time, job));
  if (options.print === true) return app.world.out(lines.join("\n") + "\n");
  const program = crontabProgram(app.world.env);
  if (program === undefined) throw noCrontab();
  const text = withBlock(await readCrontab(program, app.world.env), options.name, lines);
  if (app.options.dryRun === true) return app.world.out(text);
  await writeCrontab(program, app.world.env, text);
  await sayFaults(app, options.to);
  app.say(
    "Installed: crm remind --to " +
      options.to.join(",") +
      " " +
      schedule.words +
      " (crm cron remove takes it away)",
  );
}

/** What would go wrong each night is said now, while somebody reads. */
async function sayFaults(app: App, to: readonly string[]): Promise<void> {
  const channels = reminderChannels.filter((channel) => to.includes(channel));
  for (const { channel, error } of await channelFaults(app, channels)) {
    const hint = error.hint === undefined ? "" : " (" + error.hint + ")";
    app.say("note: " + channel + ": " + error.message + hint);
  }
}

function noCrontab(): UserError {
  return new UserError(
    "refused",
    "there is no crontab on this machine",
    "--systemd makes a timer, --print prints the line",
  );
}

/** Every word is checked now: at night nobody reads an error. Paths are whole, for cron starts in the home directory. */
function jobOf(app: App, { to, remind = [], repeat, each }: InstallOptions): Job {
  const channels = to.map((word) => oneOf("--to", word, [...reminderChannels, "ics"] as const));
  for (const lead of remind) parseLead("--remind", lead);
  if (repeat !== undefined) parsePositiveSpan("--repeat", repeat, ["minute", "hour", "day", "week"]);
  const { env, program } = app.world;
  const isConfigured = app.world.config.read() !== undefined || env.CRM_CONFIG || env.XDG_CONFIG_HOME;
  const config = isConfigured ? [["CRM_CONFIG", resolve(app.world.config.path)] as const] : [];
  const argv = [
    ...[...program, "--db", resolve(databasePath(app)), "--no-input", "remind", "--to", channels.join(",")],
    ...remind.flatMap((lead) => ["--remind", lead]),
    ...(repeat === undefined ? [] : ["--repeat", repeat]),
    ...(each === true ? ["--each"] : []),
  ];
  return { env: config, argv };
}

async function show(app: App, { name, systemd }: NameOptions): Promise<void> {
  if (systemd === true) return showUnits(app, name);
  const program = crontabProgram(app.world.env);
  const lines = program === undefined ? undefined : blockOf(await readCrontab(program, app.world.env), name);
  if (lines === undefined) return app.say("Nothing is installed under the name " + name + ".");
  app.world.out(lines.join("\n") + "\n");
}

async function remove(app: App, { name, systemd }: NameOptions): Promise<void> {
  if (systemd === true) return removeUnits(app, name);
  const program = crontabProgram(app.world.env);
  const before = program === undefined ? "" : await readCrontab(program, app.world.env);
  if (program === undefined || blockOf(before, name) === undefined) {
    return app.say("Nothing is installed under the name " + name + ".");
  }
  const dryRun = app.options.dryRun === true;
  if (!dryRun) await writeCrontab(program, app.world.env, withoutBlock(before, name));
  app.say("Removed the line " + name + (dryRun ? " (dry run: it is still there)" : ""));
}
