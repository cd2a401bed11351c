import { UserError } from "../errors.ts";
import type { Row } from "../field.ts";
import { fold } from "../values/fold.ts";
import { forgetRecord } from "./belongings.ts";
import type { Channel } from "./contact.ts";
import { customValuesOf } from "./custom-values.ts";
import type { Db } from "./db.ts";
import { campaignFields } from "./fields/campaign.ts";
import { listRows } from "./list.ts";
import { refuseTaken } from "./named.ts";
import { insertRow, type Patch, type RecordTable, updateRow } from "./row.ts";

export const purposes = ["awareness", "brand", "leads", "loyalty"] as const;
export type Purpose = (typeof purposes)[number];

export const campaignTable = {
  table: "campaign",
  columns: {
    name: "name",
    nameKey: "name_key",
    purpose: "purpose",
    channel: "channel",
    startDate: "start_date",
    endDate: "end_date",
    costMinor: "cost_minor",
    currency: "currency",
    target: "target",
    exclusion: "exclusion",
    template: "template",
    startedAt: "started_at",
    consent: "consent",
    owner: "owner",
    note: "note",
  },
} as const satisfies RecordTable<string>;

/** What a command sets of a campaign; null empties, what is left out stays. */
export type CampaignRow = Patch<Exclude<keyof (typeof campaignTable)["columns"], "nameKey">>;

export interface Campaign extends Row {
  readonly id: number;
  readonly name: string;
  readonly purpose: Purpose;
  readonly channel: Channel;
  readonly status: "planned" | "started";
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly costMinor: number;
  readonly currency: string;
  readonly members: number;
  readonly sent: number;
  readonly bounced: number;
  readonly responded: number;
  readonly unsubscribed: number;
  readonly target: string | null;
  readonly exclusion: string | null;
  readonly template: string | null;
  readonly owner: string | null;
  readonly note: string | null;
  /** Values of custom fields by their name. */
  readonly fields: Readonly<Record<string, string>>;
}

export function getCampaign(db: Db, id: number): Campaign {
  const keys = campaignFields.map((field) => field.key);
  const fields = customValuesOf(db, "campaign", id);
  return { ...(readCampaign(db, id, keys) as Campaign), fields };
}

const headKeys = ["id", "name", "channel", "status", "startDate"] as const;
export type CampaignHead = Pick<Campaign, (typeof headKeys)[number]>;

/** A campaign without what is counted over its members, which costs time with many. */
export function campaignHead(db: Db, id: number): CampaignHead {
  return readCampaign(db, id, headKeys) as unknown as CampaignHead;
}

function readCampaign(db: Db, id: number, keys: readonly string[]): Row {
  const where = { sql: "campaign.id = ?", params: [id] };
  const [flat] = listRows(db, { table: "campaign", fields: campaignFields, keys, where });
  if (flat === undefined) throw new UserError("not_found", "no campaign " + id, "see: crm campaign list");
  return flat;
}

export function addCampaign(db: Db, row: CampaignRow & { readonly name: string }, at: string): number {
  refuseTaken(db, "campaign", row);
  return insertRow(db, campaignTable, { draft: keyed(row), at });
}

/** Changes a campaign. Whom it is for, and on which channel, is settled once it has started. */
export function editCampaign(db: Db, id: number, { row, at }: { row: CampaignRow; at: string }): void {
  const campaign = getCampaign(db, id);
  const settled = (["target", "exclusion", "channel"] as const).find((key) => row[key] !== undefined);
  if (settled !== undefined && campaign.status === "started") {
    throw new UserError(
      "refused",
      "campaign " + id + " " + campaign.name + " has started: its members are frozen",
      "crm undo takes the start back; or add another campaign",
    );
  }
  if (typeof row.name === "string") refuseTaken(db, "campaign", { name: row.name, id });
  updateRow(db, campaignTable, { id, patch: keyed(row), at });
}

function keyed(row: CampaignRow): Patch<keyof (typeof campaignTable)["columns"]> {
  return typeof row.name === "string"
    ? { ...row, name: row.name.trim(), nameKey: fold(row.name.trim()) }
    : row;
}

/** Deletes a campaign with its members and what came back; what was mailed stays known. */
export function deleteCampaign(db: Db, id: number): void {
  db.run("DELETE FROM campaign_response WHERE campaign_id = ?", [id]);
  db.run("DELETE FROM campaign_member WHERE campaign_id = ?", [id]);
  forgetRecord(db, "campaign", id);
  db.run("DELETE FROM campaign WHERE id = ?", [id]);
}
