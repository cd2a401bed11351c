import { activityReader } from "../../import/activities.ts";
import { companyReader } from "../../import/companies.ts";
import { contactReader } from "../../import/contacts.ts";
import { dealReader } from "../../import/deals.ts";
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
  draftsIn,
  groupIntake,
  intakeOf,
  type MakeIntake,
  madeBesides,
  nothingBesides,
  orRefused,
  partiesBesides,
  rowIntake,
} from "./take.ts";

/** How the files of each noun are taken in. */
export const intakes: Readonly<Record<Noun, MakeIntake>> = {
  ...sellingIntakes,
  contacts(db, source, context) {
    const firms = companies(db, { ...context.store, waits: true });
    const sink = contactSink(db, { ...context.store, companies: firms });
    const drafts = source.contacts ?? draftsIn(source, context, contactReader);
    return intakeOf(drafts, context, {
      take: orRefused(context, sink.take),
      end: sink.end,
      besides: () => ({ ...nothingBesides, companiesCreated: firms.made() }),
    });
  },
  companies(db, source, context) {
    return rowIntake(source, context, { reader: companyReader, sink: companySink(db, context.store) });
  },
  deals(db, source, context) {
    const { store, reader, pipeline, addStages } = context;
    const sink = dealSink(db, { ...store, pipeline, addStages, currency: reader.currency });
    const notes = () => [...sink.added.map((what) => "added " + what), ...wonNotes(sink.won())];
    const besides = () => madeBesides(sink.customers, notes());
    return rowIntake(source, context, { reader: dealReader, sink, besides });
  },
  orders(db, source, context) {
    const sink = orderSink(db, context.store);
    const besides = () => madeBesides(sink.customers);
    return groupIntake(source, context, { what: "order", reader: orderReader, read: orderOf, sink, besides });
  },
  activities(db, source, context) {
    const sink = activitySink(db, context.store);
    const besides = () => partiesBesides(sink.parties);
    return rowIntake(source, context, { reader: activityReader, sink, besides });
  },
  followups(db, source, context) {
    const sink = followupSink(db, { ...context.store, zone: context.zone() });
    const besides = () => partiesBesides(sink.parties);
    return rowIntake(source, context, { reader: followupReader, sink, besides });
  },
};

function wonNotes(count: number): string[] {
  if (count === 0) return [];
  const deals = count === 1 ? "1 won deal" : count + " won deals";
  return [deals + " recorded no purchase: purchases come with crm import orders"];
}
