import { foldName } from "../../values/name.ts";
import type { Db } from "../db.ts";
import { isMergedName, mergedInto } from "../merged.ts";
import { feedUid } from "../reminder.ts";
import type { ImportedContact } from "./contacts.ts";
import { canBeSame } from "./identity.ts";
import { includes, type PresentContacts } from "./present.ts";

/** What a contact's card is called for good: an address book that has it knows it again. */
export function cardUid(feed: string, id: number): string {
  return "contact-" + id + "@" + feed + ".crm";
}

/**
 * Finds the contact whose card of ours a row is, by its UID alone, which so need not be kept. A copy of the database
 * gives the same UIDs to other people: the name, an email or a phone has to be the contact's too.
 */
export function ownCards(
  db: Db,
  present: Pick<PresentContacts, "of">,
): (row: ImportedContact) => number | undefined {
  let feed: string | undefined;
  return (row) => {
    const [, number, from] = /^contact-(\d{1,15})@(\w+)\.crm$/.exec(row.externalId ?? "") ?? [];
    if (number === undefined) return undefined;
    feed ??= feedUid(db);
    const id = mergedInto(db, "contact", Number(number)) ?? Number(number);
    if (from !== feed || db.get("SELECT 1 FROM contact WHERE id = ?", [id]) === undefined) return undefined;
    const { name, email, phone } = present.of(id);
    const isSame =
      isCalledSo(row, name) ||
      isMergedName(db, id, row.nameKey) ||
      row.emails.some(({ key }) => includes(email, key)) ||
      row.phones.some(({ key }) => includes(phone, key));
    return isSame ? id : undefined;
  };
}

/** A row that only names nobody, with nothing else, can be who is not named. */
function isCalledSo({ nameKey, emails, phones }: ImportedContact, name: string | null): boolean {
  if (nameKey === null) return name === null && emails.length + phones.length === 0;
  return name !== null && canBeSame(nameKey, foldName(name));
}
