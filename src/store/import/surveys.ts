import { fold } from "../../values/fold.ts";
import type { Db } from "../db.ts";
import { addSurvey, editSurvey, type SurveyKind, surveyTable } from "../survey.ts";
import type { ImportOptions, Taken } from "./contacts.ts";
import { difference } from "./difference.ts";
import { readExtras, takeExtras } from "./extras.ts";
import { recordsMet } from "./known.ts";

/** A survey as a file has it, without its answers. Null: the file does not say. */
export interface ImportedSurvey {
  readonly name: string;
  readonly kind: SurveyKind | null;
  readonly question: string | null;
  readonly note: string | null;
  /** Values of the custom fields that the import keeps, in their order. */
  readonly extras: readonly string[];
}

/** Takes surveys of an import in, known by name; one that does not say its kind is an nps. */
export function surveySink(db: Db, options: ImportOptions): { take(survey: ImportedSurvey): Taken } {
  const { at, onMatch, writing } = options;
  const met = recordsMet(db, "survey", writing);
  return {
    take({ name, extras: cells, ...row }) {
      // Refuses a row before anything of it is written.
      readExtras(options.extras, cells);
      const sql = "SELECT id FROM survey WHERE name_key = ?";
      const found = db.get<{ id: number }>(sql, [fold(name.trim())])?.id;
      if (found === undefined) {
        const id = addSurvey(db, { ...row, kind: row.kind ?? "nps", name }, at);
        takeExtras(db, options.extras, { id, cells, mode: "fill" });
        return { id, outcome: "created" };
      }
      return met.bring(found, onMatch, (mode) => {
        const { patch } = difference(db, surveyTable, { id: found, row, mode });
        const isChanged = Object.keys(patch).length > 0;
        if (isChanged) editSurvey(db, found, { row: patch, at });
        return takeExtras(db, options.extras, { id: found, cells, mode }) || isChanged;
      });
    },
  };
}
