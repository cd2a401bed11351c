import { UserError, unknownWord } from "../errors.ts";
import type { Db } from "./db.ts";

/** Settings from outside the database. The first layer that has a key decides. */
export interface Layer {
  readonly origin: "flag" | "environment" | "file";
  /** The value of a key, or undefined; `place` names the option, the variable or the file. */
  readonly find: (key: string) => { readonly value: string; readonly place: string } | undefined;
}

const laid = new WeakMap<Db, readonly Layer[]>();

/** What `setting` asks before this database, from now on. */
export function layOver(db: Db, layers: readonly Layer[]): void {
  laid.set(db, layers);
}

export function layersOf(db: Db): readonly Layer[] {
  return laid.get(db) ?? [];
}

/** The value of the first layer that has one, and where it is from. */
export function keptIn(layers: readonly Layer[], key: string) {
  for (const { origin, find } of layers) {
    const found = find(key);
    if (found !== undefined) return { origin, ...found };
  }
  return undefined;
}

/** "smtp.passwordFile" is CRM_SMTP_PASSWORD_FILE. */
export function variableOf(key: string): string {
  const words = key.replace(/([a-z])([A-Z])/g, "$1_$2").replace(/[^A-Za-z0-9]/g, "_");
  return "CRM_" + words.toUpperCase();
}

/** An empty variable does not speak. */
export function environmentLayer(env: Readonly<Record<string, string | undefined>>): Layer {
  return {
    origin: "environment",
    find: (key) => {
      const place = variableOf(key);
      const value = env[place];
      return value === undefined || value === "" ? undefined : { value, place };
    },
  };
}

/** Of `--config key=value`, which can be given several times; `check` refuses keys that there are not. */
export function flagLayer(pairs: readonly string[], check: (key: string) => unknown): Layer {
  const values = new Map<string, string>();
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    if (at < 1) throw new UserError("usage", '--config: "' + pair + '" is not key=value');
    check(pair.slice(0, at));
    values.set(pair.slice(0, at), pair.slice(at + 1));
  }
  return {
    origin: "flag",
    find: (key) => {
      const value = values.get(key);
      return value === undefined ? undefined : { value, place: "--config" };
    },
  };
}

/** What a configuration file says: dotted keys and their values as text, aliases as "alias.name". */
export type Configured = ReadonlyMap<string, string>;

export function fileLayer(configured: Configured, path: string): Layer {
  return {
    origin: "file",
    find: (key) => {
      const value = configured.get(key);
      return value === undefined ? undefined : { value, place: path };
    },
  };
}

interface Known {
  readonly keys: readonly string[];
  readonly isKnown: (key: string) => boolean;
}

/** Reads TOML; a mistake of form or a key that there is not is an error with its file, line and a suggestion. */
export async function readConfigured(text: string, path: string, known: Known): Promise<Configured> {
  const { parse, TomlError } = await import("smol-toml");
  const flat = new Map<string, string>();
  try {
    flatten(parse(text), "", flat);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const what = error.message.split("\n")[0]!.replace(/^Invalid TOML document: /, "");
    throw new UserError("usage", path + " line " + error.line + ": " + what, "it is written in TOML");
  }
  for (const key of flat.keys()) {
    if (known.isKnown(key) || /^alias\.[a-z][\w-]*$/.test(key)) continue;
    throw unknownWord("usage", path + ': no setting "' + key + '"', key, [...known.keys, "alias.<name>"]);
  }
  return flat;
}

function flatten(value: unknown, key: string, into: Map<string, string>): void {
  if (typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)) {
    for (const [name, inner] of Object.entries(value)) {
      flatten(inner, key === "" ? name : key + "." + name, into);
    }
  } else if (typeof value === "boolean") {
    into.set(key, value ? "yes" : "no");
  } else {
    into.set(key, String(value));
  }
}
