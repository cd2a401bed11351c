import type { Command } from "commander";
import type { App } from "../app.ts";
import type { Noun } from "../store/tables.ts";
import { listNoun } from "./list.ts";
import { examples, type ListOptions, listOptions, oneOf } from "./options.ts";

const nounOf = {
  contacts: "contact",
  companies: "company",
  deals: "deal",
  orders: "order",
  activities: "activity",
  followups: "followup",
} as const satisfies Record<string, Noun>;

/** Writes records out whole: every field, as csv unless another format is asked for. */
export function exportCommand(command: Command, app: App): void {
  const kinds = Object.keys(nounOf) as (keyof typeof nounOf)[];
  examples(
    listOptions(
      command.argument("<what>", kinds.join(", ")).argument("[filter...]", "only records that fit"),
    ),
    "crm export contacts > contacts.csv",
    "crm export deals 'status = open' --json",
  ).action(async (what: string, words: string[], options: ListOptions) => {
    const kind = oneOf("crm export", what, kinds);
    if (app.options.json !== true && !app.world.env.CRM_FORMAT)
      app.options = { format: "csv", ...app.options };
    await listNoun(app, nounOf[kind], words, { ...options, whole: true });
  });
}
