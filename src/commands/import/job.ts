import type { Noun } from "../../import/headers.ts";
import type { Extra } from "../../import/layout.ts";
import type { MapFile } from "../../import/map-file.ts";
import type { OnMatch } from "../../store/import/contacts.ts";
import type { MatchKey } from "../../store/import/keys.ts";
import type { DateOrder } from "../../values/date-column.ts";

/** An import as it was asked for, every option checked. */
export interface Job {
  readonly noun: Noun;
  /** As it was named; "-" for standard input. */
  readonly file: string;
  /** What it is called afterwards: as it was named, unless crm itself has made it for the moment. */
  readonly name: string;
  readonly encoding: string | undefined;
  readonly delimiter: string | undefined;
  /** Of a workbook; undefined: the first. */
  readonly sheet: string | undefined;
  readonly rejects: string | undefined;
  readonly report: string | undefined;
  readonly dateOrder: DateOrder | undefined;
  /** A product; undefined: it is recognised. */
  readonly from: string | undefined;
  readonly map: MapFile | undefined;
  /** Where the mapping is, named or found beside the file. */
  readonly mapPath: string | undefined;
  readonly saveMap: string | undefined;
  /** Undefined: columns that are not understood are left out, and a person may be asked. */
  readonly extra: Extra | undefined;
  /** Custom fields that columns are kept in by their name, folded; none with --extra ignore. */
  readonly ownFields: readonly string[];
  readonly match: readonly MatchKey[];
  readonly onMatch: OnMatch;
  /** Whose the ids are; undefined: those of the product that is recognised, or of "csv". */
  readonly source: string | undefined;
  readonly currency: string;
  readonly country: string;
  /** Both as far as they were said with this import, for a mapping that is kept. */
  readonly said: Pick<MapFile, "currency" | "country">;
  readonly pipeline: string | undefined;
  /** Undefined: only those of a product that is recognised. */
  readonly addStages: boolean | undefined;
}

export function nameOf(file: string): string {
  return file === "-" ? "standard input" : file;
}
