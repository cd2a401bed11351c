import type { Command } from "commander";
import type { App } from "../app.ts";
import { joinTeam } from "../store/collaborator.ts";
import { contactDetail } from "../store/contact/detail.ts";
import { addContact } from "../store/contact.ts";
import { contactFields } from "../store/fields/contact.ts";
import { type ContactOptions, contactDraft, contactOptions } from "./contact/draft.ts";
import { declareChecklist, declareQualify } from "./lead/checklist.ts";
import { declareRules, declareScore, leads } from "./lead/score.ts";
import { listNoun } from "./list.ts";
import { examples, type ListOptions, listOptions } from "./options.ts";

/** The commands of the noun lead: a lead is a contact that has not bought yet. */
export function lead(noun: Command, app: App): void {
  examples(
    contactOptions(noun.command("add [name]").description("Add a lead: a contact, with where it came from")),
    'crm lead add "Ida Lind" --email ida@lind.example --source fair',
    'crm lead add "Max Vogt" --phone "+49 30 901820"',
  ).action((name: string | undefined, options: ContactOptions) => add(app, name, options));

  examples(
    listOptions(
      noun.command("list [filter...]").description("Who has not bought yet: a list for prospecting"),
    ).option("--exclude <filter>", "leave these out"),
    "crm lead list --segment west --exclude 'last_contact < 30d'",
    "crm lead list 'source = fair' --format csv",
  ).action((words: string[], { exclude, ...options }: ListOptions & { exclude?: string }) => {
    const typed = words.length === 0 ? "" : " and (" + words.join(" ") + ")";
    const without = exclude === undefined ? "" : " and not (" + exclude + ")";
    return listNoun(app, "contact", [leads + typed + without], options);
  });

  declareQualify(noun, app);
  declareScore(noun, app);
  declareChecklist(noun.command("checklist").description("Your questions to a lead"), app);
  declareRules(noun.command("rule").description("Points for what a lead is or does"), app);
}

async function add(app: App, name: string | undefined, options: ContactOptions): Promise<void> {
  const draft = await contactDraft(app, name, { lifecycle: "lead", ...options });
  const detail = app.write((db, at) => {
    const id = addContact(db, draft(db, at), { at, today: app.today() });
    joinTeam(db, { noun: "contact", id }, options.with ?? []);
    return contactDetail(db, id);
  });
  await app.wrote("Added lead " + detail.id + " " + (detail.name ?? ""), contactFields, detail);
}
