import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import { cardVersions } from "../output/vcard.ts";
import { usualPurpose } from "../store/consent.ts";
import { type Heed, refusals } from "../store/consent-export.ts";
import { channels } from "../store/contact.ts";
import type { Noun } from "../store/tables.ts";
import { intoFile } from "./export/file.ts";
import { listNoun } from "./list.ts";
import { examples, type ListOptions, listOptions, oneOf, wholeNumber } from "./options.ts";

const nounOf = {
  contacts: "contact",
  companies: "company",
  deals: "deal",
  orders: "order",
  activities: "activity",
  followups: "followup",
  products: "product",
  quotes: "quote",
  agreements: "agreement",
  campaigns: "campaign",
  surveys: "survey",
  tickets: "ticket",
  invoices: "invoice",
} as const satisfies Record<string, Noun>;

interface ExportOptions extends ListOptions {
  readonly for?: string;
  readonly purpose?: string;
  readonly agreed?: boolean;
  readonly ignoreConsent?: boolean;
  readonly output?: string;
  readonly cardVersion?: string;
  readonly days?: number;
}

/** What is no list of one noun. */
const others = ["payments", "relations", "all", "vcard", "ics"] as const;

/** Writes records out whole: every field, as csv unless another format is asked for. */
export function exportCommand(command: Command, app: App): void {
  const kinds = Object.keys(nounOf) as (keyof typeof nounOf)[];
  examples(
    listOptions(
      command
        .argument(
          "<what>",
          kinds.join(", ") +
            ", payments, relations; all: everything, for crm import all; vcard: contacts; ics: what is due",
        )
        .option("-o, --output <file>", "into this file, whole or not at all, for your eyes only")
        .option("--card-version <version>", "of vcard: " + cardVersions.join(", ") + "; 4.0 when left out")
        .option("--days <n>", "of ics: how far it reaches; 366 when left out", wholeNumber)
        .argument("[filter...]", "only records that fit")
        .option("--for <channel>", "contacts: only who may be reached so: " + channels.join(", "))
        .option("--purpose <text>", 'contacts: what for, if not "' + usualPurpose + '"')
        .option("--agreed", "contacts: with --for, only who has agreed; else all who have not refused")
        .option("--ignore-consent", "contacts: also the emails, phones and streets of who refused"),
    ),

    "crm export deals 'status = open' --json",
    "crm export all > everything.json",
    "crm export contacts -o contacts.csv",
    "crm export vcard 'tag = vip'",
    "crm export ics --days 90",
  ).action(async (what: string, words: string[], options: ExportOptions) => {
    const kind = oneOf("crm export", what, [...kinds, ...others]);
    if (kind !== "vcard" && (others as readonly string[]).includes(kind)) refuseFilter(kind, words, options);
    await intoFile(app, options.output, (out) => exportKind(out, kind, { words, options }));
  });
}

type Kind = keyof typeof nounOf | (typeof others)[number];

interface Asked {
  readonly words: readonly string[];
  readonly options: ExportOptions;
}

async function exportKind(app: App, kind: Kind, { words, options }: Asked): Promise<void> {
  const ofPeople = kind === "contacts" || kind === "vcard";
  const heed = ofPeople && options.ignoreConsent !== true ? heedOf(app, options) : undefined;
  if (kind === "payments" || kind === "relations") {
    asCsv(app);
    const { partRows } = await import("./export/parts.ts");
    await partRows(app, kind);
  } else if (kind === "all") {
    const { wholeDocument } = await import("./export/all.ts");
    for (const text of wholeDocument(app)) app.world.out(text);
  } else if (kind === "ics") {
    const { calendarText } = await import("./export/ics.ts");
    app.world.out(await calendarText(app, options.days ?? 366));
  } else if (kind === "vcard") {
    const version = oneOf("--card-version", options.cardVersion ?? "4.0", cardVersions);
    const { cards } = await import("./export/vcard.ts");
    for await (const card of cards(app, { words, options, version, heed })) app.world.out(card);
  } else {
    asCsv(app);
    await listNoun(app, nounOf[kind], words, { ...options, whole: true, heed });
  }
}

/** As csv unless another format is asked for. */
function asCsv(app: App): void {
  if (app.options.json !== true && !app.world.env.CRM_FORMAT) app.options = { format: "csv", ...app.options };
}

function refuseFilter(kind: string, words: readonly string[], { where, segment }: ListOptions): void {
  if (words.length === 0 && where === undefined && segment === undefined) return;
  throw new UserError("usage", "crm export " + kind + " takes no filter", "crm export contacts does");
}

/** Says what is left out; undefined, and nothing to do, where nobody has refused and nobody asks. */
function heedOf(app: App, options: ExportOptions): Heed | undefined {
  const purpose = options.purpose?.trim() || usualPurpose;
  const refused = refusals(app.read(), purpose);
  for (const { channel, contacts } of refused) {
    const who = contacts + (contacts === 1 ? " contact refuses " : " contacts refuse ");
    app.say(who + channel + ": that way to reach them is left empty (--ignore-consent fills it)");
  }
  if (options.for === undefined) {
    return refused.length === 0 ? undefined : { channel: undefined, purpose, need: "not withdrawn" };
  }
  const need = options.agreed === true ? "given" : "not withdrawn";
  return { channel: oneOf("--for", options.for, channels), purpose, need };
}
