import { UserError } from "../../errors.ts";
import { fold } from "../../values/fold.ts";
import type { Db } from "../db.ts";
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

/**
 * Purchases by their number, here or where the file is from. An id counts only for a purchase of the customer: those of
 * another database are the ids of others, and a number such as 17 is mostly none.
 */
export function orderFinder(db: Db): Orders {
  let read: ReturnType<typeof byNumber> | undefined;
  const numbered = (text: string): readonly number[] => {
    read ??= byNumber(db);
    const here = read.of({ number: text });
    return here.length > 0 ? here : db.all<{ id: number }>(elsewhereSql, [text]).map(({ id }) => id);
  };
  const isOf = (id: number, { contactId, companyId }: Of) =>
    db.get(ofSql, { id, contactId, companyId }) !== undefined;
  return {
    has: (text) => numbered(text).length > 0 || idIn(db, text) !== undefined,
    of(text, customer) {
      const all = numbered(text);
      const own = all.filter((id) => isOf(id, customer));
      const [first, second] = own.length > 0 ? own : all;
      if (first !== undefined && second === undefined) return first;
      if (second !== undefined)
        throw new UserError("ambiguous", '"' + text + '" could be order #' + first + " or #" + second);
      const id = idIn(db, text);
      return id !== undefined && isOf(id, customer) ? id : undefined;
    },
  };
}

const elsewhereSql =
  "SELECT DISTINCT record_id AS id FROM external_id WHERE noun = 'order' AND key = ? ORDER BY id LIMIT 9";
const ofSql = `
  SELECT 1
  FROM sales_order
  WHERE id = :id AND (contact_id = :contactId OR company_id = :companyId)`;

function byNumber(db: Db) {
  const sql = "SELECT id, number FROM sales_order WHERE number IS NOT NULL ORDER BY id";
  return alikeBy<{ number: string }>(db, sql, ({ number }) => fold(number));
}

function idIn(db: Db, text: string): number | undefined {
  const found = /^#?(\d{1,15})$/.exec(text.trim())?.[1];
  if (found === undefined) return undefined;
  return db.get<{ id: number }>("SELECT id FROM sales_order WHERE id = ?", [Number(found)])?.id;
}
