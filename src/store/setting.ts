import { UserError, unknownWord } from "../errors.ts";
import type { Db } from "./db.ts";
import { keptIn, type Layer, layersOf } from "./layers.ts";
import { checkSetting } from "./setting-value.ts";

/**
 * The settings and what holds when they are not set anywhere; an empty default means: ask the machine.
 * The currency is always set in a database (by the first migration), since SQL sums by it.
 */
export const settingDefaults = {
  currency: "EUR",
  timezone: "",
  country: "",
  locale: "en",
  "week.start": "monday",
  "reports.people": "on",
  user: "",
  "ticket.hours": "mon-fri 9-17",
  "ticket.reply.low": "16",
  "ticket.reply.normal": "8",
  "ticket.reply.high": "2",
  "ticket.solve.low": "80",
  "ticket.solve.normal": "40",
  "ticket.solve.high": "8",
  "remind.email.to": "",
  "remind.email.from": "",
  "remind.webhook.url": "",
  "remind.webhook.secretFile": "",
  "remind.command": "",
  "remind.ics.file": "",
  "smtp.host": "",
  "smtp.port": "",
  "smtp.secure": "",
  "smtp.user": "",
  "smtp.passwordFile": "",
  "smtp.passwordCommand": "",
  "smtp.caFile": "",
  db: "",
  sqlite: "",
  "passphrase.file": "",
  "passphrase.command": "",
  format: "",
  pager: "",
  editor: "",
  color: "auto",
  hints: "yes",
  accessible: "",
} as const;

export type SettingKey = keyof typeof settingDefaults;

/**
 * Never read from a database: they belong to a person and a terminal, and a database that somebody sends you must not
 * be able to name a program that runs, a secret that is sent somewhere, or a file that is written over.
 */
const ofPerson: ReadonlySet<string> = new Set<SettingKey>([
  "db",
  "sqlite",
  "passphrase.file",
  "passphrase.command",
  "format",
  "pager",
  "editor",
  "color",
  "hints",
  "accessible",
  "smtp.passwordCommand",
  "smtp.passwordFile",
  "smtp.caFile",
  "remind.command",
  "remind.ics.file",
  "remind.webhook.secretFile",
]);

/** What holds for all who use a database: nobody can lay another value over it. */
const ofDatabase: ReadonlySet<string> = new Set<SettingKey>(["reports.people"]);

/** Where `crm config set` keeps a setting when nobody says. */
export function homeOf(key: SettingKey): "database" | "file" {
  return ofPerson.has(key) ? "file" : "database";
}

function settingKey(word: string): SettingKey {
  if (isSettingKey(word)) return word;
  throw unknownWord("usage", 'no setting "' + word + '"', word, Object.keys(settingDefaults));
}

export function isSettingKey(word: string): word is SettingKey {
  return Object.hasOwn(settingDefaults, word);
}

/** What a flag, the environment or the user's file says of a setting, in that order; undefined when none does. */
export function layeredSetting(layers: readonly Layer[], key: SettingKey): string | undefined {
  const over = overOf(layers, key);
  return over === undefined ? undefined : checkSetting(key, over.value, namedBy(over, key));
}

function overOf(layers: readonly Layer[], key: string): ReturnType<typeof keptIn> {
  return ofDatabase.has(key) ? undefined : keptIn(layers, key);
}

/** The key of --config for one run. */
export function settingOfRun(word: string): SettingKey {
  if (!ofDatabase.has(word)) return settingKey(word);
  const message = "--config: " + word + " holds for everybody who uses the database";
  throw new UserError("usage", message, "crm config set " + word + " changes it, and history shows who did");
}

function namedBy({ origin, place }: { origin: Layer["origin"]; place: string }, key: SettingKey): string {
  return origin === "environment" ? place : place + " " + key;
}

/** The value that holds: of the flag, the environment, the user's file, the database, else the default. */
export function setting(db: Db, key: SettingKey): string {
  const over = layeredSetting(layersOf(db), key);
  if (over !== undefined) return over;
  if (ofPerson.has(key)) return settingDefaults[key];
  const found = db.get<{ value: string }>("SELECT value FROM setting WHERE key = ?", [key]);
  return found?.value ?? settingDefaults[key];
}

export function setSetting(db: Db, key: SettingKey, value: string): void {
  if (value === "") throw new UserError("usage", "the value of " + key + " is empty");
  const sql = `
    INSERT INTO setting (key, value)
    VALUES (:key, :value)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`;
  db.run(sql, { key, value });
}

/**
 * SQL that sums by the currency of the database sums by this one instead, on this reading connection: a temporary view
 * stands before the table. A writing connection sees the table itself, whose rows it journals.
 */
export function sumIn(db: Db, currency: string): void {
  const rest = "SELECT key, value FROM main.setting WHERE key <> 'currency'";
  // Nothing can be bound in a view. The code is three letters, checked.
  db.script(
    "CREATE TEMP VIEW setting AS " + rest + " UNION ALL SELECT 'currency', '" + currency.slice(0, 3) + "'",
  );
}

/** False when the database had no value of its own. The currency of a database cannot be taken away. */
export function unsetSetting(db: Db, key: SettingKey): boolean {
  if (key === "currency") {
    throw new UserError("refused", "a database always has a currency", "crm config set currency EUR");
  }
  return db.run("DELETE FROM setting WHERE key = ?", [key]).changes > 0;
}

export interface Listed {
  readonly key: string;
  readonly value: string;
  readonly origin: Layer["origin"] | "database" | "default";
  /** The option, variable or file that the value is from; null for a default. */
  readonly place: string | null;
}

/** Every setting with its value and where that is from. */
export function listSettings(db: Db): Listed[] {
  const rows = db.all<{ key: string; value: string }>("SELECT key, value FROM main.setting");
  const set = new Map(rows.map((row) => [row.key, row.value]));
  return Object.entries(settingDefaults).map(([key, standard]): Listed => {
    const over = overOf(layersOf(db), key);
    if (over !== undefined) return { key, ...over };
    const own = ofPerson.has(key) ? undefined : set.get(key);
    if (own !== undefined) return { key, value: own, origin: "database", place: db.path };
    return { key, value: standard, origin: "default", place: null };
  });
}
