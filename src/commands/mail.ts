import { existsSync } from "node:fs";
import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import type { Column } from "../field.ts";
import { clean, cleanLines } from "../output/clean.ts";
import { formatOf } from "../print.ts";
import { emlOf } from "../remind/eml.ts";
import { refuses } from "../store/consent.ts";
import { type ContactDetail, contactDetail } from "../store/contact/detail.ts";
import { type DealDetail, getDeal } from "../store/deal.ts";
import { setting } from "../store/setting.ts";
import { getTemplate, type Template } from "../store/template.ts";
import { parseEmail } from "../values/email.ts";
import { editText } from "./edit-text.ts";
import { mailValues, noteLoginName } from "./mail-values.ts";
import { examples } from "./options.ts";
import { writeWhole } from "./output-file.ts";
import { pick } from "./pick.ts";
import { fill, names, splitSubject } from "./template-text.ts";

interface ComposeOptions {
  readonly template: string;
  readonly deal?: string;
  readonly to?: string;
  readonly edit?: boolean;
  readonly eml?: string;
  readonly force?: boolean;
  readonly ignoreConsent?: boolean;
}

/** A mail that is ready to be sent by a person; null: the contact has no address. */
interface Mail {
  readonly to: string | null;
  readonly name: string;
  readonly subject: string;
  readonly body: string;
}

const columns: readonly Column[] = [
  { key: "to", header: "To", type: "text" },
  { key: "name", header: "Name", type: "text" },
  { key: "subject", header: "Subject", type: "text" },
  { key: "body", header: "Text", type: "text" },
  { key: "template", header: "Template", type: "text" },
  { key: "contactId", header: "Contact id", type: "id" },
  { key: "dealId", header: "Deal id", type: "id" },
];

/** The commands of the noun mail: texts for a person to send. Nothing is sent to a customer by crm. */
export function mail(noun: Command, app: App): void {
  examples(
    noun
      .command("compose <contact>")
      .description("Fill in a template for a contact, and print it; nothing is sent")
      .requiredOption("--template <name>", "which one: crm template list")
      .option("--deal <deal>", "the deal it is about; the contact's only open one when left out")
      .option("--to <address>", "another address than the contact's first")
      .option("--edit", "change it in your editor first")
      .option("--eml <file>", "write it as a draft that mail programs open, - for standard output")
      .option("--force", "write over a file that is there")
      .option("--ignore-consent", "also to somebody who has refused to be mailed"),
    "crm mail compose jane --template quote",
    "crm mail compose jane --template quote --deal 3 --eml - > quote.eml",
    "crm mail compose jane --template quote --json",
  ).action((ref: string, options: ComposeOptions) => compose(app, ref, options));
}

async function compose(app: App, ref: string, options: ComposeOptions): Promise<void> {
  const db = app.read();
  const template = getTemplate(db, options.template);
  const { id, name } = await pick(app, db, "contact", ref);
  if (options.ignoreConsent !== true && refuses(db, id, "email")) {
    const hint = "crm consent list " + id + "; --ignore-consent writes the mail all the same";
    throw new UserError("refused", name + " has refused to be mailed", hint);
  }
  const contact = contactDetail(db, id);
  const deal = await dealOf(app, contact, { template, ref: options.deal });
  const filled = await filledMail(app, template, { contact, deal, to: options.to });
  const ready =
    options.edit === true ? edited(await editText(app, asText(filled), ".eml.txt"), filled) : filled;
  if (options.eml !== undefined)
    return writeEml(app, ready, { file: options.eml, force: options.force === true });
  if (isText(app)) return app.world.out(cleanLines(asText(ready)));
  await app.show(columns, { ...ready, template: template.name, contactId: id, dealId: deal?.id ?? null });
}

/** A mail is text for a pipe as well; as a record only where a format is asked for. */
function isText(app: App): boolean {
  const format = formatOf(app);
  return (
    app.options.fields === undefined &&
    app.options.quiet !== true &&
    (format === "table" || format === "plain")
  );
}

async function filledMail(
  app: App,
  template: Template,
  { contact, deal, to }: { contact: ContactDetail; deal: DealDetail | undefined; to: string | undefined },
): Promise<Mail> {
  const address = to ?? contact.emails[0]?.email;
  const checked = address === undefined ? null : parseEmail(address);
  const name = contact.name ?? checked ?? "contact " + contact.id;
  const values = mailValues(app, { contact, deal, to: checked ?? "" });
  const subject = await fill("the subject of " + template.name, template.subject, values);
  const body = await fill("the template " + template.name, template.body, values);
  for (const empty of new Set([...subject.empty, ...body.empty])) {
    app.say("note: {{" + empty + "}} is empty for " + name);
  }
  if (checked === null) app.say("note: " + name + " has no email address");
  noteLoginName(app, [body.text]);
  return { to: checked, name, subject: clean(subject.text).trim(), body: body.text };
}

/** The deal that is named; else, where the template speaks of one, the only open deal of the contact. */
async function dealOf(
  app: App,
  contact: ContactDetail,
  { template, ref }: { template: Template; ref: string | undefined },
): Promise<DealDetail | undefined> {
  const db = app.read();
  if (ref !== undefined) return getDeal(db, (await pick(app, db, "deal", ref)).id);
  const [only, ...others] = contact.deals;
  if (only !== undefined && others.length === 0) return getDeal(db, only.id);
  if (!(await names(template.subject + "\n" + template.body, "deal."))) return undefined;
  if (only === undefined) return undefined;
  const choices = contact.deals.map(({ id, title }) => id + " " + title).join(", ");
  throw new UserError(
    "ambiguous",
    template.name + " speaks of a deal, and there are " + contact.deals.length + ": " + choices,
    "add --deal " + only.id,
  );
}

function asText({ to, name, subject, body }: Mail): string {
  const address = to === null ? "" : "To: " + clean(name).replace(/[<>",]/g, "") + " <" + to + ">\n";
  return address + "Subject: " + subject + "\n\n" + body + (body.endsWith("\n") ? "" : "\n");
}

/** What came back from the editor; the head can be changed there too. */
function edited(text: string, before: Mail): Mail {
  const [, line, rest = text] = /^To:[ \t]*(.*)\r?\n([\s\S]*)$/i.exec(text) ?? [];
  const { subject, body } = splitSubject(rest);
  const to = line === undefined ? before.to : line.trim() === "" ? null : parseEmail(line);
  if (subject === undefined || subject === "")
    throw new UserError("refused", "the edited mail has no Subject: line", "nothing was written");
  return { ...before, to, subject: clean(subject), body };
}

async function writeEml(
  app: App,
  { to, name, subject, body }: Mail,
  { file, force }: { file: string; force: boolean },
): Promise<void> {
  const from = setting(app.read(), "remind.email.from");
  const text = await emlOf({
    from,
    to: to === null ? undefined : { name, address: to },
    subject,
    body,
    date: app.now(),
  });
  if (file === "-") return app.world.out(text);
  if (!force && existsSync(file))
    throw new UserError("refused", file + " is there already", "--force writes over it");
  if (app.options.dryRun === true) return app.say("Would write " + file + " (dry run)");
  writeWhole(file, text);
  app.say("Wrote " + file + "; nothing was sent");
}
