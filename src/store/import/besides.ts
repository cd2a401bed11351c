import { fold } from "../../values/fold.ts";
import { recordConsent, usualPurpose } from "../consent.ts";
import { setDate } from "../contact/date.ts";
import type { Channel } from "../contact.ts";
import type { Db } from "../db.ts";
import { updateRow } from "../row.ts";
import type { ImportedContact, ImportOptions, InTouch } from "./contacts.ts";
import { difference } from "./difference.ts";
import { readExtras, setExtras } from "./extras.ts";
import type { MergeMode } from "./merge.ts";
import type { Companies } from "./parts.ts";

/** What few rows say of a contact besides: refusals, other companies, custom values, how to keep in touch. */
export interface Besides {
  readonly refuses: readonly Channel[];
  readonly companyIds: readonly number[];
  readonly values: readonly (string | null)[];
  readonly inTouch: InTouch | null;
}

export interface BesidesSink {
  /** Undefined: the row says nothing of the kind. A custom value that does not fit its field is a UserError. */
  read(row: ImportedContact): Besides | undefined;
  /** To be written when the contact has been. */
  later(id: number, besides: Besides): void;
  flush(): void;
  /** Adds it to a contact that is there; true when that changed anything. */
  add(id: number, besides: Besides, mode: MergeMode): boolean;
}

export function besidesSink(db: Db, options: ImportOptions & { readonly companies: Companies }): BesidesSink {
  const { extras, companies } = options;
  let waiting: { id: number; besides: Besides }[] = [];
  const add: BesidesSink["add"] = (id, { refuses, companyIds, values, inTouch }, mode) => {
    const changes = [
      ...refuses.map((channel) => refuse(db, { id, channel }, options)),
      ...companyIds.map((companyId) => employ(db, id, companyId)),
      extras !== undefined && setExtras(db, { fields: extras.fields, values, mode }, id),
      inTouch !== null && keepInTouch(db, id, { inTouch, mode, at: options.at }),
    ];
    return changes.includes(true);
  };
  return {
    read({ refuses, alsoAt, inTouch, extras: cells }) {
      if (inTouch === null && refuses.length + alsoAt.length + cells.length === 0) return undefined;
      const values = readExtras(extras, cells);
      const companyIds: number[] = [];
      for (let at = 0; at < alsoAt.length; at += 2) {
        companyIds.push(companies.make(alsoAt[at]!, alsoAt[at + 1]));
      }
      return { refuses, companyIds, values, inTouch };
    },
    later: (id, besides) => void waiting.push({ id, besides }),
    flush() {
      for (const { id, besides } of waiting) add(id, besides, "fill");
      waiting = [];
    },
    add,
  };
}

const saidSql = `
  SELECT 1
  FROM consent
  WHERE contact_id = :id AND channel = :channel AND purpose = :purpose AND state = 'withdrawn' AND source = :source`;

/** A refusal is written down once for each source: a second run of the same file does not outdo what was agreed since. */
function refuse(
  db: Db,
  { id, channel }: { id: number; channel: Channel },
  { source, at }: Pick<ImportOptions, "source" | "at">,
): boolean {
  const said = { id, channel, purpose: usualPurpose, source: "import " + source };
  if (db.get(saidSql, said) !== undefined) return false;
  const statement = {
    purpose: usualPurpose,
    state: "withdrawn",
    source: said.source,
    wording: null,
  } as const;
  recordConsent(db, { contactId: id, channel, statedAt: at, ...statement }, at);
  return true;
}

const inTouchTable = {
  table: "contact",
  columns: { cadence: "cadence", preferredChannel: "preferred_channel" },
} as const;

/** A day of a label that the contact has is another one only in an update. */
function keepInTouch(
  db: Db,
  id: number,
  { inTouch, mode, at }: { inTouch: InTouch; mode: MergeMode; at: string },
): boolean {
  const { dates, ...row } = inTouch;
  const { patch } = difference(db, inTouchTable, { id, row, mode });
  const isChanged = Object.keys(patch).length > 0;
  if (isChanged) updateRow(db, inTouchTable, { id, patch, at });
  const dateSql = "SELECT date FROM contact_date WHERE contact_id = ? AND label_key = ?";
  const others = dates.filter(({ label, date }) => {
    const had = db.get<{ date: string }>(dateSql, [id, fold(label)])?.date;
    return had === undefined || (mode === "update" && had !== date);
  });
  for (const one of others) setDate(db, id, one);
  return isChanged || others.length > 0;
}

function employ(db: Db, id: number, companyId: number): boolean {
  const sql = `
    INSERT INTO employment (contact_id, company_id, position)
    SELECT :id, :companyId, coalesce((SELECT max(position) FROM employment WHERE contact_id = :id), 0) + 1
    WHERE NOT EXISTS (
      SELECT 1
      FROM employment
      JOIN company ON company.id = employment.company_id
      WHERE contact_id = :id
        AND (company.id = :companyId OR company.name = (SELECT name FROM company WHERE id = :companyId)))`;
  return db.run(sql, { id, companyId }).changes > 0;
}
