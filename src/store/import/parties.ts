import { fold } from "../../values/fold.ts";
import type { Db } from "../db.ts";
import type { ImportedContact, ImportOptions } from "./contacts.ts";
import { type Customers, customers, type OwnPeople } from "./customers.ts";
import { type ExternalIds, externalIds, ownByTitle } from "./known.ts";
import { companies } from "./parts.ts";

/** Whom something was or will be done with, as far as a row says. */
export interface NamedParties {
  readonly contacts: readonly ImportedContact[];
  /** The same people, where the file is our own. */
  readonly own?: OwnPeople | undefined;
  readonly company: string | null;
  readonly companyKey: string | null;
  readonly deal: string | null;
  /** The deal's id in our own export, which counts only where that deal is called so here too. */
  readonly ownDeal?: string | undefined;
  readonly dealKey: string | null;
}

export interface Party {
  readonly contactIds: readonly number[];
  readonly companyId: number | null;
  readonly dealId: number | null;
}

export interface Parties {
  readonly customers: Customers;
  /** Finds them; people and companies that are not there yet are made, deals are not. */
  of(row: NamedParties): Party;
  /** Rows that named a deal that is not there, or several. */
  lost(): number;
}

export function parties(db: Db, options: ImportOptions): Parties {
  const who = customers(db, options, companies(db, options));
  const dealIds = externalIds(db, "deal", options.source);
  let lost = 0;
  return {
    customers: who,
    lost: () => lost,
    of(row) {
      const contactIds = who.ownPeople(row.own) ?? [
        ...new Set(row.contacts.map((contact) => who.contactOf(contact))),
      ];
      // A person's company is the person's: what is done needs none of its own, but for what our own export says has one.
      const isTheirs = contactIds.length > 0 && options.ownIds !== true;
      const companyId = isTheirs ? null : who.companyOf(row.company, row.companyKey);
      const dealId = dealOf(db, dealIds, row, contactIds);
      if (dealId === null && (row.deal !== null || row.dealKey !== null)) lost++;
      return { contactIds, companyId, dealId };
    },
  };
}

/** By its id where the file is from, else by its title: the only one of that name, or the only one of the contacts. */
function dealOf(
  db: Db,
  ids: ExternalIds,
  { deal, dealKey, ownDeal }: NamedParties,
  contactIds: readonly number[],
): number | null {
  const byKey = ids.of(dealKey);
  if (byKey !== undefined) return byKey;
  if (deal === null) return null;
  const same =
    ownDeal === undefined ? undefined : ownByTitle(db, "deal", { externalId: ownDeal, title: deal });
  if (same !== undefined) return same;
  const titled = 'SELECT id, contact_id AS "contactId" FROM deal WHERE fold(title) = ? ORDER BY id LIMIT 50';
  const all = db.all<{ id: number; contactId: number | null }>(titled, [fold(deal)]);
  const own = all.filter(({ contactId }) => contactId !== null && contactIds.includes(contactId));
  const [first, second] = own.length > 0 ? own : all;
  return first !== undefined && second === undefined ? first.id : null;
}
