import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import { joinTeam } from "../store/collaborator.ts";
import { contactBelongings, deleteContact } from "../store/contact/delete.ts";
import { type ContactDetail, contactDetail } from "../store/contact/detail.ts";
import { addContact } from "../store/contact.ts";
import type { Db } from "../store/db.ts";
import { employerOf } from "../store/employer.ts";
import { contactFields } from "../store/fields/contact.ts";
import { type Like, likeContact } from "../store/likeness.ts";
import { setting } from "../store/setting.ts";
import { backUpBeforeMany } from "./backup.ts";
import { chooseMany, oneOrAll, whatWasDone } from "./choose.ts";
import { contactCard } from "./contact/card.ts";
import {
  type ContactOptions,
  contactDraft,
  contactOptions,
  emailDraft,
  phoneDrafts,
} from "./contact/draft.ts";
import { type ContactEdits, contactEdits, editOptions } from "./contact/edit.ts";
import { declarePrivacy } from "./contact/privacy.ts";
import { termsOf } from "./customer-terms.ts";
import { declareDuplicates, warnOfLike } from "./duplicates.ts";
import { editText } from "./edit-text.ts";
import { listNoun } from "./list.ts";
import { takingAway } from "./options/away.ts";
import { changeTeams } from "./options/team.ts";
import { examples, filterOptions, type ListOptions, listOptions } from "./options.ts";
import { askUntilRight, confirm, pick } from "./pick.ts";
import { refuseDash } from "./text-source.ts";

/** The commands of the noun contact. */
export function contact(noun: Command, app: App): void {
  examples(
    contactOptions(
      noun.command("add [name]").description("Add a person; a name, email, phone or company is enough"),
    ),
    'crm contact add "Jane Roe" --email jane@acme.example --phone "+49 30 23125 120" --company Acme --tag vip',
    "crm contact add --email info@nord.example",
  ).action((name: string | undefined, options: ContactOptions) => add(app, name, options));

  examples(
    listOptions(noun.command("list [filter...]").description("List people, all or those that fit a filter")),
    "crm contact list 'city = Berlin and tag = vip' --sort -spent",
    "crm contact list --fields id,name,email --format csv",
  ).action((words: string[], options: ListOptions) => listNoun(app, "contact", words, options));

  examples(
    noun.command("show <contact>").description("All about one person: who, where, deals, talks, purchases"),
    "crm contact show jane",
    "crm contact show jane@acme.example --json",
  ).action((ref: string) => show(app, ref));

  examples(
    editOptions(
      filterOptions(noun.command("edit [contact]").description("Change a person, or all that fit a filter")),
    ),
    "crm contact edit jane --city Hamburg --tag west",
    "crm contact edit --where 'city = Berlin' --tag capital --yes",
  ).action((ref: string | undefined, options: ContactEdits & ListOptions) => edit(app, ref, options));

  examples(
    filterOptions(
      noun.command("delete [contact]").description("Delete a person with deals, orders and follow-ups"),
    ),
    "crm contact delete jane --yes",
    "crm contact delete --where 'tag = test' --dry-run",
  ).action((ref: string | undefined, options: ListOptions) => remove(app, ref, options));

  declareDuplicates(noun, app, "contact");
  declarePrivacy(noun, app);
}

async function add(app: App, name: string | undefined, options: ContactOptions): Promise<void> {
  refuseDash(name, "contacts");
  const typed = name === undefined && app.canAsk() ? await askForContact(app, options) : { name, options };
  const draft = await contactDraft(app, typed.name, typed.options);
  let alike: readonly Like[] = [];
  const detail = app.write((db, at) => {
    const id = addContact(db, draft(db, at), { at, today: app.today() });
    joinTeam(db, { noun: "contact", id }, typed.options.with ?? []);
    alike = likeContact(db, id);
    return contactDetail(db, id);
  });
  const added = await withTerms(app, app.writer(), detail);
  await app.wrote("Added contact " + detail.id + " " + nameOf(detail), contactFields, added);
  warnOfLike(app, "contact", { id: detail.id, alike });
}

/** Without a name on a terminal: asks for what is usual, each question with an option of its own. */
async function askForContact(
  app: App,
  options: ContactOptions,
): Promise<{ name?: string; options: ContactOptions }> {
  if (Object.keys(options).length > 0) return { options };
  const ask = await app.world.ask();
  const name = await ask.text("Name");
  const country = setting(app.read(), "country");
  const askFor = (text: string, check: (answer: string) => unknown) =>
    askUntilRight(app, { text, check: (answer) => (answer === "" ? null : check(answer)) });
  const answers = {
    email: await askFor("Email (empty for none)", emailDraft),
    phone: await askFor("Phone (empty for none)", (phone) => phoneDrafts([phone], country)),
    company: await ask.text("Company (empty for none)"),
  };
  return {
    ...(name === "" ? {} : { name }),
    options: {
      ...(answers.email === "" ? {} : { email: [answers.email] }),
      ...(answers.phone === "" ? {} : { phone: [answers.phone] }),
      ...(answers.company === "" ? {} : { company: answers.company }),
    },
  };
}

async function show(app: App, ref: string): Promise<void> {
  const db = app.read();
  const { id } = await pick(app, db, "contact", ref);
  const detail = await withTerms(app, db, contactDetail(db, id));
  await app.show(contactFields, detail, (look) => contactCard(detail, { look, today: app.today() }));
}

/** With what holds of all that was agreed with the contact, its company and its segments. */
async function withTerms(app: App, db: Db, detail: ContactDetail) {
  const { id } = detail;
  return { ...detail, agreements: await termsOf(app, db, { contactId: id, companyId: employerOf(db, id) }) };
}

async function edit(app: App, ref: string | undefined, given: ContactEdits & ListOptions): Promise<void> {
  const options = given.edit === true ? await withNote(app, ref, given) : given;
  const away = takingAway("contact");
  const change = await contactEdits(app, options, away);
  const ids = await chooseMany(app, { noun: "contact", ref, options, action: "Change" });
  const details = app.write((db, at) => {
    const changed = ids.map((id) => {
      change(db, id, at);
      changeTeams(db, { noun: "contact", id }, { options, away });
      return contactDetail(db, id);
    });
    away.check(ids);
    return changed;
  });
  const [one] = details;
  const isOne = details.length === 1 && one !== undefined;
  await wrote(app, "Changed", isOne ? [await withTerms(app, app.writer(), one)] : details);
}

/** --edit: the note of one contact as its owner leaves it in the editor. */
async function withNote(
  app: App,
  ref: string | undefined,
  { edit: _, ...options }: ContactEdits & ListOptions,
): Promise<ContactEdits & ListOptions> {
  if (ref === undefined) throw new UserError("usage", "--edit is for one contact", "say which");
  const { id } = await pick(app, app.read(), "contact", ref);
  return {
    ...options,
    note: await editText(app, options.note ?? String(contactDetail(app.read(), id).note ?? "")),
  };
}

async function remove(app: App, ref: string | undefined, options: ListOptions): Promise<void> {
  const ids = await chooseMany(app, { noun: "contact", ref, options });
  const details = ids.map((id) => contactDetail(app.writer(), id));
  await confirm(app, "Delete " + lossOf(app, details));
  backUpBeforeMany(app, "delete", ids.length);
  app.write((db) => {
    for (const id of ids) deleteContact(db, id);
    return oneOrAll(details);
  });
  await wrote(app, "Deleted", details);
}

async function wrote(app: App, verb: string, details: readonly ContactDetail[]): Promise<void> {
  const message = whatWasDone(
    verb,
    "contact",
    details.map((detail) => ({ id: detail.id, name: nameOf(detail) })),
  );
  await app.wrote(message, contactFields, oneOrAll(details));
}

function nameOf(contact: ContactDetail): string {
  return (
    contact.name ?? contact.emails[0]?.email ?? contact.phones[0]?.phone ?? contact.companies[0]?.name ?? ""
  );
}

const words = {
  deals: ["deal", "deals"],
  orders: ["order", "orders"],
  activities: ["activity", "activities"],
  followups: ["follow-up", "follow-ups"],
  tickets: ["ticket", "tickets"],
  invoices: ["invoice", "invoices"],
  quotes: ["quote", "quotes"],
  agreements: ["agreement", "agreements"],
} as const;

/** "Jane Roe with 2 deals and 3 orders", or "5 contacts with ...". */
function lossOf(app: App, details: readonly ContactDetail[]): string {
  const losses = details.map((detail) => contactBelongings(app.writer(), detail.id));
  const [first] = details;
  const who = details.length === 1 && first !== undefined ? nameOf(first) : details.length + " contacts";
  const parts = (Object.keys(words) as (keyof typeof words)[])
    .map((key) => ({ key, n: losses.reduce((sum, loss) => sum + loss[key], 0) }))
    .filter(({ n }) => n > 0)
    .map(({ key, n }) => n + " " + words[key][n === 1 ? 0 : 1]);
  return parts.length === 0 ? who : who + " with " + parts.join(", ");
}
