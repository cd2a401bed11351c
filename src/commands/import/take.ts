import type { DateNote, Table } from "../../import/columns.ts";
import { BadRow } from "../../import/columns.ts";
import type { ReaderOptions } from "../../import/contacts.ts";
import type { OpenCsv } from "../../import/csv.ts";
import { type Drafts, draftsOf, type Reader, type Refused, refusalOf } from "../../import/drafts.ts";
import type { HeaderMap } from "../../import/headers.ts";
import type { CsvRow } from "../../import/records.ts";
import { type NumberedRead, rowGroups } from "../../import/row-groups.ts";
import type { Db } from "../../store/db.ts";
import type { ImportedContact, ImportOptions, Outcome, Taken } from "../../store/import/contacts.ts";
import type { Customers } from "../../store/import/customers.ts";
import type { Parties } from "../../store/import/parties.ts";

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
  /** The IANA name of the zone in which times of day are meant; asked for only where one is, for that takes milliseconds. */
  readonly zone: () => string;
  /** Throws a UserError for a filter of contacts that cannot work. */
  readonly checkTarget: (text: string) => void;
  readonly done: (row: RowDone) => void;
  readonly refuse: (refused: Refused) => void;
}

export type MakeIntake = (db: Db, source: Source, context: Context) => Intake;

export const nothingBesides: Besides = { companiesCreated: 0, contactsCreated: 0, notes: [] };

/** Who was made beside what the file is of. */
export function madeBesides(
  { companiesMade, contactsMade }: Customers,
  notes: readonly string[] = [],
): Besides {
  return { companiesCreated: companiesMade(), contactsCreated: contactsMade(), notes };
}

/** The same, with the deals that could not be told; `notes` stand below them. */
export function partiesBesides({ customers, lost }: Parties, notes: readonly string[] = []): Besides {
  const deals = lost() === 1 ? "1 row names a deal" : lost() + " rows name deals";
  const untold = deals + " that cannot be told: taken in without (crm import deals comes first)";
  return madeBesides(customers, lost() === 0 ? notes : [untold, ...notes]);
}

/** What takes the drafts of a noun to the database. */
interface Sink<Draft> {
  take(draft: Draft): Taken;
  end?(): void;
}

/** How the rows of a table are read, and where what they say goes. */
interface OfTable<Read, Draft, Field extends string> {
  readonly reader: (table: Table, map: HeaderMap<Field>, options: ReaderOptions) => Reader<Read>;
  readonly sink: Sink<Draft>;
  readonly besides?: Intake["besides"];
}

/** The intake of a table each of whose rows is a record. */
export function rowIntake<Draft, Field extends string>(
  source: Source,
  context: Context,
  { reader, sink, besides = () => nothingBesides }: OfTable<Draft, Draft, Field>,
): Intake {
  return intakeOf(draftsIn(source, context, reader), context, {
    take: orRefused(context, sink.take),
    end: () => sink.end?.(),
    besides,
  });
}

/** The intake of a table in which a record can have several rows; `what` it is: "order". */
export function groupIntake<Row, Draft, Field extends string>(
  source: Source,
  context: Context,
  {
    what,
    reader,
    read,
    sink,
    besides = () => nothingBesides,
  }: OfTable<NumberedRead<Row>, Draft, Field> & {
    readonly what: string;
    readonly read: (rows: readonly Row[]) => Draft;
  },
): Intake {
  const groups = groupsTaken(context, { what, read, take: sink.take });
  return intakeOf(draftsIn(source, context, reader), context, {
    take: (one, row) => groups.add(row, one),
    end() {
      groups.end();
      sink.end?.();
    },
    besides,
  });
}

export function draftsIn<Read, Field extends string>(
  { csv }: Source,
  { table, map, reader: options }: Context,
  reader: OfTable<Read, unknown, Field>["reader"],
): Drafts<Read> {
  if (csv === undefined) throw new Error("only contacts are read by another thread");
  // The columns were understood for the noun whose fields these are.
  return draftsOf(csv, reader(table, map as HeaderMap<Field>, options));
}

interface Taker<Draft> extends Pick<Intake, "besides"> {
  take(draft: Draft, row: CsvRow): void;
  end(): void;
}

/** The intake of a file whose drafts are taken one by one. */
export function intakeOf<Draft>(
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
export function orRefused<Draft>(context: Context, take: (draft: Draft) => Taken): Taker<Draft>["take"] {
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

/** A record of several rows is taken in, or all of them are refused; `what` it is: "order". */
function groupsTaken<Row, Draft>(
  context: Pick<Context, "done" | "refuse">,
  {
    what,
    read,
    take,
  }: { what: string; read: (rows: readonly Row[]) => Draft; take: (draft: Draft) => Taken },
) {
  return rowGroups<Row>(({ rows, from, error }) => {
    const [first, ...more] = from;
    if (first === undefined) return;
    let fault = error;
    if (fault === undefined) {
      try {
        const { id, outcome } = take(read(rows));
        context.done({ line: first.line, outcome, id });
        for (const { line } of more) context.done({ line, outcome: "merged", id });
        return;
      } catch (thrown) {
        fault = { row: first, error: thrown };
      }
    }
    context.refuse(refusalOf(fault.row, fault.error));
    const why = new BadRow("row " + fault.row.line + " of the same " + what + " was refused");
    for (const row of from) if (row !== fault.row) context.refuse(refusalOf(row, why));
  });
}
