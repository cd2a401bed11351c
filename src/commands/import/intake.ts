import { activityReader } from "../../import/activities.ts";
import type { DateNote, Table } from "../../import/columns.ts";
import { BadRow } from "../../import/columns.ts";
import { companyReader } from "../../import/companies.ts";
import { contactReader, type ReaderOptions } from "../../import/contacts.ts";
import type { OpenCsv } from "../../import/csv.ts";
import { dealReader } from "../../import/deals.ts";
import { type Drafts, draftsOf, type Refused, refusalOf } from "../../import/drafts.ts";
import { followupReader } from "../../import/followups.ts";
import type { HeaderMap, Noun } from "../../import/headers.ts";
import { type OrderGroup, orderGroups } from "../../import/order-groups.ts";
import { orderOf, orderReader } from "../../import/orders.ts";
import { productReader } from "../../import/product-rows.ts";
import type { CsvRow } from "../../import/records.ts";
import type { Db } from "../../store/db.ts";
import { activitySink } from "../../store/import/activities.ts";
import { companySink } from "../../store/import/companies.ts";
import {
  contactSink,
  type ImportedContact,
  type ImportOptions,
  type Outcome,
  type Taken,
} from "../../store/import/contacts.ts";
import { dealSink } from "../../store/import/deals.ts";
import { followupSink } from "../../store/import/followups.ts";
import { orderSink } from "../../store/import/orders.ts";
import type { Parties } from "../../store/import/parties.ts";
import { companies } from "../../store/import/parts.ts";
import { productSink } from "../../store/import/products.ts";

/** Takes the rows of one file in: from what they say to the database. */
export interface Intake {
  readonly dates: readonly DateNote[];
  /** Takes all of them; `onBatch` is called after every few hundred. */
  run(onBatch: () => void): Promise<void>;
  /** What was made besides, and what a person should know. */
  besides(): Besides;
}

export interface Besides {
  readonly companiesCreated: number;
  readonly contactsCreated: number;
  readonly notes: readonly string[];
}

/** A file that is open: read here, or by another thread, which can only read contacts. */
export type Source =
  | { readonly csv: OpenCsv; readonly contacts?: undefined }
  | { readonly contacts: Drafts<ImportedContact>; readonly csv?: undefined };

/** What became of one row. */
export interface RowDone {
  readonly line: number;
  readonly outcome: Outcome;
  readonly id: number;
}

export interface Context {
  readonly table: Table;
  readonly map: HeaderMap;
  readonly reader: ReaderOptions;
  readonly store: ImportOptions;
  readonly pipeline: string | undefined;
  readonly addStages: boolean;
  /** The IANA name of the zone in which times of day are meant. */
  readonly zone: string;
  readonly done: (row: RowDone) => void;
  readonly refuse: (refused: Refused) => void;
}

type MakeIntake = (db: Db, source: Source, context: Context) => Intake;

const nothingBesides = { companiesCreated: 0, contactsCreated: 0, notes: [] };

export const intakes: Readonly<Record<Noun, MakeIntake>> = {
  contacts(db, source, context) {
    const { table, reader, store, map } = context;
    const drafts = source.contacts ?? draftsOf(source.csv, contactReader(table, of(map), reader));
    const firms = companies(db, store);
    const sink = contactSink(db, { ...store, companies: firms });
    return intakeOf(drafts, context, {
      take: orRefused(context, sink.take),
      end: sink.end,
      besides: () => ({ ...nothingBesides, companiesCreated: firms.made() }),
    });
  },
  companies(db, source, context) {
    const { table, reader, store, map } = context;
    const sink = companySink(db, store);
    return intakeOf(draftsOf(csvOf(source), companyReader(table, of(map), reader)), context, {
      take: orRefused(context, sink.take),
      end: () => {},
      besides: () => nothingBesides,
    });
  },
  deals(db, source, context) {
    const { table, reader, store, pipeline, addStages, map } = context;
    const sink = dealSink(db, { ...store, pipeline, addStages, currency: reader.currency });
    return intakeOf(draftsOf(csvOf(source), dealReader(table, of(map), reader)), context, {
      take: orRefused(context, sink.take),
      end: sink.end,
      besides: () => ({
        companiesCreated: sink.customers.companiesMade(),
        contactsCreated: sink.customers.contactsMade(),
        notes: [
          ...sink.added.map((what) => "added " + what),
          ...(sink.won() === 0 ? [] : [wonNote(sink.won())]),
        ],
      }),
    });
  },
  orders(db, source, context) {
    const { table, reader, store, map } = context;
    const sink = orderSink(db, store);
    const groups = orderGroups((group) => takeOrder(group, context, sink.take));
    return intakeOf(draftsOf(csvOf(source), orderReader(table, of(map), reader)), context, {
      take: (read, row) => groups.add(row, read),
      end() {
        groups.end();
        sink.end();
      },
      besides: () => ({
        companiesCreated: sink.customers.companiesMade(),
        contactsCreated: sink.customers.contactsMade(),
        notes: [],
      }),
    });
  },
  activities(db, source, context) {
    const { table, reader, store, map } = context;
    const sink = activitySink(db, store);
    return intakeOf(draftsOf(csvOf(source), activityReader(table, of(map), reader)), context, {
      take: orRefused(context, sink.take),
      end: sink.end,
      besides: () => partiesBesides(sink.parties),
    });
  },
  followups(db, source, context) {
    const { table, reader, store, map, zone } = context;
    const sink = followupSink(db, { ...store, zone });
    return intakeOf(draftsOf(csvOf(source), followupReader(table, of(map), reader)), context, {
      take: orRefused(context, sink.take),
      end: sink.end,
      besides: () => partiesBesides(sink.parties),
    });
  },
  products(db, source, context) {
    const { table, reader, store, map } = context;
    const sink = productSink(db, store);
    return intakeOf(draftsOf(csvOf(source), productReader(table, of(map), reader)), context, {
      take: orRefused(context, sink.take),
      end: () => {},
      besides: () => nothingBesides,
    });
  },
};

function partiesBesides(who: Parties): Besides {
  const lost = who.lost();
  const deals = lost === 1 ? "1 row names a deal" : lost + " rows name deals";
  return {
    companiesCreated: who.customers.companiesMade(),
    contactsCreated: who.customers.contactsMade(),
    notes:
      lost === 0 ? [] : [deals + " that cannot be told: taken in without (crm import deals comes first)"],
  };
}

/** The columns were understood for the noun whose fields these are. */
function of<Field extends string>(map: HeaderMap): HeaderMap<Field> {
  return map as HeaderMap<Field>;
}

function csvOf({ csv }: Source): OpenCsv {
  if (csv === undefined) throw new Error("only contacts are read by another thread");
  return csv;
}

function wonNote(count: number): string {
  const deals = count === 1 ? "1 won deal" : count + " won deals";
  return deals + " recorded no purchase: purchases come with crm import orders";
}

interface Taker<Draft> extends Pick<Intake, "besides"> {
  take(draft: Draft, row: CsvRow): void;
  end(): void;
}

function intakeOf<Draft>(
  { dates, batches }: Drafts<Draft>,
  context: Context,
  { take, end, besides }: Taker<Draft>,
): Intake {
  return {
    dates,
    besides,
    async run(onBatch) {
      for await (const batch of batches) {
        for (const read of batch) {
          if ("error" in read) context.refuse(read);
          else take(read.draft, read.row);
        }
        onBatch();
      }
      end();
    },
  };
}

/** Counts what became of a row, or refuses it. */
function orRefused<Draft>(context: Context, take: (draft: Draft) => Taken): Taker<Draft>["take"] {
  return (draft, row) => {
    let refused: Refused;
    try {
      const { id, outcome } = take(draft);
      context.done({ line: row.line, outcome, id });
      return;
    } catch (error) {
      refused = refusalOf(row, error);
    }
    context.refuse(refused);
  };
}

/** An order is taken in, or all of its rows are refused. */
function takeOrder(
  group: OrderGroup,
  context: Context,
  take: (order: ReturnType<typeof orderOf>) => Taken,
): void {
  const [first, ...more] = group.from;
  if (first === undefined) return;
  let fault = group.error;
  if (fault === undefined) {
    try {
      const { id, outcome } = take(orderOf(group.rows));
      context.done({ line: first.line, outcome, id });
      for (const { line } of more) context.done({ line, outcome: "merged", id });
      return;
    } catch (error) {
      fault = { row: first, error };
    }
  }
  context.refuse(refusalOf(fault.row, fault.error));
  const why = new BadRow("row " + fault.row.line + " of the same order was refused");
  for (const row of group.from) if (row !== fault.row) context.refuse(refusalOf(row, why));
}
