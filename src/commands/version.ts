import type { Command } from "commander";
import type { App } from "../app.ts";
import { databasePath, isNew } from "../database-path.ts";
import type { Column } from "../field.ts";
import { schemaVersion } from "../store/migrate.ts";
import { version } from "../version.ts";
import { examples } from "./options.ts";

const columns: readonly Column[] = [
  { key: "crm", header: "crm", type: "text" },
  { key: "node", header: "Node", type: "text" },
  { key: "sqlite", header: "SQLite", type: "text" },
  { key: "schema", header: "Schema", type: "integer" },
  { key: "database", header: "Database", type: "text" },
];

/** What a bug report needs. Asking makes no database: while there is none, it has no schema. */
export function versionCommand(command: Command, app: App): void {
  examples(command, "crm version", "crm version --json").action(async () => {
    const database = databasePath(app);
    const isNone = isNew(app);
    if (isNone) app.options = { ...app.options, db: ":memory:" };
    const db = app.read();
    const { sqlite } = db.get<{ sqlite: string }>("SELECT sqlite_version() AS sqlite")!;
    await app.show(columns, {
      crm: version,
      node: app.world.node,
      sqlite,
      schema: isNone ? null : schemaVersion(db),
      database,
    });
  });
}
