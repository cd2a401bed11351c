import { exitCodes } from "../errors.ts";
import { variableOf } from "../store/layers.ts";
import { settingDefaults } from "../store/setting.ts";

export interface Topic {
  readonly about: string;
  /** Paragraphs; a line that begins with two blanks stays as it is. */
  readonly text: string;
}

const codes: Readonly<Record<keyof typeof exitCodes, string>> = {
  refused: "refused or failed",
  usage: "the command line is wrong; nothing was written",
  not_found: "there is no such record or file",
  ambiguous: "a name fits several records",
  conflict: "it contradicts what is there",
  partial: "done in part: an import with refused rows",
  due: "something is due (only with --exit-code)",
  disk: "the disk is full or cannot be written; nothing was written",
  busy: "another crm is writing; try again",
  locked: "the database is encrypted, and the passphrase is missing or wrong",
  cancelled: "interrupted or cancelled; nothing was written",
};

function exitCodeLines(): string {
  const lines = Object.entries(codes).map(
    ([kind, about]) => "  " + String(exitCodes[kind as keyof typeof exitCodes]).padEnd(4) + about,
  );
  return ["  0   done, also when there is nothing to show", ...lines].join("\n");
}

function settingLines(): string {
  return Object.keys(settingDefaults)
    .map((key) => "  " + key.padEnd(24) + variableOf(key))
    .join("\n");
}

/** What `crm help <topic>` shows, and the pages of the manual that belong to no command. */
export const topics: Readonly<Record<string, Topic>> = {
  formatting: {
    about: "Formats, fields, queries and templates",
    text: `On a terminal a list is a table. Into a pipe or file the same rows are text separated by tabs, with one header line, full length, ISO dates and no colour.

  --format table|plain|csv|tsv|json|ndjson|md    any of them anywhere
  --json                 the same as --format json; always one document
  --fields id,name,city  these fields in this order; --fields help lists them
  --no-header            without the header line
  --query EXPRESSION     JMESPath over the json document
  --jq FILTER            what the jq of this machine makes of it; texts come without quotes;
                         with --format ndjson it gets each record on its own
  --template TEXT        {{field}} filled in for each record; \\n and \\t are known
  -q, --quiet            ids only

Money is a whole number of minor units (cents) with a currency in csv and json. A cell that a spreadsheet would run as a formula gets an apostrophe in front; --raw leaves it.

Examples:
  crm contact list --json --query '[?city==\`Berlin\`].{id: id, name: name}'
  crm contact list --jq '.[] | select(.city == "Berlin") | .name'
  crm contact list --format ndjson --jq '.name'
  crm contact list --template '{{id}} {{name}} <{{email}}>'
  crm deal list --fields id,title,amount --format csv`,
  },
  environment: {
    about: "Variables, the file of settings, and where things are kept",
    text: `A setting is taken from --config key=value, else the environment, else your file of settings (crm config path), else the database, else its default. crm config list --show-origin says which.

${settingLines()}

Weeks begin on Monday, those of reports are numbered as ISO 8601 says; with week.start sunday they begin on Sunday and are numbered as the weeks of the CDC, by the year of their Wednesday.

Others:
  CRM_CONFIG               another file of settings
  CRM_NOW                  take this as the present moment
  CRM_BUSY_MS              how long to wait for another writer
  CRM_PASSPHRASE           of an encrypted database; passphrase.file and passphrase.command keep it better
  CRM_DEBUG                show where an unexpected error came from
  CRM_NO_COLOR, NO_COLOR   no colour; FORCE_COLOR, CLICOLOR_FORCE, CLICOLOR=0 and TERM=dumb are known
  ACCESSIBLE               plain questions, nothing redrawn
  PAGER, VISUAL, EDITOR    for what CRM_PAGER and CRM_EDITOR do not say
  CI                       never ask

Places:
  XDG_DATA_HOME/crm        the database (else ~/.local/share/crm)
  XDG_CONFIG_HOME/crm      config.toml and hooks (else ~/.config/crm)
  XDG_STATE_HOME/crm       what is known of unexpected errors (else ~/.local/state/crm)
  XDG_CACHE_HOME/crm       the database library of the single binary (else ~/.cache/crm)`,
  },
  "exit-codes": {
    about: "What a command ends with",
    text: `The codes are part of the contract with scripts.

${exitCodeLines()}

With --json an error is one line on stderr: {"error":{"code":"not_found","message":"...","hint":"..."}}.`,
  },
  dates: {
    about: "How dates, times and spans are written",
    text: `The whole text must be understood, and the date it gives is shown.

  2026-11-24               a day
  24.11.2026, 11/24/2026   a day; 3/12/2026 as the setting country has it
  24.11., 24 nov           the next such day
  2026-11-24 10:00         a moment in the zone of --tz, the settings or the machine
  2026-11-24T09:00:00Z     a moment, everywhere the same
  today, tomorrow, yesterday
  fri, next tue 10:00      the next such day
  in 2 weeks, +3d          from today; next week is seven days from today
  eom, end of next month   the last day of it

In a filter a span such as 90d, 12w, 6m or 2y is an age: last_contact > 90d was longer ago than 90 days.`,
  },
  hooks: {
    about: "Programs of yours that run when something happens",
    text: `An executable file in the directory hooks beside your file of settings (crm config path) runs when what it is named after happens. Every command that writes can set it off, an import, undo and redo too.

  pre-contact.added        before it is kept; when it fails, nothing is written
  post-deal.won            afterwards; when it fails, you are told

The events are added, changed and deleted of contact, company, deal, order, activity and followup, and deal.moved, deal.won, deal.lost, followup.done. One run is told of all records of a command, as one JSON document on its standard input:

  {"event":"deal.won","command":"deal win","at":"2026-11-21T09:00:00Z","user":"me","count":1,
   "records":[{"id":3,"before":{"stageId":2},"after":{"stageId":4,"title":"Website"}}]}

records holds the first thousand; an import adds by count alone. No shell is started, the working directory is that of the hooks, the environment is PATH, HOME, LANG, TZ, TMPDIR, CRM_DB, CRM_CONFIG and CRM_HOOK. A hook has ten seconds. It may call crm, which then runs no hooks; a pre-hook can only read, and sees what was there before. A file that others may write is refused.

Every new contact needs a source, as pre-contact.added:

  #!/usr/bin/env python3
  import json, sys
  for record in json.load(sys.stdin)["records"]:
      if record["after"]["source"] is None:
          sys.exit("say where " + record["after"]["name"] + " comes from: --source")

A line in a file for each deal won, as post-deal.won:

  #!/bin/sh
  cat >> "$HOME/won.jsonl"`,
  },
  filters: {
    about: "The language of filters",
    text: `A filter stands after list or behind --where, in segments, exports and reports, and chooses what edit and delete change.

  city = Berlin            equal, letter case aside; also != > >= < <=
  name ~ roe               contains
  email:empty              has none
  stage in (lead, won)     one of several
  rfm = cant-lose-them     status, stage of life, rfm: their own words only
  tag = vip                has the tag
  spent >= 1000            money in your currency
  last_contact > 90d       longer ago than 90 days
  segment = west           in a saved segment
  and, or, not, ( )        and and or do not mix without parentheses

Text with blanks stands in quotes. crm contact list --fields help names the fields.

Examples:
  crm contact list 'city = Berlin and (tag = vip or spent >= 1000)'
  crm deal list --where 'stage in (lead, proposal)'`,
  },
};

/** The page of a topic; undefined when there is none of that name. */
export function topicPage(name: string): string | undefined {
  const topic = topics[name];
  return topic === undefined ? undefined : topic.about + "\n\n" + filled(topic.text) + "\n";
}

/** Paragraphs broken at 80 columns; lines that begin with blanks stay. */
function filled(text: string): string {
  return text
    .split("\n")
    .map((line) => (line.startsWith("  ") ? line : line.replace(/(.{1,78})(?: |$)/g, "$1\n").trimEnd()))
    .join("\n");
}
