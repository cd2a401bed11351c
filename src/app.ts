import { connectionOf } from "./connection.ts";
import { databasePath, isMissing, isSet } from "./database-path.ts";
import type { Edited } from "./editor.ts";
import type { Column, Row, Rows } from "./field.ts";
import { commitHooks } from "./hooks.ts";
import { chosenZone, fixedClock } from "./moment.ts";
import { cleanLines } from "./output/clean.ts";
import { linesToFit } from "./output/lines.ts";
import type { Format, Look } from "./output/render.ts";
import { ownSetting } from "./own-setting.ts";
import type { Sink } from "./sink.ts";
import type { Db } from "./store/db.ts";
import type { Entry, Writing } from "./store/journal.ts";
import { beginWrite, isAnswerUndone, write } from "./store/journal.ts";
import type { Layer } from "./store/layers.ts";
import { type Configured, environmentLayer, fileLayer, flagLayer } from "./store/layers.ts";
import { layeredSetting, type SettingKey, setting, settingOfRun } from "./store/setting.ts";
import { instant, localDate, parseWhen, type When } from "./values/date.ts";
import type { World } from "./world.ts";

/** The global options, as commands.md names them; `noHeader` is --no-header. */
export interface Globals {
  readonly db?: string;
  readonly format?: Format;
  readonly json?: boolean;
  readonly fields?: string;
  readonly quiet?: boolean;
  readonly color?: boolean;
  readonly header?: boolean;
  readonly raw?: boolean;
  readonly input?: boolean;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly tz?: string;
  readonly now?: string;
  readonly idem?: string;
  readonly snapshot?: boolean;
  readonly reason?: string;
  readonly config?: readonly string[];
  readonly query?: string;
  readonly jq?: string;
  readonly template?: string;
  readonly debug?: boolean;
}

/** One run of one command: the world, the global options, and the few things that every command does. */
export interface App {
  readonly world: World;
  /** Set once, when the command line has been parsed and before the command runs. */
  options: Globals;
  /** The noun and verb that run, and the whole line as typed; both go into the journal. */
  command: { readonly name: string; readonly line: string };
  /** What the run ends with when nothing fails: 0, or a code that a command sets, such as 10 for something due. */
  exitCode: number;
  /** It writes: what is wrong with its output is no reason any more to fail. */
  writes: boolean;
  /** This run's moment: --now, CRM_NOW or the clock; the same from the first call on. */
  readonly now: () => Date;
  readonly today: () => string;
  readonly zone: () => string;
  readonly zoneName: () => string;
  readonly currency: () => string;
  readonly user: () => string;
  /** What holds for this run: of --config, the environment, the user's file, the database, else the default. */
  readonly setting: (key: SettingKey) => string;
  /** Past what stands between: the terminal, file or pipe itself. */
  readonly stdout: World["out"];
  /** What stands between the commands and stdout for this run; set once the options are known. */
  sink: Sink | undefined;
  /** What was written in an editor for this command: kept when the command fails. */
  edited: Edited | undefined;
  /** Every word that can follow `crm`. */
  words: readonly string[];
  /** What the user's file says; set once, before the command runs. */
  configured: Configured;
  readonly layers: () => readonly Layer[];
  /** Text for a date or time, as a person types it; a weekday or a day without a year is to come unless it is "past". */
  readonly when: (text: string, toward?: "future" | "past") => When;
  readonly read: () => Db;
  /** One transaction and one journal entry around `work`; with --dry-run it is rolled back. */
  readonly write: <T>(work: (db: Db, at: string) => T) => T;
  /** The same for work that awaits, such as an import: the caller commits or rolls back. */
  readonly beginWrite: (how?: { readonly bulk: true }) => {
    readonly db: Db;
    readonly at: string;
    readonly writing: Writing;
  };
  /** This command as the journal will have it, for the few writes that make their own entries (undo). */
  readonly entry: () => Entry;
  /** To look things up before the next write: its connection, or an empty one until it makes the file that was named. */
  readonly writer: () => Db;
  /** The connection for writing, its file made where there is none. */
  readonly made: () => Db;
  /** A list; `none` is what a person is told of an empty one. */
  readonly print: (columns: readonly Column[], rows: Rows, none?: string) => Promise<void>;
  /** For a write that has said all to a person: the rows, unless a person at a terminal reads. */
  readonly printUnlessTable: (columns: readonly Column[], rows: readonly Row[]) => Promise<void>;
  /** One record; `view` draws it for a person, json gives it whole. */
  readonly show: (columns: readonly Column[], record: Row, view?: (look: Look) => string) => Promise<void>;
  /** A report: json prints the value itself, every other format its rows or, for a person, its view. */
  readonly report: (
    columns: readonly Column[],
    report: Report,
    view?: (look: Look) => string,
  ) => Promise<void>;
  /** What a write did: one line for a person, the record for a script, ids with --quiet. */
  readonly wrote: (
    message: string,
    columns: readonly Column[],
    records: Row | readonly Row[],
  ) => Promise<void>;
  /** One line to the person, on stderr; nothing with --quiet. */
  readonly say: (line: string) => void;
  readonly canAsk: () => boolean;
  /** The database that somebody named and that was taken as empty, because it is not there. */
  readonly absent: () => string | undefined;
  /** Closes the connection, for a command that needs the file for itself; what is asked next opens it anew. */
  readonly letGo: () => void;
  /** Ends a writing connection, which brings the file up to date with its log. A reading one ends with the process. */
  readonly close: () => void;
}

/** A report's value: what it is of and its rows, which is all that csv and a table need. */
export interface Report {
  readonly report: string;
  readonly rows: readonly Row[];
  /** The filter that it was asked with. */
  readonly where?: string;
}

export function createApp(outside: World): App {
  const world: World = {
    ...outside,
    out: (text) => (app.sink?.write ?? outside.out)(text),
    err: (text) => {
      app.sink?.flush();
      outside.err(text);
    },
    ask: () => {
      app.sink?.flush();
      return outside.ask(isAccessible(app));
    },
  };
  let now: Date | undefined;
  let zone: string | undefined;
  let layers: readonly Layer[] | undefined;

  const entry = (): Entry => {
    app.writes = app.options.dryRun !== true;
    return {
      at: instant(app.now()),
      user: app.user(),
      command: app.command.name,
      commandLine: app.command.line,
      reason: app.options.reason,
      idem: app.options.idem,
      dryRun: app.options.dryRun === true,
      hooks: commitHooks(app),
    };
  };
  const output = () => import("./print.ts");

  const app: App = {
    world,
    options: {},
    command: { name: "", line: "" },
    exitCode: 0,
    writes: false,
    now: () => (now ??= fixedClock(app) ?? world.clock()),
    today: () => localDate(app.now(), app.zone()),
    zone: () => (zone ??= chosenZone(app)),
    zoneName: () => (app.zone() === world.zone ? world.zoneName() : app.zone()),
    currency: () => app.setting("currency"),
    user: () => app.setting("user") || world.user(),
    setting: (key) => layeredSetting(app.layers(), key) ?? setting(app.read(), key),
    stdout: outside.out,
    sink: undefined,
    edited: undefined,
    words: [],
    configured: new Map(),
    layers: () => (layers ??= layersOf(app)),
    when: (text, toward = "future") => {
      const weekStart = () => app.setting("week.start");
      const country = () => app.setting("country");
      return parseWhen(text, { now: app.now(), zone: app.zone(), toward, weekStart, country });
    },
    entry,
    read: () => connection.open("read"),
    writer: () => connection.open("look"),
    made: () => connection.open("write"),
    write: (work) => {
      const made = entry();
      const run = (db: Db, as: Entry) => write(db, as, (within) => work(within, made.at));
      // What fails leaves no file where a name was mistyped: it is tried on an empty one first.
      if (isMissing(app) && made.dryRun !== true) run(connection.open("look"), { ...made, dryRun: true });
      const db = connection.open("write");
      if (made.idem !== undefined && isAnswerUndone(db, made.idem))
        app.say(
          "note: what --idem " +
            made.idem +
            " wrote was undone since: nothing is written, this was its answer",
        );
      return run(db, made);
    },
    beginWrite: (how) => {
      const made = { ...entry(), ...how };
      const db = connection.open("write");
      return { db, at: made.at, writing: beginWrite(db, made) };
    },
    print: async (columns, rows, none) => (await output()).print(app, columns, rows, none),
    printUnlessTable: async (columns, rows) => (await output()).printUnlessTable(app, columns, rows),
    show: async (columns, record, view) => (await output()).show(app, columns, { record, view }),
    report: async (columns, report, view) => (await output()).report(app, columns, { report, view }),
    wrote: async (message, columns, records) => (await output()).wrote(app, columns, { message, records }),
    say: (line) => {
      if (app.options.quiet !== true) world.err(toRead(world, cleanLines(line)) + "\n");
    },
    canAsk: () => app.options.input !== false && world.isTty.in && world.isTty.err && !isSet(world.env.CI),
    absent: () => connection.absent(),
    letGo: () => connection.letGo(),
    close: () => connection.close(),
  };
  const connection = connectionOf(app, () => databasePath(app));
  return app;
}

/** For a person at a terminal broken between words; for a program or a file as it is. */
export function toRead({ isTty, width }: World, text: string): string {
  return isTty.err ? linesToFit(text, width) : text;
}

/** What speaks before the database; an empty file need not be asked. */
function layersOf(app: App): Layer[] {
  const { config } = app.options;
  return [
    ...(config === undefined ? [] : [flagLayer(config, settingOfRun)]),
    environmentLayer(app.world.env),
    ...(app.configured.size === 0 ? [] : [fileLayer(app.configured, app.world.config.path)]),
  ];
}

/** The output is what a query, jq or a template makes of the json. */
export function isShaped({ options: { query, jq, template } }: App): boolean {
  return query !== undefined || jq !== undefined || template !== undefined;
}

/** ACCESSIBLE, or `accessible` of the user's file: no redrawing, no symbols without words. */
export function isAccessible(app: App): boolean {
  const own = ownSetting(app, "accessible");
  return own === "" ? Boolean(app.world.env.ACCESSIBLE) && app.world.env.ACCESSIBLE !== "0" : own === "yes";
}
