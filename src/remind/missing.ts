import { UserError } from "../errors.ts";
import type { SettingKey } from "../store/setting.ts";

/** A channel that cannot work before something is set. */
export function missingSetting(key: SettingKey, example: string): UserError {
  return new UserError(
    "usage",
    key + " is not set",
    "crm config set " + key + " " + (/\s/.test(example) ? '"' + example + '"' : example),
  );
}
