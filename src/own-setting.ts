import type { App } from "./app.ts";
import { layeredSetting, type SettingKey, settingDefaults } from "./store/setting.ts";

/** A setting that no database has, so that none need be opened for it. */
export function ownSetting(app: App, key: SettingKey): string {
  return layeredSetting(app.layers(), key) ?? settingDefaults[key];
}
