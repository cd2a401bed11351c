import { UserError, unknownWord } from "../errors.ts";
import type { Db } from "./db.ts";

/**
 * The settings of a database and what holds when they are not set; an empty default means: ask the machine.
 * The currency is always set (by the first migration), since SQL sums by it.
 */
export const settingDefaults = {
  currency: "EUR",
  timezone: "",
  country: "",
  locale: "en",
  "week.start": "monday",
  user: "",
  "remind.email.to": "",
  "remind.email.from": "",
  "remind.webhook.url": "",
  "smtp.host": "",
  "smtp.port": "",
  "smtp.secure": "",
  "smtp.user": "",
  "smtp.passwordFile": "",
  "smtp.passwordCommand": "",
} as const;

export type SettingKey = keyof typeof settingDefaults;

export function settingKey(word: string): SettingKey {
  if (Object.hasOwn(settingDefaults, word)) return word as SettingKey;
  throw unknownWord("usage", 'no setting "' + word + '"', word, Object.keys(settingDefaults));
}

/** The value, or the default where none is set. */
export function setting(db: Db, key: SettingKey): string {
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

/** Every setting with its value and whether it was set here. */
export function listSettings(db: Db): { key: string; value: string; origin: "database" | "default" }[] {
  const set = new Map(
    db
      .all<{ key: string; value: string }>("SELECT key, value FROM setting")
      .map((row) => [row.key, row.value]),
  );
  return Object.entries(settingDefaults).map(([key, standard]) => ({
    key,
    value: set.get(key) ?? standard,
    origin: set.has(key) ? ("database" as const) : ("default" as const),
  }));
}
