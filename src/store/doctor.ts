import { databaseChecks } from "./doctor/database.ts";
import { fileChecks } from "./doctor/files.ts";
import { type Examination, type Finding, problem } from "./doctor/finding.ts";

/** Looks at everything, in an order in which a mend comes before what depends on it. */
export function examine(examination: Examination): Finding[] {
  const isFile = examination.db.path !== ":memory:";
  const checks = { ...databaseChecks, ...(isFile ? fileChecks : {}) };
  return Object.entries(checks).map(([name, check]) => orFault(name, () => check(examination)));
}

/** In a damaged file any question can fail, in any way: that is what was to be found. */
function orFault(check: string, look: () => Finding): Finding {
  try {
    return look();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return problem(check, "cannot be examined: " + why, "restore a backup: crm restore <file>");
  }
}
