import init from "../../migrations/0001_init.sql";

/** A schema step. `changesData`: it rewrites or drops what is there, so a copy of the file is kept before it. */
export interface Migration {
  readonly sql: string;
  readonly changesData: boolean;
}

/** In order; the place in the list, counted from 1, is the schema's version. Never edited once landed. */
export const migrations: readonly Migration[] = [{ sql: init, changesData: false }];

/** "CRM1" in ASCII: tells our files from every other SQLite database. */
export const applicationId = 0x43524d31;
