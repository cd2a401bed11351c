import init from "../../migrations/0001_init.sql";
import followups from "../../migrations/0002_followups.sql";
import reminders from "../../migrations/0003_reminders.sql";
import privacy from "../../migrations/0004_privacy.sql";
import imports from "../../migrations/0005_imports.sql";
import selling from "../../migrations/0006_selling.sql";
import custom from "../../migrations/0007_custom.sql";
import pairs from "../../migrations/0008_pairs.sql";

/** A schema step. `changesData`: it rewrites or drops what is there, so a copy of the file is kept before it. */
export interface Migration {
  readonly sql: string;
  readonly changesData: boolean;
}

/** The text is taken when the step is applied: few runs do. */
function step(text: () => string, changesData: boolean): Migration {
  return {
    get sql() {
      return text();
    },
    changesData,
  };
}

/** In order; the place in the list, counted from 1, is the schema's version. Never edited once landed. */
export const migrations: readonly Migration[] = [
  step(() => init, false),
  step(() => followups, false),
  step(() => reminders, false),
  step(() => privacy, false),
  step(() => imports, false),
  step(() => selling, true),
  step(() => custom, true),
  step(() => pairs, false),
];

/** "CRM1" in ASCII: tells our files from every other SQLite database. */
export const applicationId = 0x43524d31;
