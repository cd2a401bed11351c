import type { Command } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import { companyNamed } from "../../store/company.ts";
import {
  addParts,
  editAddress,
  leaveCompany,
  makePrimary,
  removePart,
  removeTag,
} from "../../store/contact/parts.ts";
import { editContact, lifecycles } from "../../store/contact.ts";
import type { Db } from "../../store/db.ts";
import { setLifecycle } from "../../store/lifecycle.ts";
import { resolve } from "../../store/reference.ts";
import { setting } from "../../store/setting.ts";
import { emailKey } from "../../values/email.ts";
import { fold } from "../../values/fold.ts";
import { keptText } from "../../values/kept-text.ts";
import { phoneKey } from "../../values/phone.ts";
import type { Away } from "../options/away.ts";
import { withoutOption } from "../options/team.ts";
import { collect, collectWhole, oneOf } from "../options.ts";
import {
  type ContactOptions,
  contactOptions,
  contactRow,
  customOptions,
  emailDraft,
  jobOf,
  phoneDrafts,
  yearlyDate,
} from "./draft.ts";

export interface ContactEdits extends ContactOptions {
  readonly name?: string;
  readonly removeEmail?: readonly string[];
  readonly removePhone?: readonly string[];
  readonly untag?: readonly string[];
  readonly left?: readonly string[];
  readonly edit?: boolean;
}

export function editOptions(command: Command): Command {
  return withoutOption(contactOptions(command.option("--name <name>", "the whole name")))
    .option("--edit", "write the lasting remark in your editor")
    .option("--remove-email <address>", "take an email away", collect)
    .option("--remove-phone <number>", "take a phone away", collect)
    .option("--untag <tag>", "take a tag away", collect)
    .option("--left <company>", "the person works there no longer", collectWhole)
    .addHelpText(
      "after",
      "\nA new --email, --phone or --company becomes the primary one; the others stay. An empty text empties a field.",
    );
}

/** Checks what was typed and gives the function that changes one contact accordingly. */
export async function contactEdits(
  app: App,
  edits: ContactEdits,
  away: Away,
): Promise<(db: Db, id: number, at: string) => void> {
  if (Object.keys(edits).every((key) => key === "where" || key === "segment")) {
    throw new UserError("usage", "nothing to change", "say what, such as --city Hamburg or --tag vip");
  }
  const patch = contactRow(edits.name, edits);
  const emails = (edits.email ?? []).map(emailDraft);
  const phones = await phoneDrafts(edits.phone ?? [], edits.country ?? setting(app.read(), "country"));
  const custom = customOptions(edits.set ?? []);
  const dates = (edits.date ?? []).map(yearlyDate);
  const { street, postalCode, city, region, country } = edits;
  const address = { street, postalCode, city, region, country };
  return (db, id, at) => {
    editContact(db, id, { patch, at });
    addParts(db, id, { emails, phones, links: edits.link ?? [], tags: edits.tag ?? [], dates, custom });
    if (emails[0] !== undefined) makePrimary(db, "email", { id, key: emails[0].key });
    if (phones[0] !== undefined) makePrimary(db, "phone", { id, key: phones[0].key });
    if (Object.values(address).some((part) => part !== undefined)) editAddress(db, id, given(address));
    work(app, db, { id, edits, at });
    removals(db, id, { edits, away });
    if (edits.lifecycle !== undefined) lifecycle(app, db, { id, word: edits.lifecycle });
  };
}

function given(parts: Record<string, string | undefined>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(parts).flatMap(([key, text]) => (text === undefined ? [] : [[key, keptText(text)]])),
  );
}

function work(app: App, db: Db, { id, edits, at }: { id: number; edits: ContactEdits; at: string }): void {
  for (const name of edits.left ?? []) {
    const { id: companyId } = resolve(db, "company", name);
    if (leaveCompany(db, id, { companyId, date: app.today() })) continue;
    throw new UserError(
      "refused",
      "contact " + id + ' does not work at "' + name + '"',
      "see: crm contact show " + id,
    );
  }
  if (edits.company !== undefined) {
    const companyId = companyNamed(db, edits.company, at);
    addParts(db, id, { employments: [{ companyId, ...jobOf(edits) }] });
    makePrimary(db, "employment", { id, key: companyId });
  } else if (edits.role !== undefined || edits.department !== undefined) {
    const isSaid = {
      saysRole: +(edits.role !== undefined),
      saysDepartment: +(edits.department !== undefined),
    };
    const sql = `
      UPDATE employment
      SET role = iif(:saysRole, :role, role), department = iif(:saysDepartment, :department, department)
      WHERE contact_id = :id
        AND position = (SELECT min(position) FROM employment WHERE contact_id = :id AND has_left = 0)`;
    const { changes } = db.run(sql, { id, ...isSaid, ...jobOf(edits) });
    const what = edits.role === undefined ? "--department" : "--role";
    if (changes === 0)
      throw new UserError("refused", what + ": contact " + id + " works nowhere", "add --company");
  }
}

function removals(db: Db, id: number, { edits, away }: { edits: ContactEdits; away: Away }): void {
  for (const text of edits.removeEmail ?? [])
    away.note("--remove-email", text, removePart(db, "email", { id, key: emailKey(text) }));
  for (const text of edits.removePhone ?? [])
    away.note("--remove-phone", text, removePart(db, "phone", { id, key: phoneKey(text) }));
  for (const tag of edits.untag ?? []) away.note("--untag", tag, removeTag(db, id, fold(tag)));
}

function lifecycle(app: App, db: Db, { id, word }: { id: number; word: string }): void {
  const to = oneOf("--lifecycle", word, lifecycles);
  const from = db.get<{ lifecycle: (typeof lifecycles)[number] }>(
    "SELECT lifecycle FROM contact WHERE id = ?",
    [id],
  )!.lifecycle;
  if (from !== to) setLifecycle(db, { contactId: id, from, to, date: app.today(), cause: "set by hand" });
}
