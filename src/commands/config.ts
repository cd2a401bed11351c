import type { Command } from "commander";
import type { App } from "../app.ts";
import type { Column } from "../field.ts";
import { listSettings, setSetting, setting, settingKey } from "../store/setting.ts";
import { examples } from "./options.ts";
import { checkSetting } from "./setting-value.ts";

const columns: readonly Column[] = [
  { key: "key", header: "Setting", type: "text" },
  { key: "value", header: "Value", type: "text" },
  { key: "origin", header: "From", type: "text" },
];

/** The settings of this database. */
export function config(noun: Command, app: App): void {
  examples(
    noun.command("get <key>").description("The value of one setting"),
    "crm config get currency",
    "crm config get timezone",
  ).action((key: string) => app.world.out(setting(app.read(), settingKey(key)) + "\n"));

  examples(
    noun.command("set <key> <value>").description("Change a setting"),
    "crm config set currency USD",
    "crm config set timezone Europe/Berlin",
  ).action(async (key: string, value: string) => {
    const known = settingKey(key);
    const checked = checkSetting(known, value);
    app.write((db) => setSetting(db, known, checked));
    await app.wrote("Set " + known + " to " + checked, columns, {
      key: known,
      value: checked,
      origin: "database",
    });
  });

  examples(
    noun.command("list").description("Every setting, its value and where it comes from"),
    "crm config list",
    "crm config list --json",
  ).action(() => app.print(columns, listSettings(app.read())));
}
