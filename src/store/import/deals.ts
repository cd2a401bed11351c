import { fold } from "../../values/fold.ts";
import { idSet } from "../bulk.ts";
import type { Db } from "../db.ts";
import { type DealRow, dealTable, noteStage } from "../deal.ts";
import { addDealContacts, dropOwnContacts } from "../deal-contact.ts";
import { refreshLifecycle } from "../lifecycle.ts";
import { stopSteps } from "../playbook.ts";
import { insertRow, updateRow } from "../row.ts";
import type { Stage, StageKind } from "../stage.ts";
import type { ImportedContact, ImportOptions, Taken } from "./contacts.ts";
import { type Customers, customers } from "./customers.ts";
import { difference } from "./difference.ts";
import { readExtras, takeExtras } from "./extras.ts";
import { externalIds, ownByTitle, recordsMet } from "./known.ts";
import { companies, tags as tagFinder } from "./parts.ts";
import { type FoundStage, percentOf, stageFinder } from "./stages.ts";

/** A deal as a file has it. Null: the file does not say. */
export interface ImportedDeal {
  readonly externalId: string | null;
  readonly title: string;
  readonly contact: ImportedContact | null;
  /** Who else it is with. */
  readonly also: readonly ImportedContact[];
  readonly company: string | null;
  /** The company's id where the file is from. */
  readonly companyKey: string | null;
  readonly stage: string | null;
  readonly pipeline: string | null;
  readonly status: StageKind | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly probability: number | null;
  readonly closeDate: string | null;
  readonly closedDate: string | null;
  readonly createdAt: string | null;
  readonly lostReason: string | null;
  readonly competitor: string | null;
  readonly owner: string | null;
  readonly source: string | null;
  readonly note: string | null;
  readonly tags: readonly string[];
  /** Values of the custom fields that the import keeps, in their order. */
  readonly extras: readonly string[];
}

export interface DealOptions extends ImportOptions {
  /** Of deals that name no currency. */
  readonly currency: string;
  /** For rows that name none; undefined: the default one. */
  readonly pipeline: string | undefined;
  /** Stages and pipelines that rows name and that are not there are added. */
  readonly addStages: boolean;
}

export interface DealSink {
  take(deal: ImportedDeal): Taken;
  end(): void;
  /** Stages and pipelines that were added, in words. */
  readonly added: readonly string[];
  readonly customers: Customers;
  /** Won deals that have been made; no purchase was recorded of them. */
  won(): number;
}

/**
 * Takes deals of an import in. A deal is known by its id, or without one by its title and whom it is with, and by being
 * the first, second, ... such deal in the file. A won one records no purchase: the purchases have a file of their own.
 */
export function dealSink(db: Db, options: DealOptions): DealSink {
  const { at, today, dayOf, source, onMatch, writing, currency } = options;
  const who = customers(db, options, companies(db, options));
  const tag = tagFinder(db);
  const stages = stageFinder(db, options);
  const met = recordsMet(db, "deal", writing);
  const ids = externalIds(db, "deal", source);
  const contacts = idSet();
  let won = 0;

  const create = (key: string, deal: ImportedDeal, { row, others }: Found): Taken => {
    const { stage, ended } = stages.of(deal);
    const createdAt = deal.createdAt ?? at;
    const last = ended ?? stage;
    const closedDate = closedOn(deal, last, today);
    const contactId = row.contactId ?? others[0] ?? null;
    const draft = { ...row, contactId, currency: deal.currency ?? currency, stageId: last.id, closedDate };
    const id = insertRow(db, dealTable, { draft, at: createdAt });
    noteStage(db, { dealId: id, from: null, to: stage.id, at: createdAt });
    if (ended !== undefined)
      noteStage(db, { dealId: id, from: stage.id, to: ended.id, at: endOf(closedDate, { at, today }) });
    ids.keep(id, key);
    for (const name of deal.tags) db.run(tagSql, [id, tag(name)]);
    addDealContacts(db, id, others);
    if (last.kind === "won") won++;
    takeExtras(db, options.extras, { id, cells: deal.extras, mode: "fill" });
    if (contactId !== null) contacts.add(Number(contactId));
    return { id, outcome: "created" };
  };
  const change = (id: number, deal: ImportedDeal, { row, others }: Found): Taken =>
    met.bring(id, onMatch, (mode) => {
      const { patch } = difference(db, dealTable, { id, row, mode });
      let changes = Object.keys(patch).length;
      if (patch.contactId != null) changeContact(db, id, { contactId: Number(patch.contactId), at });
      for (const name of deal.tags) changes += db.run(tagSql, [id, tag(name)]).changes;
      changes += addDealContacts(db, id, others);
      if (takeExtras(db, options.extras, { id, cells: deal.extras, mode })) changes++;
      if (mode === "update") changes += move(id, deal);
      if (changes > 0) updateRow(db, dealTable, { id, patch, at });
      return changes > 0;
    });
  /** Puts a deal into the stage that the row says; gives 1 when it was in another. */
  const move = (id: number, deal: ImportedDeal): number => {
    if (deal.stage === null && deal.status === null) return 0;
    const { stage, ended } = stages.of(deal);
    const to = ended ?? stage;
    const from = db.get<{ stageId: number }>('SELECT stage_id AS "stageId" FROM deal WHERE id = ?', [
      id,
    ])!.stageId;
    if (from === to.id) return 0;
    updateRow(db, dealTable, { id, patch: { stageId: to.id, closedDate: closedOn(deal, to, today) }, at });
    noteStage(db, { dealId: id, from, to: to.id, at });
    if (to.kind !== "open") stopSteps(db, { noun: "deal", id });
    return 1;
  };
  return {
    customers: who,
    won: () => won,
    added: stages.added,
    take(deal) {
      // Refuses a row before anything of it is written.
      readExtras(options.extras, deal.extras);
      const place = stages.of(deal);
      const contactId = deal.contact === null ? null : who.contactOf(deal.contact);
      const companyId = who.companyOf(deal.company, deal.companyKey);
      const row = rowOf({ ...deal, probability: ownOdds(deal, place) }, { contactId, companyId });
      const found = { row, others: deal.also.map(who.contactOf) };
      const own = options.ownIds === true ? ownByTitle(db, "deal", deal) : undefined;
      // What came with this import has its number by chance.
      if (own !== undefined && !met.isMade(own)) return change(own, deal, found);
      if (deal.externalId !== null && options.ownIds !== true) {
        const id = ids.of(deal.externalId);
        return id === undefined ? create(deal.externalId, deal, found) : change(id, deal, found);
      }
      for (let nth = 1; ; nth++) {
        const key = [fold(deal.title), contactId, companyId, nth].join("|");
        const id = ids.of(key);
        if (id === undefined) return create(key, deal, found);
        if (!met.has(id)) return change(id, deal, found);
      }
    },
    end() {
      who.end();
      for (const id of contacts.each()) refreshLifecycle(db, [id], { today, dayOf });
    },
  };
}

/** A row with everybody it names found. */
interface Found {
  readonly row: DealRow;
  /** Who else the deal is with. Whoever is there stays: a file names those of its day. */
  readonly others: readonly number[];
}

/** Before the others are added: one of them may have been the deal's own contact. */
function changeContact(db: Db, id: number, { contactId, at }: { contactId: number; at: string }): void {
  updateRow(db, dealTable, { id, patch: { contactId }, at });
  dropOwnContacts(db, contactId);
}

const tagSql = "INSERT INTO deal_tag (deal_id, tag_id) VALUES (?, ?) ON CONFLICT DO NOTHING";

/** The day on which it ended as far as the row says, else today; null while it is open. */
function closedOn({ closedDate, closeDate }: ImportedDeal, { kind }: Stage, today: string): string | null {
  return kind === "open" ? null : (closedDate ?? closeDate ?? today);
}

/** Noon of the day on which it ended; what ended today ended now. */
function endOf(date: string | null, { at, today }: { at: string; today: string }): string {
  return date === null || date >= today ? at : date + "T12:00:00Z";
}

/** A probability that is the stage's changes with the stage; a deal that has ended has none. */
function ownOdds({ probability }: ImportedDeal, { stage, ended }: FoundStage): number | null {
  return (ended ?? stage).kind !== "open" || probability === percentOf(stage) ? null : probability;
}

function rowOf(
  deal: ImportedDeal,
  who: { readonly contactId: number | null; readonly companyId: number | null },
): DealRow {
  const {
    title,
    amountMinor,
    currency,
    probability,
    closeDate,
    lostReason,
    competitor,
    source,
    owner,
    note,
  } = deal;
  const money = amountMinor === null ? {} : { amountMinor, currency };
  return { title, ...who, ...money, probability, closeDate, lostReason, competitor, source, owner, note };
}
