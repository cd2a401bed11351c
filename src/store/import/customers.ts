import { UserError } from "../../errors.ts";
import { joinParts } from "../../values/parts.ts";
import { contactNameSql } from "../contact/name.ts";
import type { Db } from "../db.ts";
import { describe, describeCandidate } from "../reference.ts";
import { type ContactSink, contactSink, type ImportedContact, type ImportOptions } from "./contacts.ts";
import { byKeys } from "./identity.ts";
import type { Companies } from "./parts.ts";

/** People of our own export: their numbers there, which count only where those are called so here too. */
export interface OwnPeople {
  readonly ids: readonly number[];
  /** What they are called, with semicolons between them. */
  readonly called: string;
}

/** A customer as a row names one. */
export interface Customer extends ImportedContact {
  readonly own?: OwnPeople | undefined;
}

/** The people and companies that purchases or deals are with; who is not there yet is made. */
export interface Customers {
  contactOf(row: Customer): number;
  /** Those of our own export, where all of them are the same here. */
  ownPeople(own: OwnPeople | undefined): readonly number[] | undefined;
  companyOf(name: string | null, key: string | null): number | null;
  contactsMade(): number;
  companiesMade(): number;
  end(): void;
}

/** The last so many customers are remembered: a file names the same ones again and again. */
const remembered = 20_000;

/**
 * A file of purchases says who bought, not who that is: a contact is found by external id, email or name, gets the id
 * and the email that it does not have yet and the refusals, and is not changed otherwise. A name alone can mean anybody
 * of that name, whatever else is known of them; if it can mean several, the row is refused.
 */
export function customers(db: Db, options: ImportOptions, companies: Companies): Customers {
  const keys = { memoryFrom: Number.POSITIVE_INFINITY };
  const sink = contactSink(db, { ...options, companies, keys });
  const known = new Map<string, number>();
  let made = 0;
  const find = (row: Customer) =>
    byKeys(db, row, { ...sink, match: options.match }) ??
    (options.match.includes("name") ? byName(db, row, sink, companies) : undefined);
  return {
    ownPeople: (own) => (own === undefined ? undefined : ownPeople(db, own)),
    contactOf(row) {
      const own = row.own === undefined ? undefined : ownPeople(db, row.own)?.[0];
      if (own !== undefined) return own;
      const mark = [row.externalId, row.emails[0]?.key, row.nameKey, row.company, ...row.refuses].join("\t");
      const remembers = known.get(mark);
      if (remembers !== undefined) return remembers;
      const found = find(row);
      if (found === undefined) made++;
      // Our own export has a file of contacts for where they work: a purchase may be another company's.
      const firm = row.own === undefined ? {} : { company: null, companyKey: null };
      const { id } =
        found === undefined ? sink.create(row) : sink.merge(found, { ...row, ...firm, tags: [] }, "fill");
      if (known.size >= remembered) known.clear();
      known.set(mark, id);
      return id;
    },
    companyOf: companies.of,
    contactsMade: () => made,
    companiesMade: companies.made,
    end: sink.end,
  };
}

const calledSql = "SELECT " + contactNameSql + " AS name FROM contact WHERE id = ?";

function ownPeople(db: Db, { ids, called }: OwnPeople): readonly number[] | undefined {
  const names = ids.flatMap((id) => db.get<{ name: string }>(calledSql, [id])?.name ?? []);
  const same = [names.join("; "), joinParts(names)].some((all) => inLine(all) === inLine(called));
  return names.length > 0 && same ? ids : undefined;
}

function inLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function byName(db: Db, row: Customer, { keys }: ContactSink, companies: Companies): number | undefined {
  if (row.nameKey === null) return undefined;
  const all = keys.namesakes(row.nameKey).filter((id) => row.emails.length === 0 || !hasEmail(db, id));
  const companyId = row.company === null ? undefined : companies.find(row.company);
  const there = companyId === undefined ? [] : all.filter((id) => worksAt(db, id, companyId));
  // In our own export the company is whom it was for, which says who is meant only among namesakes.
  const isElsewhere = row.company !== null && row.own === undefined;
  const fitting = there.length > 0 || isElsewhere ? there : all;
  if (fitting.length < 2) return fitting[0];
  const named = fitting.flatMap((id) => describe(db, "contact", id) ?? []).map(describeCandidate);
  throw new UserError("ambiguous", '"' + (row.name ?? "") + '" could be ' + named.join(" or "));
}

/** Someone with another email is someone else. */
function hasEmail(db: Db, id: number): boolean {
  return db.get("SELECT 1 FROM contact_email WHERE contact_id = ?", [id]) !== undefined;
}

function worksAt(db: Db, id: number, companyId: number): boolean {
  const sql = "SELECT 1 FROM employment WHERE contact_id = ? AND company_id = ?";
  return db.get(sql, [id, companyId]) !== undefined;
}
