import { activityReader } from "../../import/activities.ts";
import { companyReader } from "../../import/companies.ts";
import { contactReader } from "../../import/contacts.ts";
import { dealReader } from "../../import/deals.ts";
import { draftsOf } from "../../import/drafts.ts";
import { followupReader } from "../../import/followups.ts";
import type { Noun } from "../../import/headers.ts";
import { orderOf, orderReader } from "../../import/orders.ts";
import { activitySink } from "../../store/import/activities.ts";
import { companySink } from "../../store/import/companies.ts";
import { contactSink } from "../../store/import/contacts.ts";
import { dealSink } from "../../store/import/deals.ts";
import { followupSink } from "../../store/import/followups.ts";
import { orderSink } from "../../store/import/orders.ts";
import { companies } from "../../store/import/parts.ts";
import { sellingIntakes } from "./intake-selling.ts";
import {
  csvOf,
  groupsTaken,
  intakeOf,
  type MakeIntake,
  nothingBesides,
  of,
  orRefused,
  partiesBesides,
} from "./take.ts";

/** How the files of each noun are taken in. */
export const intakes: Readonly<Record<Noun, MakeIntake>> = {
  ...sellingIntakes,
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
    const groups = groupsTaken(context, { what: "order", read: orderOf, take: sink.take });
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
    const sink = followupSink(db, { ...store, zone: zone() });
    return intakeOf(draftsOf(csvOf(source), followupReader(table, of(map), reader)), context, {
      take: orRefused(context, sink.take),
      end: sink.end,
      besides: () => partiesBesides(sink.parties),
    });
  },
};

function wonNote(count: number): string {
  const deals = count === 1 ? "1 won deal" : count + " won deals";
  return deals + " recorded no purchase: purchases come with crm import orders";
}
