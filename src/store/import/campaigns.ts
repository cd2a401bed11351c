import { UserError } from "../../errors.ts";
import { fold } from "../../values/fold.ts";
import { addCampaign, type CampaignRow, campaignTable, editCampaign } from "../campaign.ts";
import type { Db } from "../db.ts";
import type { ImportOptions, Taken } from "./contacts.ts";
import { difference } from "./difference.ts";
import { readExtras, takeExtras } from "./extras.ts";
import { externalIds, recordsMet } from "./known.ts";

/** A campaign as a file has it; a null value: the file does not say. */
export interface ImportedCampaign {
  readonly externalId: string | null;
  readonly name: string;
  /** All but the name. */
  readonly row: CampaignRow;
  /** Values of the custom fields that the import keeps, in their order. */
  readonly extras: readonly string[];
}

interface CampaignOptions extends ImportOptions {
  readonly currency: string;
  /** Throws a UserError for a filter of contacts that cannot work. */
  readonly checkFilter: (text: string) => void;
}

/** Takes campaigns of an import in, as plans: known by the id of the file, else by name. Who was reached is not in it. */
export function campaignSink(db: Db, options: CampaignOptions): { take(campaign: ImportedCampaign): Taken } {
  const { at, source, onMatch, writing } = options;
  const met = recordsMet(db, "campaign", writing);
  const ids = externalIds(db, "campaign", source);
  const keep = (id: number, key: string | null) => options.ownIds !== true && ids.keep(id, key);
  const create = ({ externalId, name, row, extras }: ImportedCampaign): Taken => {
    const given = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
    const usual = { purpose: "awareness", channel: "email", currency: options.currency };
    const id = addCampaign(db, { ...usual, ...given, name }, at);
    keep(id, externalId);
    takeExtras(db, options.extras, { id, cells: extras, mode: "fill" });
    return { id, outcome: "created" };
  };
  const change = (id: number, { externalId, name, row, extras }: ImportedCampaign): Taken =>
    met.bring(id, onMatch, (mode) => {
      const { patch, was } = difference(db, campaignTable, { id, row: { ...row, name }, mode });
      const isOther = fold(String(was.name)) !== fold(name);
      const whole: CampaignRow = isOther ? patch : withoutName(patch);
      refuseBackwards({ ...was, ...whole });
      const isChanged = Object.keys(whole).length > 0;
      if (isChanged) editCampaign(db, id, { row: whole, at });
      const hasExtras = takeExtras(db, options.extras, { id, cells: extras, mode });
      return keep(id, externalId) || isChanged || hasExtras;
    });
  return {
    take(campaign) {
      // Refuses a row before anything of it is written.
      readExtras(options.extras, campaign.extras);
      const { target, exclusion } = campaign.row;
      for (const text of [target, exclusion]) if (typeof text === "string") options.checkFilter(text);
      refuseBackwards(campaign.row);
      const known = options.ownIds === true ? undefined : ids.of(campaign.externalId);
      const found = known ?? named(db, campaign.name);
      return found === undefined ? create(campaign) : change(found, campaign);
    },
  };
}

/** A name in other letters is the same name, and stays as it is. */
function withoutName({ name: _, ...rest }: CampaignRow): CampaignRow {
  return rest;
}

function refuseBackwards({ startDate, endDate }: CampaignRow): void {
  if (typeof startDate !== "string" || typeof endDate !== "string" || startDate <= endDate) return;
  throw new UserError("usage", "it ends on " + endDate + ", before it begins on " + startDate);
}

function named(db: Db, name: string): number | undefined {
  return db.get<{ id: number }>("SELECT id FROM campaign WHERE name_key = ?", [fold(name.trim())])?.id;
}
