import type { Command } from "commander";
import type { App } from "./app.ts";

/** Declares one noun's (or lone verb's) commands on the commander command of that name. */
export type Declare = (command: Command, app: App) => void;

interface Entry {
  readonly about: string;
  readonly load: () => Promise<Declare>;
}

/** Every word that can follow `crm`, in the order of the help page. Its file is loaded only when it is called. */
export const words: Readonly<Record<string, Entry>> = {
  init: {
    about: "Make the database; set currency, time zone and country",
    load: async () => (await import("./commands/init.ts")).init,
  },
  contact: {
    about: "People: add, list, show, edit, delete",
    load: async () => (await import("./commands/contact.ts")).contact,
  },
  company: {
    about: "Companies: add, list, show, edit, delete",
    load: async () => (await import("./commands/company.ts")).company,
  },
  log: {
    about: "Note a call, email, meeting or visit",
    load: async () => (await import("./commands/log.ts")).log,
  },
  deal: {
    about: "Deals: add, move through stages, win, lose, board",
    load: async () => (await import("./commands/deal.ts")).deal,
  },
  pipeline: {
    about: "Pipelines: list, add, edit",
    load: async () => (await import("./commands/pipeline.ts")).pipeline,
  },
  stage: {
    about: "Stages of a pipeline: list, add, edit, move",
    load: async () => (await import("./commands/stage.ts")).stage,
  },
  order: {
    about: "Purchases: add, list, show, edit, refund, delete",
    load: async () => (await import("./commands/order.ts")).order,
  },
  product: {
    about: "What you sell: add, list, show, edit, delete",
    load: async () => (await import("./commands/product.ts")).product,
  },
  quote: {
    about: "Offers: add, send, accept, decline, print",
    load: async () => (await import("./commands/quote.ts")).quote,
  },
  agreement: {
    about: "Prices, discounts and perks agreed with customers: add, list, show, edit, delete",
    load: async () => (await import("./commands/agreement.ts")).agreement,
  },
  followup: {
    about: "Follow-ups: add, list, done, snooze, edit, delete",
    load: async () => (await import("./commands/followup.ts")).followup,
  },
  ticket: {
    about: "Complaints, questions and requests: add, reply, solve, reopen, list --late",
    load: async () => (await import("./commands/ticket.ts")).ticket,
  },
  invoice: {
    about: "Invoices: what was billed, what is open, how late it is",
    load: async () => (await import("./commands/invoice.ts")).invoice,
  },
  payment: {
    about: "Payments of invoices: add, list, delete",
    load: async () => (await import("./commands/payment.ts")).payment,
  },
  relation: {
    about: "Who belongs to whom: add, list, delete, kinds of relations",
    load: async () => (await import("./commands/relation.ts")).relation,
  },
  graph: {
    about: "Who is related to whom around a record; draws it as dot or mermaid",
    load: async () => (await import("./commands/graph.ts")).graph,
  },
  handover: {
    about: "Give all that somebody looks after to somebody else",
    load: async () => (await import("./commands/handover.ts")).handover,
  },
  attach: {
    about: "Documents of a record: attach a file, list, open, remove",
    load: async () => (await import("./commands/attach.ts")).attach,
  },
  today: {
    about: "What is overdue, due today and coming",
    load: async () => (await import("./commands/today.ts")).today,
  },
  agenda: {
    about: "What is due in the next days",
    load: async () => (await import("./commands/today.ts")).agenda,
  },
  brief: {
    about: "What to know before a meeting, on one screen",
    load: async () => (await import("./commands/brief.ts")).brief,
  },
  remind: {
    about: "Send what is due: by mail, desktop, webhook, command or as a calendar",
    load: async () => (await import("./commands/remind.ts")).remind,
  },
  cron: {
    about: "Let cron run crm remind: install, show, remove",
    load: async () => (await import("./commands/cron.ts")).cron,
  },
  playbook: {
    about: "Named lists of follow-ups: list, show, apply, stop, on a stage",
    load: async () => (await import("./commands/playbook.ts")).playbook,
  },
  template: {
    about: "Mails with placeholders: add, list, show, edit, delete",
    load: async () => (await import("./commands/template.ts")).template,
  },
  mail: {
    about: "Fill in a template for a contact; nothing is sent",
    load: async () => (await import("./commands/mail.ts")).mail,
  },
  lead: {
    about: "Leads: list, qualify by your checklist, score by rules and past deals",
    load: async () => (await import("./commands/lead.ts")).lead,
  },
  campaign: {
    about: "Campaigns: plan, start, mail, note what comes back, report",
    load: async () => (await import("./commands/campaign.ts")).campaign,
  },
  survey: {
    about: "Surveys: NPS and CSAT, answers by hand or file, report",
    load: async () => (await import("./commands/survey.ts")).survey,
  },
  segment: {
    about: "Saved filters: save, list, show, delete",
    load: async () => (await import("./commands/segment.ts")).segment,
  },
  tag: { about: "Tags: list, rename", load: async () => (await import("./commands/tag.ts")).tag },
  field: {
    about: "Custom fields: list, add, edit",
    load: async () => (await import("./commands/field.ts")).field,
  },
  import: {
    about: "Take in files of contacts, deals, orders, quotes, tickets, invoices and more",
    load: async () => (await import("./commands/import.ts")).importCommand,
  },
  export: {
    about: "Write out records as csv, json or another format",
    load: async () => (await import("./commands/export.ts")).exportCommand,
  },
  find: {
    about: "Search names, emails, phones, notes and deals",
    load: async () => (await import("./commands/find.ts")).find,
  },
  report: {
    about: "Segments, RFM, ABC, retention, cohorts, lifetime value, churn and more",
    load: async () => (await import("./commands/report.ts")).report,
  },
  undo: {
    about: "Take back the last command, an import included",
    load: async () => (await import("./commands/undo.ts")).undo,
  },
  redo: {
    about: "Do again what undo took back",
    load: async () => (await import("./commands/undo.ts")).redo,
  },
  history: {
    about: "What was done, by whom, and what it changed",
    load: async () => (await import("./commands/history.ts")).history,
  },
  consent: {
    about: "Who agreed to be reached, and who refused: give, withdraw, list",
    load: async () => (await import("./commands/consent.ts")).consent,
  },
  retain: {
    about: "How long contacts are kept, and who is over it",
    load: async () => (await import("./commands/retain.ts")).retain,
  },
  backup: {
    about: "Copy the database while it is in use, and check the copy",
    load: async () => (await import("./commands/backup.ts")).backup,
  },
  restore: {
    about: "Put a backup in place; what is there is kept aside",
    load: async () => (await import("./commands/restore.ts")).restore,
  },
  encrypt: {
    about: "Encrypt the database with a passphrase or a key",
    load: async () => (await import("./commands/encrypt.ts")).encrypt,
  },
  decrypt: {
    about: "Take the encryption away again",
    load: async () => (await import("./commands/encrypt.ts")).decrypt,
  },
  rekey: {
    about: "Give an encrypted database another passphrase or key",
    load: async () => (await import("./commands/encrypt.ts")).rekey,
  },
  doctor: {
    about: "Examine the database and where it is; --fix mends",
    load: async () => (await import("./commands/doctor.ts")).doctor,
  },
  journal: {
    about: "The journal: trim",
    load: async () => (await import("./commands/journal.ts")).journal,
  },
  sql: {
    about: "Ask the database in SQL, read-only",
    load: async () => (await import("./commands/sql.ts")).sql,
  },
  config: {
    about: "Settings: get, set, unset, list, edit, path",
    load: async () => (await import("./commands/config.ts")).config,
  },
  completion: {
    about: "The script that lets bash, zsh, fish or PowerShell complete",
    load: async () => (await import("./commands/completion.ts")).completion,
  },
  demo: {
    about: "A made-up business to try everything on, in a file of its own",
    load: async () => (await import("./commands/demo.ts")).demo,
  },
  version: {
    about: "Version, schema and paths",
    load: async () => (await import("./commands/version.ts")).versionCommand,
  },
};
