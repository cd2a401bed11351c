import { mustSweep, sweep } from "../erase.ts";
import { journalFaults } from "../journal/check.ts";
import { faultsOf } from "../restore.ts";
import { schemaFaults } from "../schema-check.ts";
import { searchFaults } from "../search/check.ts";
import { rebuildSearch } from "../search/rebuild.ts";
import { isSafeSqlite } from "../sqlite-version.ts";
import { type Check, fixed, listed, ok, problem } from "./finding.ts";

const integrity: Check = ({ db }) => {
  const faults = faultsOf(db);
  if (faults.length === 0) return ok("integrity", "every page, index and reference is whole");
  return problem("integrity", listed(faults), "stop writing and restore a backup: crm restore <file>");
};

const schema: Check = ({ db }) => {
  const faults = schemaFaults(db);
  if (faults.length === 0) return ok("schema", "every table is as crm makes it");
  return problem("schema", listed(faults), "stop writing and restore a backup: crm restore <file>");
};

const search: Check = ({ db, fix, transaction }) => {
  const faults = searchFaults(db);
  if (faults.length === 0) return ok("search", "the index agrees with the tables");
  if (!fix) return problem("search", listed(faults), "crm doctor --fix makes the index anew");
  transaction(() => rebuildSearch(db));
  return fixed("search", "the index was made anew");
};

const journal: Check = ({ db }) => {
  const { faults, checked } = journalFaults(db);
  if (faults.length === 0) return ok("journal", "the last " + checked + " changes agree with the tables");
  const next = "another program wrote to the file, or it was damaged: undo will refuse these rows";
  return problem("journal", listed(faults), next);
};

const erasure: Check = ({ db, fix }) => {
  if (!mustSweep(db)) return ok("erasure", "no traces of erased persons are left in the file");
  if (!fix) return problem("erasure", "an erasure did not clean the file to its end", "crm doctor --fix");
  if (sweep(db)) return fixed("erasure", "the file was cleaned");
  return problem(
    "erasure",
    "another program uses the file, or the disk is full",
    "end it, then crm doctor --fix",
  );
};

const sqlite: Check = ({ db }) => {
  const version = db.get<{ version: string }>("SELECT sqlite_version() AS version")?.version ?? "";
  const rule = "other programs that write to the file need SQLite 3.51.3 (or 3.50.7, 3.44.6)";
  if (isSafeSqlite(version)) return ok("sqlite", "version " + version + "; " + rule);
  return problem(
    "sqlite",
    "version " + version + " can lose rows when two programs write",
    "npm install the newest crm",
  );
};

/** Ten minutes: what clocks of machines that share a file may differ. */
const tolerance = 10 * 60 * 1000;

const clock: Check = ({ db, at }) => {
  const last = db.get<{ at: string | null }>("SELECT max(at) AS at FROM journal_entry")?.at ?? null;
  if (last === null || Date.parse(last) <= Date.parse(at) + tolerance)
    return ok("clock", "later than all that was done");
  return problem(
    "clock",
    "now is " + at + ", but something was done at " + last,
    "set the clock of the machine",
  );
};

/** What a database itself holds, be it in a file or not; by the name that the finding bears. */
export const databaseChecks: Readonly<Record<string, Check>> = {
  integrity,
  schema,
  search,
  journal,
  erasure,
  sqlite,
  clock,
};
