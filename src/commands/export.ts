import type { Command } from "commander";
import type { App } from "../app.ts";
import { usualPurpose } from "../store/consent.ts";
import { type Heed, refusals } from "../store/consent-export.ts";
import { channels } from "../store/contact.ts";
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

interface ExportOptions extends ListOptions {
  readonly for?: string;
  readonly purpose?: string;
  readonly agreed?: boolean;
  readonly ignoreConsent?: boolean;
}

/** Writes records out whole: every field, as csv unless another format is asked for. */
export function exportCommand(command: Command, app: App): void {
  const kinds = Object.keys(nounOf) as (keyof typeof nounOf)[];
  examples(
    listOptions(
      command
        .argument("<what>", kinds.join(", "))
        .argument("[filter...]", "only records that fit")
        .option("--for <channel>", "contacts: only who may be reached so: " + channels.join(", "))
        .option("--purpose <text>", 'contacts: what for, if not "' + usualPurpose + '"')
        .option("--agreed", "contacts: with --for, only who has agreed; else all who have not refused")
        .option("--ignore-consent", "contacts: also the emails, phones and streets of who refused"),
    ),
    "crm export contacts > contacts.csv",
    "crm export deals 'status = open' --json",
  ).action(async (what: string, words: string[], options: ExportOptions) => {
    const kind = oneOf("crm export", what, kinds);
    if (app.options.json !== true && !app.world.env.CRM_FORMAT)
      app.options = { format: "csv", ...app.options };
    const heed = kind === "contacts" && options.ignoreConsent !== true ? heedOf(app, options) : undefined;
    await listNoun(app, nounOf[kind], words, { ...options, whole: true, heed });
  });
}

/** Says what is left out; undefined, and nothing to do, where nobody has refused and nobody asks. */
function heedOf(app: App, options: ExportOptions): Heed | undefined {
  const purpose = options.purpose?.trim() || usualPurpose;
  const refused = refusals(app.read(), purpose);
  for (const { channel, contacts } of refused) {
    const who = contacts + (contacts === 1 ? " contact refuses " : " contacts refuse ");
    app.say(who + channel + ": left out (--ignore-consent takes it along)");
  }
  if (options.for === undefined) {
    return refused.length === 0 ? undefined : { channel: undefined, purpose, need: "not withdrawn" };
  }
  const need = options.agreed === true ? "given" : "not withdrawn";
  return { channel: oneOf("--for", options.for, channels), purpose, need };
}
