import { statSync } from "node:fs";
import { dirname } from "node:path";
import type { App } from "./app.ts";
import { databasePath, isMissing, isNamed, isNew } from "./database-path.ts";
import type { Db } from "./store/db.ts";
import { layOver } from "./store/layers.ts";
import { layeredSetting, sumIn } from "./store/setting.ts";
import { openSnapshot } from "./store/snapshot.ts";

/** "look": to look things up before a write. */
type Mode = "read" | "look" | "write";

/** The one connection of a run. */
interface Connection {
  /**
   * Opened at the first use, and anew for the first write; a connection that writes is read from as well. What is only
   * looked up before a write is looked up in the file to be written, or in an empty one where that is not there.
   */
  readonly open: (mode: Mode) => Db;
  /** The named database that was read as an empty one and is still not there. */
  readonly absent: () => string | undefined;
  readonly letGo: () => void;
  readonly close: () => void;
}

/** `path` is asked for at the first use: the options that name the file are not known before. */
export function connectionOf(app: App, path: () => string): Connection {
  let opened: { db: Db; mode: Mode } | undefined;
  let absent: string | undefined;
  return {
    open: (mode) => {
      if (opened !== undefined && (mode === "read" || mode === opened.mode || opened.mode === "write"))
        return opened.db;
      // Who looked something up in the empty one has it still.
      if (opened?.mode === "read") opened.db.close();
      const isEmpty = isTakenAsEmpty(app, mode);
      if (isEmpty) absent = path();
      const standsIn = isEmpty && app.options.dryRun !== true;
      const opening = mode === "look" && !standsIn ? "write" : mode;
      opened = { db: openDatabase(app, isEmpty ? ":memory:" : path(), opening), mode: opening };
      return opened.db;
    },
    absent: () => (absent !== undefined && isMissing(app) ? absent : undefined),
    letGo: () => {
      opened?.db.close();
      opened = undefined;
    },
    close: () => {
      if (opened?.mode === "write") opened.db.close();
    },
  };
}

/** What only looks makes no file where somebody has mistyped its name, and a dry run makes none at all. */
function isTakenAsEmpty(app: App, mode: Mode): boolean {
  const { dryRun, snapshot } = app.options;
  if (dryRun !== true && (mode === "write" || !isNamed(app))) return false;
  return snapshot !== true && isNew(app) && canBeMade(databasePath(app));
}

/** A place that is no directory is a mistake of its own, which opening the file tells. */
function canBeMade(path: string): boolean {
  return statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory() ?? true;
}

/** The database with the settings of this run laid over it; sums are in its currency. */
function openDatabase(app: App, path: string, asked: Mode): Db {
  const mode = asked === "read" ? "read" : "write";
  const db = app.options.snapshot === true ? openSnapshot(path, mode) : app.world.open(path, mode);
  layOver(db, app.layers());
  const currency = mode === "read" ? layeredSetting(app.layers(), "currency") : undefined;
  if (currency !== undefined) sumIn(db, currency);
  return db;
}
