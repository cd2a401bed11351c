import { UserError, unknownWord } from "../errors.ts";
import { type DateOrder, dateOrders } from "../values/date-column.ts";
import { type Noun, nouns } from "./headers.ts";
import { type ColumnMap, meaningOf } from "./layout.ts";

/** What a mapping file says: how the columns are to be read, and what else is the same each time. */
export interface MapFile extends ColumnMap {
  readonly noun?: Noun;
  readonly source?: string;
  readonly dateOrder?: DateOrder;
  readonly currency?: string;
  readonly country?: string;
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly columns: Readonly<Record<string, string>>;
}

const texts = ["source", "currency", "country", "encoding", "delimiter"] as const;
const keys = ["noun", "date-order", ...texts, "columns"];

/** Reads a mapping; `path` is named in messages. Every word of it is checked at once, not when a column is met. */
export async function readMap(text: string, path: string, noun: Noun): Promise<MapFile> {
  const { parse } = await import("smol-toml");
  let found: Record<string, unknown>;
  try {
    found = parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new UserError("usage", path + ": " + why, "a mapping file is TOML; see docs/import.md");
  }
  const unknown = Object.keys(found).find((key) => !keys.includes(key));
  if (unknown !== undefined) {
    const { kind, message } = unknownWord("usage", path + ': no setting "' + unknown + '"', unknown, keys);
    throw new UserError(kind, message, "what a column is stands below a line [columns]");
  }
  const of = word(found, "noun", { path, allowed: nouns });
  if (of !== undefined && of !== noun) {
    throw new UserError("usage", path + " is for " + of + ", not for " + noun, "name another with --map");
  }
  const order = word(found, "date-order", { path, allowed: dateOrders });
  const settings = texts.flatMap((key) => {
    const value = found[key];
    if (value !== undefined && typeof value !== "string")
      throw new UserError("usage", path + ": " + key + " is no text");
    return value === undefined ? [] : [[key, value]];
  });
  return {
    ...Object.fromEntries(settings),
    ...(order === undefined ? {} : { dateOrder: order }),
    noun,
    columns: columnsIn(found.columns ?? {}, path, noun),
  };
}

function word<T extends string>(
  found: Record<string, unknown>,
  key: string,
  { path, allowed }: { path: string; allowed: readonly T[] },
): T | undefined {
  const value = found[key];
  if (value === undefined) return undefined;
  const known = allowed.find((one) => one === value);
  if (known !== undefined) return known;
  throw unknownWord("usage", path + ": " + key + ' "' + String(value) + '"', String(value), allowed);
}

function columnsIn(columns: unknown, path: string, noun: Noun): Record<string, string> {
  if (typeof columns !== "object" || columns === null || Array.isArray(columns)) {
    throw new UserError(
      "usage",
      path + ": columns is no table",
      'write [columns] and below it "Tel." = "phone"',
    );
  }
  const entries = Object.entries(columns).map(([name, said]): [string, string] => {
    if (typeof said !== "string") throw new UserError("usage", path + ": " + name + " is no text");
    meaningOf({ said, rank: 0 }, { noun, name, where: path + ", " + name });
    return [name, said];
  });
  return Object.fromEntries(entries);
}

/** A mapping as the text of a file that readMap takes. */
export function mapText(map: MapFile): string {
  const quoted = (text: string) => JSON.stringify(text);
  const settings = (["noun", ...texts] as const).flatMap((key) => {
    const value = map[key];
    return value === undefined ? [] : [key + " = " + quoted(value)];
  });
  const order = map.dateOrder === undefined ? [] : ["date-order = " + quoted(map.dateOrder)];
  const columns = Object.entries(map.columns).map(([name, said]) => quoted(name) + " = " + quoted(said));
  const about =
    "# How crm import reads the columns of a file: crm import " +
    (map.noun ?? "contacts") +
    " FILE --map THIS";
  return [about, ...settings, ...order, "", "[columns]", ...columns, ""].join("\n");
}
