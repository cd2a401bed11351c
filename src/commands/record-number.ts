import { UserError } from "../errors.ts";

/** The number of a follow-up or activity, which have no names to go by. */
export function idOf(what: "activity" | "follow-up", text: string): number {
  const found = /^#?(\d{1,15})$/.exec(text.trim());
  if (found !== null) return Number(found[1]);
  const list = what === "activity" ? "crm log list" : "crm followup list";
  throw new UserError("usage", '"' + text + '" is no ' + what + " number", list + " shows the numbers");
}
