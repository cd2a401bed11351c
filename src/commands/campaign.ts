import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import { besidesOf } from "../store/besides.ts";
import { addCampaign, deleteCampaign, editCampaign, getCampaign } from "../store/campaign.ts";
import { setCustomValues } from "../store/custom.ts";
import type { Db } from "../store/db.ts";
import { campaignFields } from "../store/fields/campaign.ts";
import { findNamed } from "../store/named.ts";
import { campaignCard } from "./campaign/card.ts";
import { type CampaignOptions, campaignOptions, campaignRow, checkDays } from "./campaign/draft.ts";
import { declareMail } from "./campaign/mail.ts";
import { declareMembers } from "./campaign/members.ts";
import { declareRespond } from "./campaign/respond.ts";
import { declareStart } from "./campaign/start.ts";
import { listNoun } from "./list.ts";
import { customOf } from "./options/custom.ts";
import { changeTeam, withoutOption } from "./options/team.ts";
import { examples, type ListOptions, listOptions } from "./options.ts";
import { confirm } from "./pick.ts";
import { declareCampaignReport } from "./report/campaigns.ts";
import { counted } from "./report/figures.ts";

/** The commands of the noun campaign. */
export function campaign(noun: Command, app: App): void {
  examples(
    campaignOptions(
      noun.command("add <name>").description("Plan a campaign: what for, by which channel, for whom"),
    ),
    "crm campaign add spring --purpose loyalty --channel email --segment west --exclude 'last_contact < 14d' --cost 120",
    "crm campaign add fair --purpose leads --channel meeting --from 2026-11-25 --to 2026-11-27 --cost 2500",
  ).action((name: string, options: CampaignOptions) => add(app, name, options));

  examples(
    listOptions(noun.command("list [filter...]").description("List campaigns, all or those that fit")),
    "crm campaign list",
    "crm campaign list 'purpose = leads and responded > 0' --sort -start",
  ).action((words: string[], options: ListOptions) => listNoun(app, "campaign", words, options));

  examples(
    noun
      .command("show <campaign>")
      .description("One campaign: for whom, how many were reached, what came back"),
    "crm campaign show spring",
    "crm campaign show 1 --json",
  ).action((ref: string) => {
    const db = app.read();
    const shown = whole(db, findNamed(db, "campaign", ref));
    return app.show(campaignFields, shown, (look) => campaignCard(shown, shown, look));
  });

  examples(
    withoutOption(
      campaignOptions(
        noun.command("edit <campaign>").description("Change a campaign; once started, not for whom it is"),
      ),
    ).option("--name <name>", "another name"),
    "crm campaign edit spring --cost 150 --to 2026-12-31",
    "crm campaign edit spring --template thanks",
  ).action((ref: string, options: CampaignOptions) => edit(app, ref, options));

  examples(
    noun.command("delete <campaign>").description("Delete a campaign with its members and what came back"),
    "crm campaign delete spring --yes",
    "crm campaign delete spring --dry-run",
  ).action((ref: string) => remove(app, ref));

  declareStart(noun, app);
  declareMembers(noun, app);
  declareMail(noun, app);
  declareRespond(noun, app);
  declareCampaignReport(noun, app);
}

/** With who works on it, and what it is related to. */
const whole = (db: Db, id: number) => ({ ...getCampaign(db, id), ...besidesOf(db, "campaign", id) });

async function add(app: App, name: string, options: CampaignOptions): Promise<void> {
  app.writer();
  const row = await campaignRow(app, options, app.currency());
  checkDays(row);
  const full = { purpose: "awareness", channel: "email", currency: app.currency(), ...row, name };
  const added = app.write((db, at) => {
    const id = addCampaign(db, full, at);
    setBesides(db, id, options);
    return whole(db, id);
  });
  await app.wrote("Added campaign " + added.id + " " + added.name, campaignFields, added);
}

async function edit(app: App, ref: string, options: CampaignOptions): Promise<void> {
  if (Object.keys(options).length === 0)
    throw new UserError("usage", "nothing to change", "say what, such as --cost 150");
  const before = getCampaign(app.writer(), findNamed(app.writer(), "campaign", ref));
  const { name } = options;
  const row = {
    ...(await campaignRow(app, options, before.currency)),
    ...(name === undefined ? {} : { name }),
  };
  checkDays({ startDate: before.startDate, endDate: before.endDate, ...row });
  const changed = app.write((db, at) => {
    editCampaign(db, before.id, { row, at });
    setBesides(db, before.id, options);
    return whole(db, before.id);
  });
  await app.wrote("Changed campaign " + changed.id + " " + changed.name, campaignFields, changed);
}

/** Custom fields, and who works on it. */
function setBesides(db: Db, id: number, options: CampaignOptions): void {
  setCustomValues(db, { noun: "campaign", id }, customOf(options));
  changeTeam(db, { noun: "campaign", id }, options);
}

async function remove(app: App, ref: string): Promise<void> {
  const db = app.writer();
  const gone = getCampaign(db, findNamed(db, "campaign", ref));
  const loss = gone.members === 0 ? "" : " with " + counted(gone.members, "member") + " and what came back";
  await confirm(app, "Delete campaign " + gone.id + " " + gone.name + loss);
  app.write((write) => {
    deleteCampaign(write, gone.id);
    return gone;
  });
  await app.wrote("Deleted campaign " + gone.id + " " + gone.name, campaignFields, gone);
}
