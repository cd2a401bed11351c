import { agreementReader, surveyReader } from "../../import/agreements.ts";
import { campaignReader } from "../../import/campaigns.ts";
import type { Noun } from "../../import/headers.ts";
import { invoiceReader, paymentReader } from "../../import/invoices.ts";
import { productReader } from "../../import/product-rows.ts";
import { quoteOf, quoteReader } from "../../import/quotes.ts";
import { ticketReader } from "../../import/tickets.ts";
import { agreementSink } from "../../store/import/agreements.ts";
import { campaignSink } from "../../store/import/campaigns.ts";
import { invoiceSink } from "../../store/import/invoices.ts";
import { withoutOrder } from "../../store/import/order-finder.ts";
import { paymentSink } from "../../store/import/payments.ts";
import { productSink } from "../../store/import/products.ts";
import { quoteSink } from "../../store/import/quotes.ts";
import { surveySink } from "../../store/import/surveys.ts";
import { ticketSink } from "../../store/import/tickets.ts";
import { quoteLine } from "../quote/line.ts";
import {
  groupIntake,
  type MakeIntake,
  madeBesides,
  nothingBesides,
  partiesBesides,
  rowIntake,
} from "./take.ts";

/** How files of what is sold, offered, marketed and served are taken in. */
export const sellingIntakes = {
  products(db, source, context) {
    const sink = productSink(db, context.store);
    const besides = () => ({ ...nothingBesides, notes: sink.notes() });
    return rowIntake(source, context, { reader: productReader, sink, besides });
  },
  quotes(db, source, context) {
    const sink = quoteSink(db, context.store);
    return groupIntake(source, context, {
      what: "quote",
      reader: (table, map: Parameters<typeof quoteReader>[1], options) =>
        quoteReader(table, map, { ...options, line: quoteLine }),
      read: quoteOf,
      sink,
      besides: () => partiesBesides(sink.parties, acceptedNotes(sink.accepted())),
    });
  },
  campaigns(db, source, context) {
    const { store, reader, checkTarget } = context;
    const sink = campaignSink(db, { ...store, currency: reader.currency, checkFilter: checkTarget });
    return rowIntake(source, context, { reader: campaignReader, sink });
  },
  invoices(db, source, context) {
    const sink = invoiceSink(db, context.store);
    const besides = () => madeBesides(sink.customers, orderlessNotes(sink.lost(), context.store));
    return rowIntake(source, context, { reader: invoiceReader, sink, besides });
  },
  agreements(db, source, context) {
    const sink = agreementSink(db, context.store);
    const besides = () => madeBesides(sink.customers);
    return rowIntake(source, context, { reader: agreementReader, sink, besides });
  },
  surveys(db, source, context) {
    return rowIntake(source, context, { reader: surveyReader, sink: surveySink(db, context.store) });
  },
  payments(db, source, context) {
    return rowIntake(source, context, { reader: paymentReader, sink: paymentSink(db, context.store) });
  },
  tickets(db, source, context) {
    const sink = ticketSink(db, context.store);
    const besides = () => partiesBesides(sink.parties, sink.notes());
    return rowIntake(source, context, { reader: ticketReader, sink, besides });
  },
} as const satisfies Partial<Record<Noun, MakeIntake>>;

function orderlessNotes(count: number, options: Parameters<typeof withoutOrder>[0]): string[] {
  return count === 0 ? [] : [(count === 1 ? "1 row " : count + " rows ") + withoutOrder(options)];
}

function acceptedNotes(count: number): string[] {
  if (count === 0) return [];
  const quotes = count === 1 ? "1 accepted quote" : count + " accepted quotes";
  return [quotes + " recorded no purchase: purchases come with crm import orders"];
}
