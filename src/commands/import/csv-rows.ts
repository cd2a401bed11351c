import type { App } from "../../app.ts";
import { UserError, unknownWord } from "../../errors.ts";
import { openCsv } from "../../import/csv.ts";
import { fileChunks } from "../../import/source.ts";
import { fold } from "../../values/fold.ts";

export interface CsvRecord<K extends string> {
  /** "answers.csv line 3", for messages. */
  readonly place: string;
  /** The trimmed cell of each column, "" where the file has no such column. */
  readonly cells: Readonly<Record<K, string>>;
}

/**
 * The rows of a small file with columns that are known by a few names each, for answers and responses. A column that
 * the file must have and has not is refused, as are rows that are no rows.
 */
export async function csvRows<K extends string>(
  app: App,
  file: string,
  {
    columns,
    needed,
  }: { columns: Readonly<Record<K, readonly string[]>>; needed: readonly (readonly NoInfer<K>[])[] },
): Promise<CsvRecord<K>[]> {
  const name = file === "-" ? "standard input" : file;
  const placeOf = (line: number) => name + " line " + line;
  const keys = Object.keys(columns) as K[];
  const plain = (text: string) => fold(text).replace(/[\s_-]+/g, "");
  const isCalled = (key: K, text: string) => [key, ...columns[key]].some((one) => plain(one) === plain(text));
  const source = file === "-" ? app.world.input() : fileChunks(file);
  const { info, batches } = await openCsv(source, {
    name,
    encoding: undefined,
    delimiter: undefined,
    known: (text) => keys.some((key) => isCalled(key, text)),
  });
  const places = new Map(
    keys.map((key) => [key, info.header.findIndex((head) => isCalled(key, head))] as const),
  );
  for (const any of needed) {
    if (any.some((key) => (places.get(key) ?? -1) >= 0)) continue;
    throw unknownWord("refused", name + " has no column " + any.join(" or "), any[0] ?? "", info.header);
  }
  const records: CsvRecord<K>[] = [];
  for await (const { rows, errors } of batches) {
    const [flaw] = errors;
    if (flaw !== undefined)
      throw new UserError("refused", placeOf(flaw.line) + ": " + flaw.reason, "nothing was imported");
    for (const { line, cells } of rows) {
      const named = keys.map((key) => [key, (cells[places.get(key) ?? -1] ?? "").trim()] as const);
      records.push({ place: placeOf(line), cells: Object.fromEntries(named) as Record<K, string> });
    }
  }
  return records;
}
