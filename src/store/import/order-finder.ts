import { UserError } from "../../errors.ts";
import { fold } from "../../values/fold.ts";
import type { Db } from "../db.ts";
import type { ImportOptions } from "./contacts.ts";
import { alikeBy } from "./known.ts";

interface Of {
  readonly contactId: number | null;
  readonly companyId: number | null;
}

/** The purchases that a file names. */
export interface Orders {
  /** Whether any is called so, by number or id. */
  has(text: string): boolean;
  /** The one of that customer, or the only one; undefined: there is none. */
  of(text: string, customer: Of): number | undefined;
}

/** What is said of rows whose order was not found. Our own export can name one without a number by its id only. */
export function withoutOrder({ ownIds = false }: Pick<ImportOptions, "ownIds">): string {
  const hint = "crm import orders" + (ownIds ? "; of one that has no number crm export all keeps it" : "");
  return "with an order that is not there, or another customer's: taken in without (" + hint + ")";
}

/**
 * Purchases by their number, here or where the file is from. An id counts only for a purchase of the customer: those of
 * another database are the ids of others, and a number such as 17 is mostly none. Our own export names by id only what
 * has no number.
 */
export function orderFinder(db: Db, { ownIds = false }: Pick<ImportOptions, "ownIds">): Orders {
  let read: ReturnType<typeof byNumber> | undefined;
  const numbered = (text: string): readonly number[] => {
    read ??= byNumber(db);
    const here = read.of({ number: text });
    return here.length > 0 ? here : db.all<{ id: number }>(elsewhereSql, [text]).map(({ id }) => id);
  };
  const idIn = (text: string) => {
    const found = /^#?(\d{1,15})$/.exec(text.trim())?.[1];
    return found === undefined
      ? undefined
      : db.get<{ id: number }>(idSql, [Number(found), ownIds ? 1 : 0])?.id;
  };
  const isOf = (id: number, { contactId, companyId }: Of) =>
    db.get(ofSql, { id, contactId, companyId }) !== undefined;
  return {
    has: (text) => numbered(text).length > 0 || idIn(text) !== undefined,
    of(text, customer) {
      const all = numbered(text);
      const own = all.filter((id) => isOf(id, customer));
      const [first, second] = own.length > 0 ? own : all;
      if (first !== undefined && second === undefined) return first;
      if (second !== undefined)
        throw new UserError("ambiguous", '"' + text + '" could be order #' + first + " or #" + second);
      const id = idIn(text);
      return id !== undefined && isOf(id, customer) ? id : undefined;
    },
  };
}

const elsewhereSql =
  "SELECT DISTINCT record_id AS id FROM external_id WHERE noun = 'order' AND key = ? ORDER BY id LIMIT 9";
const idSql = "SELECT id FROM sales_order WHERE id = ? AND (number IS NULL OR ? = 0)";
const ofSql = `
  SELECT 1
  FROM sales_order
  WHERE id = :id AND (contact_id = :contactId OR company_id = :companyId)`;

function byNumber(db: Db) {
  const sql = "SELECT id, number FROM sales_order WHERE number IS NOT NULL ORDER BY id";
  return alikeBy<{ number: string }>(db, sql, ({ number }) => fold(number));
}
