import type { App } from "../../app.ts";
import { jsonDocument } from "../../output/render.ts";
import { documentRows, documentTables, sequencesOf } from "../../store/document.ts";
import { schemaVersion } from "../../store/migrate.ts";
import { instant } from "../../values/date.ts";
import { version } from "../../version.ts";

/** A whole database as one JSON document, a row a line, so that it is never held whole and two can be compared. */
export function* wholeDocument(app: App): Generator<string, void, undefined> {
  const db = app.read();
  const head = {
    crm: "export",
    version,
    schema: schemaVersion(db),
    exportedAt: instant(app.now()),
    sequences: sequencesOf(db),
  };
  yield jsonDocument(head, 0).replace(/}\n$/, ',"tables":{');
  for (const [index, table] of documentTables(db).entries()) {
    yield (index === 0 ? "" : ",") + "\n" + JSON.stringify(table) + ":[";
    let between = "\n";
    for (const row of documentRows(db, table)) {
      yield between + jsonDocument(row, 0).trimEnd();
      between = ",\n";
    }
    yield "]";
  }
  yield "\n}}\n";
}
