import type { Command } from "commander";
import { joinTeam, quitTeam, type TeamRecord } from "../../store/collaborator.ts";
import type { Db } from "../../store/db.ts";
import { collect } from "../options.ts";
import { type Away, takingAway } from "./away.ts";

export interface TeamOptions {
  readonly with?: readonly string[];
  readonly without?: readonly string[];
}

/** Who works on a record besides its owner. */
export function teamOptions(command: Command): Command {
  return command.option("--with <user>", "who works on it too; several times for several", collect);
}

/** For a record that is there already. */
export function withoutOption(command: Command): Command {
  return command.option("--without <user>", "who no longer works on it", collect);
}

/** Of several records: `away` is checked when all of them are changed. */
export function changeTeams(
  db: Db,
  record: TeamRecord,
  { options, away }: { readonly options: TeamOptions; readonly away: Away },
): void {
  for (const user of options.without ?? []) away.note("--without", user, quitTeam(db, record, user));
  joinTeam(db, record, options.with ?? []);
}

/** Of one record; somebody who does not work on it cannot be taken away. */
export function changeTeam(db: Db, record: TeamRecord, options: TeamOptions): void {
  const away = takingAway(record.noun);
  changeTeams(db, record, { options, away });
  away.check([record.id]);
}
