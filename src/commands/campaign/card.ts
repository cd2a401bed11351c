import { clean } from "../../output/clean.ts";
import { formatMoney, type Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import type { Besides } from "../../store/besides.ts";
import type { Campaign } from "../../store/campaign.ts";
import { besidesLines } from "../besides.ts";
import { type CardLine, cardLines } from "../card-lines.ts";
import { customLines } from "../options/custom.ts";

/** One campaign for a person at a terminal. */
export function campaignCard(campaign: Campaign, besides: Besides, look: Look): string {
  const style = look.style ?? plainStyle;
  const { id, name, purpose, channel, status } = campaign;
  const head = style.bold(clean(name)) + "  " + style.dim("#" + id) + "   " + purpose + " by " + channel;
  const beside = [...customLines(campaign.fields), ...besidesLines(besides)];
  const lines = [...when(campaign), ...whom(campaign), ...beside, ...result(campaign, look)];
  const next = look.hints === true ? ["", style.dim(hint(campaign))] : [];
  return [head + " · " + status, ...cardLines(lines, look), ...next].join("\n") + "\n";
}

function when({ startDate, endDate }: Campaign): CardLine[] {
  if (startDate === null && endDate === null) return [];
  return [["When", (startDate ?? "open") + " to " + (endDate ?? "open")]];
}

function whom({ target, exclusion, template, consent, owner, note }: Campaign): CardLine[] {
  const optional: readonly (readonly [label: string, value: unknown])[] = [
    ["For", target],
    ["Not for", exclusion],
    ["Consent", consent],
    ["Template", template],
    ["Owner", owner],
    ["Note", note],
  ];
  return optional.flatMap(([label, value]): CardLine[] =>
    typeof value === "string" ? [[label, clean(value)]] : [],
  );
}

function result(campaign: Campaign, look: Look): CardLine[] {
  const { members, sent, bounced, responded, unsubscribed, costMinor, currency } = campaign;
  const back = bounced === 0 ? "" : " · " + bounced + " bounced";
  const out = unsubscribed === 0 ? "" : " · " + unsubscribed + " unsubscribed";
  const reached =
    members +
    (members === 1 ? " member · " : " members · ") +
    sent +
    " sent" +
    back +
    " · " +
    responded +
    " responded" +
    out;
  const cost: CardLine[] = costMinor === 0 ? [] : [["Cost", formatMoney(costMinor, currency, look.locale)]];
  return campaign.status === "planned" ? cost : [...cost, ["Reached", reached]];
}

function hint({ id, status, sent, members, channel }: Campaign): string {
  if (status === "planned") return "look who would be a member: crm campaign start " + id + " --dry-run";
  if (channel === "email" && sent < members) return "write the mails: crm campaign mail " + id + " --out DIR";
  return "what came of it: crm campaign report " + id;
}
