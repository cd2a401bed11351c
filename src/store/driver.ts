import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type Sqlite from "better-sqlite3";
import { UserError } from "../errors.ts";
import { singleBinary } from "../single-binary.ts";

type OpenSqlite = (path: string, options: Sqlite.Options) => Sqlite.Database;

const load = createRequire(import.meta.url);

/**
 * The driver. The build keeps a copy of its JavaScript in one file: with it, and the addon by its path, loading takes
 * a third of the time. The copy fits only the very version that is installed; otherwise the package is loaded as it is.
 */
export function sqliteDriver(): OpenSqlite {
  const binary = singleBinary();
  const copy = bundledCopy();
  if (binary !== undefined && copy !== undefined) {
    const nativeBinding = inTheUsersCache(binary.native);
    return (path, options) => new copy.Database(path, { ...options, nativeBinding });
  }
  const root = join(dirname(fileURLToPath(import.meta.url)), "../node_modules/better-sqlite3");
  if (copy !== undefined && installedVersion(root) === copy.version) {
    const nativeBinding = join(root, "build/Release/better_sqlite3.node");
    return (path, options) => new copy.Database(path, { ...options, nativeBinding });
  }
  const Database = load("better-sqlite3") as typeof Sqlite;
  return (path, options) => new Database(path, options);
}

/** The executable is a program of its own and knows no UserError. */
function inTheUsersCache(native: () => string): string {
  try {
    return native();
  } catch (error) {
    throw new UserError("refused", error instanceof Error ? error.message : String(error));
  }
}

interface Copy {
  readonly Database: typeof Sqlite;
  readonly version: string;
}

function bundledCopy(): Copy | undefined {
  try {
    return load("./vendor/sqlite.cjs");
  } catch {
    return undefined;
  }
}

function installedVersion(root: string): string | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    return typeof manifest === "object" && manifest !== null && "version" in manifest
      ? String(manifest.version)
      : undefined;
  } catch {
    return undefined;
  }
}
