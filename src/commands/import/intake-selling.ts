import { agreementReader, surveyReader } from "../../import/agreements.ts";
import { campaignReader } from "../../import/campaigns.ts";
import { draftsOf } from "../../import/drafts.ts";
import type { Noun } from "../../import/headers.ts";
import { invoiceReader, paymentReader } from "../../import/invoices.ts";
import { productReader } from "../../import/product-rows.ts";
import { quoteOf, quoteReader } from "../../import/quotes.ts";
import { ticketReader } from "../../import/tickets.ts";
import { agreementSink } from "../../store/import/agreements.ts";
import { campaignSink } from "../../store/import/campaigns.ts";
import type { Customers } from "../../store/import/customers.ts";
import { invoiceSink } from "../../store/import/invoices.ts";
import { paymentSink } from "../../store/import/payments.ts";
import { productSink } from "../../store/import/products.ts";
import { quoteSink } from "../../store/import/quotes.ts";
import { surveySink } from "../../store/import/surveys.ts";
import { ticketSink } from "../../store/import/tickets.ts";
import { quoteLine } from "../quote/line.ts";
import {
  type Besides,
  csvOf,
  groupsTaken,
  intakeOf,
  type MakeIntake,
  nothingBesides,
  of,
  orRefused,
  partiesBesides,
} from "./take.ts";

/** How files of what is sold, offered, marketed and served are taken in. */
export const sellingIntakes = {
  products(db, source, context) {
    const { table, reader, store, map } = context;
    const sink = productSink(db, store);
    return intakeOf(draftsOf(csvOf(source), productReader(table, of(map), reader)), context, {
      take: orRefused(context, sink.take),
      end: () => {},
      besides: () => nothingBesides,
    });
  },
  quotes(db, source, context) {
    const { table, reader, store, map } = context;
    const sink = quoteSink(db, store);
    const groups = groupsTaken(context, { what: "quote", read: quoteOf, take: sink.take });
    const options = { ...reader, line: quoteLine };
    return intakeOf(draftsOf(csvOf(source), quoteReader(table, of(map), options)), context, {
      take: (read, row) => groups.add(row, read),
      end() {
        groups.end();
        sink.end();
      },
      besides: () =>
        withNote(partiesBesides(sink.parties), sink.accepted() > 0 ? [acceptedNote(sink.accepted())] : []),
    });
  },
  campaigns(db, source, context) {
    const { table, reader, store, map, checkTarget } = context;
    const sink = campaignSink(db, { ...store, currency: reader.currency, checkFilter: checkTarget });
    return intakeOf(draftsOf(csvOf(source), campaignReader(table, of(map), reader)), context, {
      take: orRefused(context, sink.take),
      end: () => {},
      besides: () => nothingBesides,
    });
  },
  invoices(db, source, context) {
    const { table, reader, store, map } = context;
    const sink = invoiceSink(db, store);
    return intakeOf(draftsOf(csvOf(source), invoiceReader(table, of(map), reader)), context, {
      take: orRefused(context, sink.take),
      end: sink.end,
      besides: () => madeBesides(sink.customers),
    });
  },
  agreements(db, source, context) {
    const { table, reader, store, map } = context;
    const sink = agreementSink(db, store);
    return intakeOf(draftsOf(csvOf(source), agreementReader(table, of(map), reader)), context, {
      take: orRefused(context, sink.take),
      end: sink.end,
      besides: () => madeBesides(sink.customers),
    });
  },
  surveys(db, source, context) {
    const { table, reader, store, map } = context;
    const sink = surveySink(db, store);
    return intakeOf(draftsOf(csvOf(source), surveyReader(table, of(map), reader)), context, {
      take: orRefused(context, sink.take),
      end: () => {},
      besides: () => nothingBesides,
    });
  },
  payments(db, source, context) {
    const { table, reader, store, map } = context;
    const sink = paymentSink(db, store);
    return intakeOf(draftsOf(csvOf(source), paymentReader(table, of(map), reader)), context, {
      take: orRefused(context, sink.take),
      end: () => {},
      besides: () => nothingBesides,
    });
  },
  tickets(db, source, context) {
    const { table, reader, store, map } = context;
    const sink = ticketSink(db, store);
    return intakeOf(draftsOf(csvOf(source), ticketReader(table, of(map), reader)), context, {
      take: orRefused(context, sink.take),
      end: sink.end,
      besides: () => withNote(partiesBesides(sink.parties), sink.notes()),
    });
  },
} as const satisfies Partial<Record<Noun, MakeIntake>>;

function madeBesides({ companiesMade, contactsMade }: Customers): Besides {
  return { companiesCreated: companiesMade(), contactsCreated: contactsMade(), notes: [] };
}

function withNote(besides: Besides, notes: readonly string[]): Besides {
  return { ...besides, notes: [...besides.notes, ...notes] };
}

function acceptedNote(count: number): string {
  const quotes = count === 1 ? "1 accepted quote" : count + " accepted quotes";
  return quotes + " recorded no purchase: purchases come with crm import orders";
}
