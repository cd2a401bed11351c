import type { Command } from "commander";
import type { App } from "../app.ts";
import { databasePath } from "../database-path.ts";
import type { Column } from "../field.ts";
import { placeWarning } from "../store/place.ts";
import { setSetting, setting } from "../store/setting.ts";
import { checkSetting } from "../store/setting-value.ts";
import { examples } from "./options.ts";
import { askUntilRight } from "./pick.ts";

const columns: readonly Column[] = [
  { key: "database", header: "Database", type: "text" },
  { key: "currency", header: "Currency", type: "text" },
  { key: "timezone", header: "Time zone", type: "text" },
  { key: "country", header: "Country", type: "text" },
];

interface InitOptions {
  readonly currency?: string;
  readonly timezone?: string;
  readonly country?: string;
}

/** Makes the database and its first settings; may be run again to change them. */
export function init(command: Command, app: App): void {
  examples(
    command
      .option("--currency <code>", "the currency of sums, such as EUR")
      .option("--timezone <zone>", "the time zone of days, such as Europe/Berlin")
      .option("--country <country>", "the country of phone numbers without one, such as DE"),
    "crm init --currency EUR --timezone Europe/Berlin --country DE",
    "crm init",
  ).action(async (given: InitOptions) => {
    const asked = Object.keys(given).length === 0 && app.canAsk() ? await askFor(app) : given;
    const options = { ...asked, timezone: asked.timezone ?? app.options.tz };
    const chosen = (["currency", "timezone", "country"] as const)
      .map((key) => [key, options[key]] as const)
      .filter((pair): pair is [keyof InitOptions, string] => pair[1] !== undefined && pair[1] !== "")
      .map(([key, text]) => [key, checkSetting(key, text)] as const);
    const db = app.made();
    app.write((within) => {
      for (const [key, value] of chosen) setSetting(within, key, value);
      return null;
    });
    const settings = Object.fromEntries(
      (["currency", "timezone", "country"] as const).map((key) => [key, setting(db, key)]),
    );
    const warning = placeWarning(databasePath(app));
    if (warning !== undefined) app.say("warning: " + warning);
    await app.wrote("Ready: " + databasePath(app), columns, { database: databasePath(app), ...settings });
  });
}

async function askFor(app: App): Promise<InitOptions> {
  const db = app.writer();
  const askFor = (key: keyof InitOptions, text: string, initial: string) =>
    askUntilRight(app, { text, initial, check: (answer) => answer === "" || checkSetting(key, answer) });
  return {
    currency: await askFor("currency", "Currency", setting(db, "currency")),
    timezone: await askFor("timezone", "Time zone", setting(db, "timezone") || app.zoneName()),
    country: await askFor("country", "Country of phone numbers (code)", setting(db, "country")),
  };
}
