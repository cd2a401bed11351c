import { UserError } from "../../errors.ts";
import type { Db } from "../../store/db.ts";
import { setting } from "../../store/setting.ts";

/** In some places the law, or an agreement with the staff, forbids figures about single people. */
export function refuseAboutPeople(db: Db): void {
  if (setting(db, "reports.people") !== "off") return;
  throw new UserError(
    "refused",
    "reports about people are switched off in this database",
    "crm config set reports.people on, if law and agreements allow it",
  );
}
