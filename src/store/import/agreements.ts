import { UserError } from "../../errors.ts";
import { type AgreementRow, addAgreement, agreementTable, editAgreement } from "../agreement.ts";
import type { Db } from "../db.ts";
import { productNamed } from "../product.ts";
import { getSegment } from "../segment.ts";
import type { ImportedContact, ImportOptions, Taken } from "./contacts.ts";
import { type Customers, customers } from "./customers.ts";
import { difference } from "./difference.ts";
import { readExtras, takeExtras } from "./extras.ts";
import { recordsMet } from "./known.ts";
import { companies } from "./parts.ts";

/** An agreement as a file has it: with one of the three, on one kind of terms. Null: the file does not say. */
export interface ImportedAgreement {
  readonly contact: ImportedContact | null;
  readonly company: string | null;
  readonly segment: string | null;
  readonly product: string | null;
  readonly priceMinor: number | null;
  readonly currency: string | null;
  readonly discountBp: number | null;
  readonly perk: string | null;
  readonly fromDate: string | null;
  readonly untilDate: string | null;
  readonly note: string | null;
  /** Values of the custom fields that the import keeps, in their order. */
  readonly extras: readonly string[];
}

export interface AgreementSink {
  take(agreement: ImportedAgreement): Taken;
  end(): void;
  readonly customers: Customers;
}

/**
 * Takes agreements of an import in. One is known by with whom it is, on what, of which kind and from which day; a perk by
 * its words as well. So a new price for the same customer and product is a change, not a second agreement.
 */
export function agreementSink(db: Db, options: ImportOptions): AgreementSink {
  const { at, onMatch, writing } = options;
  const who = customers(db, options, companies(db, options));
  const met = recordsMet(db, "agreement", writing);
  const change = (id: number, row: AgreementRow, cells: readonly string[]): Taken =>
    met.bring(id, onMatch, (mode) => {
      const { patch, was } = difference(db, agreementTable, { id, row, mode });
      refuseBackwards({ ...was, ...patch });
      const isChanged = Object.keys(patch).length > 0;
      if (isChanged) editAgreement(db, id, { row: patch, at });
      return takeExtras(db, options.extras, { id, cells, mode }) || isChanged;
    });
  return {
    customers: who,
    take(agreement) {
      // Refuses a row before anything of it is written.
      readExtras(options.extras, agreement.extras);
      refuseBackwards(agreement);
      const terms = termsOf(db, agreement);
      const row = { ...terms, ...whoseOf(db, agreement, who) };
      // Rows of our own export are different agreements, though they may say the same.
      const found = alike(db, row).find((id) => options.ownIds !== true || !met.has(id));
      if (found !== undefined) return change(found, row, agreement.extras);
      const id = addAgreement(db, row, at);
      takeExtras(db, options.extras, { id, cells: agreement.extras, mode: "fill" });
      return { id, outcome: "created" };
    },
    end: who.end,
  };
}

function refuseBackwards({ fromDate, untilDate }: Pick<AgreementRow, "fromDate" | "untilDate">): void {
  if (typeof fromDate !== "string" || typeof untilDate !== "string" || fromDate <= untilDate) return;
  throw new UserError("usage", "it ends on " + untilDate + ", before it begins on " + fromDate);
}

function termsOf(db: Db, agreement: ImportedAgreement) {
  const { product, priceMinor, currency, discountBp, perk, fromDate, untilDate, note } = agreement;
  const productId = product === null ? null : (productNamed(db, product)?.id ?? null);
  if (product !== null && productId === null)
    throw new UserError(
      "not_found",
      'there is no product "' + product + '"',
      "crm import products comes first",
    );
  if (priceMinor !== null && productId === null)
    throw new UserError("usage", "a price of which product? A discount can be off everything");
  return { productId, priceMinor, currency, discountBp, perk, fromDate, untilDate, note };
}

function whoseOf(db: Db, { contact, company, segment }: ImportedAgreement, who: Customers) {
  const none = { contactId: null, companyId: null, segmentId: null };
  const said = [contact, company, segment].filter((one) => one !== null);
  if (said.length !== 1) throw new UserError("usage", "with whom? One of contact, company and segment");
  if (contact !== null) return { ...none, contactId: who.contactOf(contact) };
  if (company !== null) return { ...none, companyId: who.companyOf(company, null) };
  const { id, name, noun } = getSegment(db, segment ?? "");
  if (noun === "contact" || noun === "company") return { ...none, segmentId: id };
  throw new UserError("usage", "segment " + name + " is one of " + noun + " records, not of customers");
}

type Known = ReturnType<typeof termsOf> & ReturnType<typeof whoseOf>;

const alikeSql = `
  SELECT id
  FROM agreement
  WHERE contact_id IS NOT DISTINCT FROM :contactId AND company_id IS NOT DISTINCT FROM :companyId
    AND segment_id IS NOT DISTINCT FROM :segmentId AND product_id IS NOT DISTINCT FROM :productId
    AND from_date IS NOT DISTINCT FROM :fromDate AND perk IS NOT DISTINCT FROM :perk
    AND (price_minor IS NULL) = (:priceMinor IS NULL)
  ORDER BY id`;

function alike(db: Db, row: Known): number[] {
  const { contactId, companyId, segmentId, productId, fromDate, perk, priceMinor } = row;
  const params = { contactId, companyId, segmentId, productId, fromDate, perk, priceMinor };
  return db.all<{ id: number }>(alikeSql, params).map(({ id }) => id);
}
