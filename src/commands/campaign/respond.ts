import type { Command } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { Column, Row } from "../../field.ts";
import { memberOfCode } from "../../store/campaign/member.ts";
import {
  listResponses,
  noteResponse,
  type ResponseDraft,
  responseColumns,
  returnKinds,
} from "../../store/campaign/response.ts";
import type { Db } from "../../store/db.ts";
import { findNamed } from "../../store/named.ts";
import { describe, resolve } from "../../store/reference.ts";
import { keptText } from "../../values/kept-text.ts";
import { withCsvRows } from "../import/csv-rows.ts";
import { pastDay } from "../options/money.ts";
import { collect, examples, oneOf } from "../options.ts";
import { pick } from "../pick.ts";
import { counted } from "../report/figures.ts";

interface RespondOptions {
  readonly kind: string;
  readonly at?: string;
  readonly note?: string;
  readonly code?: readonly string[];
  readonly file?: string;
  readonly rejects?: string;
}

const columns: readonly Column[] = [
  { key: "contactId", header: "Contact", type: "id" },
  { key: "name", header: "Name", type: "text" },
  { key: "campaignId", header: "Campaign", type: "id" },
  { key: "kind", header: "Kind", type: "text" },
  { key: "date", header: "Date", type: "date" },
  { key: "note", header: "Note", type: "text" },
  { key: "isNew", header: "New", type: "flag" },
  { key: "hasWithdrawn", header: "Consent withdrawn", type: "flag" },
];

/** What comes back of a campaign. */
export function declareRespond(noun: Command, app: App): void {
  examples(
    noun
      .command("respond [campaign] [contact...]")
      .description("Note what came back, by contact, by code or from a file; unsubscribe withdraws consent")
      .option("--kind <kind>", returnKinds.join(", "), "reply")
      .option("--at <day>", "when, if not today")
      .option("--note <text>", "what was said")
      .option("--code <code>", "the code of a member; says which campaign", collect)
      .option(
        "--file <csv>",
        "a file with code, email or contact, and kind, date, note; - for standard input",
      )
      .option("--rejects <file>", "go on without rows that cannot be taken in, and write them there"),
    'crm campaign respond spring jane --kind reply --note "wants a call"',
    "crm campaign respond spring --file replies.csv",
    "crm campaign respond spring jane --kind unsubscribe --dry-run",
  ).action((ref: string | undefined, contacts: string[], options: RespondOptions) =>
    respond(app, { ref, contacts }, options),
  );

  examples(
    noun.command("responses <campaign>").description("What came back, the latest first"),
    "crm campaign responses spring",
    "crm campaign responses spring --format csv",
  ).action((ref: string) => {
    const db = app.read();
    return app.print(responseColumns, listResponses(db, findNamed(db, "campaign", ref)));
  });
}

interface Asked {
  readonly ref: string | undefined;
  readonly contacts: readonly string[];
}

type Said = Pick<ResponseDraft, "kind" | "date" | "note">;

async function respond(app: App, { ref, contacts }: Asked, options: RespondOptions): Promise<void> {
  const db = app.writer();
  const kind = oneOf("--kind", options.kind, returnKinds);
  const date = options.at === undefined ? app.today() : pastDay(app, "--at", options.at);
  const said = { kind, date, note: keptText(options.note ?? "") };
  const campaignId = ref === undefined ? undefined : findNamed(db, "campaign", ref);
  const { code: codes = [], file, rejects } = options;
  if ([contacts.length > 0, codes.length > 0, file !== undefined].filter(Boolean).length !== 1) {
    throw new UserError(
      "usage",
      "who responded? Name contacts, or --code, or --file",
      "crm campaign respond spring jane",
    );
  }
  if (codes.length > 0)
    return noteAll(
      app,
      codes.map((code) => ({ ...memberWith(db, code, campaignId), ...said })),
    );
  if (campaignId === undefined) throw new UserError("usage", "which campaign?", "crm campaign list");
  if (file !== undefined) return noteFile(app, { file, rejects, campaignId, said });
  const drafts: ResponseDraft[] = [];
  for (const contact of contacts)
    drafts.push({ campaignId, contactId: (await pick(app, db, "contact", contact)).id, ...said });
  await noteAll(app, drafts);
}

async function noteAll(app: App, drafts: readonly ResponseDraft[]): Promise<void> {
  const noted = app.write((db, at) =>
    drafts.map((draft) => ({
      ...draft,
      name: describe(db, "contact", draft.contactId)?.name ?? "",
      ...noteResponse(db, draft, at),
    })),
  );
  const fresh = noted.filter(({ isNew }) => isNew);
  for (const { name, isMember } of fresh)
    if (!isMember) app.say("note: " + name + " is no member of the campaign");
  for (const { name, hasWithdrawn } of noted)
    if (hasWithdrawn) app.say(name + " has no mails of this kind any more: consent is withdrawn");
  const known = noted.length - fresh.length;
  const [only] = noted;
  const who =
    noted.length === 1 && only !== undefined
      ? only.kind + " of " + only.name
      : counted(fresh.length, "response");
  const rest = known === 0 ? "" : noted.length === 1 ? " (known already)" : ", " + known + " known already";
  const rows: Row[] = noted.map(({ isNew, hasWithdrawn, ...row }) => ({
    ...row,
    isNew: isNew ? 1 : 0,
    hasWithdrawn: hasWithdrawn ? 1 : 0,
  }));
  await app.wrote("Noted " + who + rest, columns, noted.length === 1 ? rows[0]! : rows);
}

function memberWith(db: Db, code: string, campaignId: number | undefined) {
  const member = memberOfCode(db, code);
  if (campaignId === undefined || member.campaignId === campaignId) return member;
  throw new UserError(
    "refused",
    "code " + code + " is of campaign " + member.campaignId + ", not of this one",
  );
}

const fileColumns = {
  code: ["campaign code"],
  email: ["mail", "e-mail", "email address"],
  contact: ["contact id", "id", "name"],
  kind: ["response", "type", "event"],
  date: ["day", "at", "when"],
  note: ["comment", "text"],
} as const;

interface FromFile {
  readonly file: string;
  readonly rejects: string | undefined;
  readonly campaignId: number;
  readonly said: Said;
}

/** What came back by a file; what of it cannot be read refuses all of it, unless there is --rejects. */
async function noteFile(app: App, { file, rejects, campaignId, said }: FromFile): Promise<void> {
  const db = app.writer();
  const task = { file, rejects, columns: fileColumns, needed: ["code", "email", "contact"] as const };
  await withCsvRows(app, task, async (each) => {
    const drafts = each(({ cells }): ResponseDraft => {
      const { code, email, contact, kind, date, note } = cells;
      const who = email || contact;
      if (code === "" && who === "")
        throw new UserError("refused", "names nobody", "give a code, an email or a contact");
      const member =
        code === ""
          ? { campaignId, contactId: resolve(db, "contact", who).id }
          : memberWith(db, code, campaignId);
      return {
        ...member,
        kind: kind === "" ? said.kind : oneOf("kind", kind, returnKinds),
        date: date === "" ? said.date : pastDay(app, "date", date),
        note: note || said.note,
      };
    });
    await noteAll(app, drafts);
  });
}
