import { UserError } from "../errors.ts";
import { type Configured, readConfigured } from "../store/layers.ts";
import { isSettingKey, settingDefaults } from "../store/setting.ts";
import { shellWords } from "../values/shell-words.ts";

const known = { keys: Object.keys(settingDefaults), isKnown: isSettingKey };

/** The settings and aliases of a config.toml; `path` is named in errors. */
export function loadConfigured(text: string, path: string): Promise<Configured> {
  return readConfigured(text, path, known);
}

/** The command line with the words of the alias in the place of its name; as it is when there is no such alias. */
export function withoutAlias(argv: readonly string[], name: string, configured: Configured): string[] {
  const text = configured.get("alias." + name);
  const at = argv.indexOf(name);
  return text === undefined ? [...argv] : [...argv.slice(0, at), ...shellWords(text), ...argv.slice(at + 1)];
}

/**
 * The text of the file with one value changed, all else as it was, comments too. A key that is not there yet is put
 * before the first table, since what follows a table's head belongs to it. An undefined value takes the key away.
 */
export async function withValue(
  text: string,
  { key, value, path }: { readonly key: string; readonly value: string | undefined; readonly path: string },
): Promise<string> {
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  const at = lineOf(lines, key);
  const said = value === undefined ? [] : [(at?.name ?? key) + " = " + JSON.stringify(value)];
  if (at !== undefined) lines.splice(at.index, 1, ...said);
  else lines.splice(endOfTop(lines), 0, ...said);
  const changed = lines.length === 0 ? "" : lines.join("\n") + "\n";
  const holds = (await loadConfigured(changed, path)).get(key);
  if (holds === value) return changed;
  throw new UserError("refused", "cannot change " + key + " in " + path, "crm config edit");
}

function endOfTop(lines: readonly string[]): number {
  const table = lines.findIndex((line) => /^\s*\[/.test(line));
  return table === -1 ? lines.length : table;
}

/** The line that sets the key, by its whole name or by the rest of it under a table's head. */
function lineOf(lines: readonly string[], key: string): { index: number; name: string } | undefined {
  let table = "";
  for (const [index, line] of lines.entries()) {
    const head = /^\s*\[\s*([\w.-]+)\s*\]/.exec(line);
    if (head !== null) table = head[1]! + ".";
    const name = /^\s*([\w.-]+)\s*=/.exec(line)?.[1];
    if (name !== undefined && table + name === key) return { index, name };
  }
  return undefined;
}
