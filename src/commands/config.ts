import type { Command } from "commander";
import type { App } from "../app.ts";
import { refuseAbsent } from "../database-path.ts";
import { UserError, unknownWord } from "../errors.ts";
import type { Column, Row } from "../field.ts";
import { keptIn } from "../store/layers.ts";
import {
  homeOf,
  isSettingKey,
  listSettings,
  type SettingKey,
  setSetting,
  setting,
  settingDefaults,
  unsetSetting,
} from "../store/setting.ts";
import { checkSetting } from "../store/setting-value.ts";
import { shellWords } from "../values/shell-words.ts";
import { loadConfigured, withValue } from "./config-file.ts";
import { examples } from "./options.ts";

const columns: readonly Column[] = [
  { key: "key", header: "Setting", type: "text" },
  { key: "value", header: "Value", type: "text" },
  { key: "origin", header: "From", type: "text" },
];

const withPlace: readonly Column[] = [...columns, { key: "place", header: "Place", type: "text" }];

interface SetOptions {
  readonly file?: boolean;
}

/** Settings: of this run, the environment, the user's file and the database. */
export function config(noun: Command, app: App): void {
  examples(
    noun.command("get <key>").description("The value of one setting that holds"),
    "crm config get currency",
    "crm config get timezone",
  ).action((key: string) => app.world.out(valueNow(app, key) + "\n"));

  examples(
    noun
      .command("set <key> <value>")
      .description("Change a setting; alias.<name> is a word of your own for a longer command")
      .option("--file", "in your own file, also what would be kept in the database"),
    "crm config set currency USD",
    "crm config set timezone Europe/Berlin --file",
    "crm config set alias.due 'followup list --exit-code'",
  ).action((key: string, value: string, options: SetOptions) => change(app, key, { value, ...options }));

  examples(
    noun
      .command("unset <key>")
      .description("Take a setting away, so that what stands behind it holds")
      .option("--file", "from your own file"),
    "crm config unset country",
    "crm config unset pager",
  ).action((key: string, options: SetOptions) => change(app, key, { value: undefined, ...options }));

  examples(
    noun
      .command("list")
      .description("Every setting, its value and where it comes from")
      .option("--show-origin", "name the option, the variable or the file too"),
    "crm config list",
    "crm config list --show-origin",
  ).action(({ showOrigin }: { showOrigin?: boolean }) =>
    app.print(showOrigin === true ? withPlace : columns, listed(app)),
  );

  examples(
    noun.command("path").description("Where your own file of settings is, or would be"),
    "crm config path",
    "crm config path --config locale=de-DE",
  ).action(() => app.world.out(app.world.config.path + "\n"));
}

/** The settings, then the aliases. */
function listed(app: App): Row[] {
  const aliases = [...app.configured].filter(([key]) => isAlias(key));
  const file = { origin: "file", place: app.world.config.path };
  const settings = listSettings(app.read()).map((row) => ({ ...row }));
  return [...settings, ...aliases.map(([key, value]) => ({ key, value, ...file }))];
}

function isAlias(key: string): key is `alias.${string}` {
  return /^alias\.[a-z][\w-]*$/.test(key);
}

function knownKey(word: string): SettingKey | `alias.${string}` {
  if (isSettingKey(word) || isAlias(word)) return word;
  const keys = [...Object.keys(settingDefaults), "alias.<name>"];
  throw unknownWord("usage", 'no setting "' + word + '"', word, keys);
}

function valueNow(app: App, word: string): string {
  const key = knownKey(word);
  if (!isAlias(key)) return app.setting(key);
  const found = app.configured.get(key);
  if (found !== undefined) return found;
  throw new UserError("not_found", "no alias " + key.slice("alias.".length), "see: crm config list");
}

interface Change extends SetOptions {
  /** undefined takes the setting away. */
  readonly value: string | undefined;
}

async function change(app: App, word: string, { value, file }: Change): Promise<void> {
  const key = knownKey(word);
  const checked = value === undefined ? undefined : isAlias(key) ? value : checkSetting(key, value);
  if (checked === "")
    throw new UserError("usage", "the value of " + key + " is empty", "crm config unset " + key);
  if (isAlias(key)) checkAlias(app, key, checked);
  if (isAlias(key) || file === true || homeOf(key) === "file") return changeFile(app, key, checked);
  if (checked === undefined) refuseAbsent(app);
  app.write((db) => (checked === undefined ? unsetSetting(db, key) : setSetting(db, key, checked)) ?? null);
  const record = { key, value: checked ?? setting(app.read(), key), origin: "database" };
  await app.wrote(said(key, checked), columns, record);
  const over = keptIn(app.layers(), key);
  if (over !== undefined) app.say(over.place + " has " + key + " " + over.value + ", which goes before it");
  if (key === "user" && checked !== undefined)
    app.say("note: so are called all who open this database; with --file it is you alone");
}

function said(key: string, value: string | undefined): string {
  return value === undefined ? "Unset " + key : "Set " + key + " to " + value;
}

/** An alias cannot hide a command, and begins with one. */
function checkAlias({ words }: App, key: string, value: string | undefined): void {
  const name = key.slice("alias.".length);
  if (words.includes(name)) throw new UserError("usage", "alias." + name + ": there is a command " + name);
  const first = value === undefined ? undefined : shellWords(value)[0];
  if (first !== undefined && !words.includes(first)) {
    throw unknownWord("usage", key + ': no command "' + first + '"', first, words);
  }
}

/** The file is not journaled: it belongs to a person, not to the database, and an editor changes it as well. */
async function changeFile(app: App, key: string, value: string | undefined): Promise<void> {
  const { path, read, write } = app.world.config;
  const text = await withValue(read() ?? "", { key, value, path });
  const isDry = app.options.dryRun === true;
  if (!isDry) write(text);
  app.say(said(key, value) + " in " + path + (isDry ? " (dry run: nothing was written)" : ""));
  app.configured = await loadConfigured(text, path);
  if (app.options.quiet !== true)
    await app.printUnlessTable(columns, [{ key, value: value ?? "", origin: "file" }]);
}
