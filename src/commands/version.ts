import type { Command } from "commander";
import { type App, databasePath } from "../app.ts";
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

/** What a bug report needs. */
export function versionCommand(command: Command, app: App): void {
  examples(command, "crm version", "crm version --json").action(async () => {
    const db = app.read();
    const { sqlite } = db.get<{ sqlite: string }>("SELECT sqlite_version() AS sqlite")!;
    const database = databasePath(app);
    await app.show(columns, {
      crm: version,
      node: app.world.node,
      sqlite,
      schema: schemaVersion(db),
      database,
    });
  });
}
