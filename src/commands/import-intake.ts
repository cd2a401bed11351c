import { UserError } from "../errors.ts";
import { BadCell, BadRow, type DateNote, sortOf, type Table } from "../import/columns.ts";
import { companyReader } from "../import/companies.ts";
import { contactReader, needsPhones, type Reader, type ReaderOptions } from "../import/contacts.ts";
import { dealReader } from "../import/deals.ts";
import { mapHeaders, type Noun } from "../import/headers.ts";
import { type OrderGroup, orderGroups } from "../import/order-groups.ts";
import { orderOf, orderReader } from "../import/orders.ts";
import type { CsvRow } from "../import/records.ts";
import type { RowError } from "../import/table.ts";
import type { Db } from "../store/db.ts";
import { companySink } from "../store/import-companies.ts";
import { contactSink, type ImportOptions, type Outcome } from "../store/import-contacts.ts";
import { dealSink } from "../store/import-deals.ts";
import { orderSink } from "../store/import-orders.ts";
import { companies } from "../store/import-parts.ts";
import type { Phones } from "../values/phone.ts";

/** Takes the rows of one file in: from its text to the database. */
export interface Intake {
  readonly dates: readonly DateNote[];
  /** False: it needs the library of phone numbers, and the row again. */
  take(row: CsvRow): boolean;
  usePhones(phones: Phones): void;
  end(): void;
  /** What was made besides, and what a person should know. */
  besides(): Besides;
}

export interface Besides {
  readonly companiesCreated: number;
  readonly contactsCreated: number;
  readonly notes: readonly string[];
}

export interface Context {
  readonly table: Table;
  readonly reader: ReaderOptions;
  readonly store: ImportOptions;
  readonly pipeline: string | undefined;
  readonly done: (outcome: Outcome) => void;
  readonly refuse: (error: RowError, sort: string) => void;
}

type MakeIntake = (db: Db, context: Context) => Intake;

const nothingBesides = { companiesCreated: 0, contactsCreated: 0, notes: [] };

export const intakes: Readonly<Record<Noun, MakeIntake>> = {
  contacts(db, context) {
    const reader = contactReader(context.table, mapHeaders("contacts", context.table.header), context.reader);
    const firms = companies(db, context.store.at);
    const sink = contactSink(db, { ...context.store, companies: firms });
    return {
      ...intakeOf(reader, context, (draft) => sink.take(draft).outcome),
      end: sink.end,
      besides: () => ({ ...nothingBesides, companiesCreated: firms.made() }),
    };
  },
  companies(db, context) {
    const reader = companyReader(context.table, mapHeaders("companies", context.table.header));
    const sink = companySink(db, context.store);
    return { ...intakeOf(reader, context, sink.take), end: () => {}, besides: () => nothingBesides };
  },
  deals(db, context) {
    const { table, reader: options, store, pipeline } = context;
    const reader = dealReader(table, mapHeaders("deals", table.header), options);
    const sink = dealSink(db, { ...store, pipeline, currency: options.currency });
    return {
      ...intakeOf(reader, context, sink.take),
      end: sink.end,
      besides: () => ({
        companiesCreated: sink.customers.companiesMade(),
        contactsCreated: sink.customers.contactsMade(),
        notes: sink.won() === 0 ? [] : [wonNote(sink.won())],
      }),
    };
  },
  orders: orderIntake,
};

function wonNote(count: number): string {
  const deals = count === 1 ? "1 won deal" : count + " won deals";
  return deals + " recorded no purchase: purchases come with crm import orders";
}

function intakeOf<Draft>(
  reader: Reader<Draft>,
  context: Context,
  take: (draft: Draft) => Outcome,
): Pick<Intake, "dates" | "take" | "usePhones"> {
  return {
    dates: reader.dates,
    usePhones: reader.usePhones,
    take(row) {
      try {
        const draft = reader.read(row.cells);
        if (draft === needsPhones) return false;
        context.done(take(draft));
      } catch (error) {
        refuse(context, row, error);
      }
      return true;
    },
  };
}

/** Rows make orders; an order is taken in, or all of its rows are refused. */
function orderIntake(db: Db, context: Context): Intake {
  const { table, reader: options, store } = context;
  const reader = orderReader(table, mapHeaders("orders", table.header), options);
  const sink = orderSink(db, store);
  const close = (group: OrderGroup) => {
    if (group.error === undefined) {
      try {
        context.done(sink.take(orderOf(group.rows)));
        for (let more = 1; more < group.from.length; more++) context.done("merged");
        return;
      } catch (error) {
        group.error = { row: group.from[0]!, error };
      }
    }
    const { row: bad, error } = group.error;
    refuse(context, bad, error);
    const why = "row " + bad.line + " of the same order was refused";
    for (const row of group.from) if (row !== bad) refuse(context, row, new BadRow(why));
  };
  const groups = orderGroups(close);
  return {
    dates: reader.dates,
    usePhones: () => {},
    take(row) {
      groups.add(
        row,
        reader.number(row.cells),
        readOrError(() => reader.read(row.cells)),
      );
      return true;
    },
    end() {
      groups.end();
      sink.end();
    },
    besides: () => ({
      companiesCreated: sink.customers.companiesMade(),
      contactsCreated: sink.customers.contactsMade(),
      notes: [],
    }),
  };
}

function readOrError<T>(read: () => T): T | { readonly error: unknown } {
  try {
    return read();
  } catch (error) {
    if (isRowsFault(error)) return { error };
    throw error;
  }
}

function isRowsFault(error: unknown): error is BadCell | BadRow | UserError {
  return error instanceof BadCell || error instanceof BadRow || error instanceof UserError;
}

/** What a row has wrong is refused; anything else is a bug, or ends the import. */
function refuse(context: Context, { line, cells }: CsvRow, error: unknown): void {
  if (!isRowsFault(error)) throw error;
  const row = { line, column: null, value: null, raw: cells, reason: error.message };
  if (error instanceof BadCell) {
    const { column, value, sort } = error;
    context.refuse({ ...row, column, value }, column + " " + sort);
  } else if (error instanceof BadRow) {
    context.refuse(row, sortOf(error.message));
  } else {
    const reason = error.message + (error.hint === undefined ? "" : ": " + error.hint);
    context.refuse({ ...row, reason }, sortOf(error.message) || "contradicts what is there");
  }
}
