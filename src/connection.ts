import type { App } from "./app.ts";
import type { Db } from "./store/db.ts";
import { layOver } from "./store/layers.ts";
import { layeredSetting, sumIn } from "./store/setting.ts";
import { openSnapshot } from "./store/snapshot.ts";

type Mode = "read" | "write";

/** The one connection of a run. */
interface Connection {
  /** Opened at the first use, and anew for the first write; a connection that writes is read from as well. */
  readonly open: (mode: Mode) => Db;
  readonly letGo: () => void;
  readonly close: () => void;
}

/** `path` is asked for at the first use: the options that name the file are not known before. */
export function connectionOf(app: App, path: () => string): Connection {
  let opened: { db: Db; mode: Mode } | undefined;
  return {
    open: (mode) => {
      if (opened !== undefined && (mode === "read" || opened.mode === "write")) return opened.db;
      opened?.db.close();
      opened = { db: openDatabase(app, path(), mode), mode };
      return opened.db;
    },
    letGo: () => {
      opened?.db.close();
      opened = undefined;
    },
    close: () => {
      if (opened?.mode === "write") opened.db.close();
    },
  };
}

/** The database with the settings of this run laid over it; sums are in its currency. */
function openDatabase(app: App, path: string, mode: Mode): Db {
  const db = app.options.snapshot === true ? openSnapshot(path, mode) : app.world.open(path, mode);
  layOver(db, app.layers());
  const currency = mode === "read" ? layeredSetting(app.layers(), "currency") : undefined;
  if (currency !== undefined) sumIn(db, currency);
  return db;
}
