import type { Purpose } from "../store/campaign.ts";
import type { ImportedCampaign } from "../store/import/campaigns.ts";
import { BadCell, BadRow, columnsOf, dateColumn, lineOf, type Table, textOf } from "./columns.ts";
import { extraReader, type ReaderOptions } from "./contacts.ts";
import type { Reader } from "./drafts.ts";
import type { FieldOf, HeaderMap } from "./headers.ts";
import { channelWords, wordOf } from "./kinds.ts";
import { currencyIn, moneyColumn } from "./money-column.ts";

type Field = FieldOf<"campaigns">;

export function campaignReader(
  table: Table,
  map: HeaderMap<Field>,
  options: ReaderOptions,
): Reader<ImportedCampaign> {
  const { first } = columnsOf(table, map);
  const starts = dateColumn(table, first("startDate"), options.dateOrder);
  const ends = dateColumn(table, first("endDate"), options.dateOrder);
  const cost = moneyColumn(table, first("cost"));
  const extras = extraReader(options.extras ?? []);
  const read = (cells: readonly string[]): ImportedCampaign => {
    const line = (field: Field) => lineOf(cells, first(field));
    const name = line("name");
    if (name === null) throw new BadRow("there is no name");
    const [startDate, endDate] = [starts.date(cells), ends.date(cells)];
    const money = cost(cells, currencyIn(cells, first("currency")) ?? options.currency);
    const col = first("cost");
    if (money !== null && money.minor < 0 && col !== undefined)
      throw new BadCell(col, lineOf(cells, col) ?? "", "the cost is below zero");
    return {
      externalId: line("externalId"),
      name,
      row: {
        purpose: wordOf(cells, first("purpose"), purposes),
        channel: wordOf(cells, first("channel"), channelWords),
        startDate,
        endDate,
        costMinor: money?.minor ?? null,
        currency: money?.currency ?? null,
        target: textOf(cells, first("target")),
        exclusion: textOf(cells, first("exclusion")),
        template: line("template"),
        owner: line("owner"),
        note: textOf(cells, first("note")),
      },
      extras: extras(cells),
    };
  };
  return { read, dates: [starts.note, ends.note].flatMap((note) => note ?? []) };
}

const purposes: Readonly<Record<Purpose, RegExp>> = {
  awareness: /^(?:awareness|brand awareness|bekanntheit|notoriété|notoriedad)$/i,
  brand: /^(?:brand|branding|image|marke|marque|marca)$/i,
  leads:
    /^(?:leads?|lead generation|lead gen|acquisition|new business|leadgenerierung|neukunden|prospection|captación)$/i,
  loyalty: /^(?:loyalty|retention|nurturing|kundenbindung|treue|fidélisation|fidelización)$/i,
};
