import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const files = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => "src/" + file);

/** What only SQLite has; the file that opens it, the schema's triggers and the full-text search are its own business. */
const sqliteOnly =
  /\b(strftime|julianday|ifnull|group_concat|rowid|json_each|INSERT OR)\b|\bGLOB '|\bdate\('now'|\bdatetime\(/i;
const ownBusiness = [
  "src/store/db.ts",
  "src/store/migrate.ts",
  "src/store/journal/triggers.ts",
  "src/store/search.ts",
  "src/store/search/indexing.ts",
  "src/store/bulk.ts",
];

const keyword = /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|WHERE|ORDER BY)\b/;

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}

describe("SQL", () => {
  it("is never built with a template value", () => {
    const wrong = files.filter((file) => {
      const templates = withoutComments(readFileSync(file, "utf8")).match(/`(?:[^`\\]|\\.)*`/g) ?? [];
      return templates.some((template) => keyword.test(template) && template.includes("${"));
    });
    expect(wrong).toEqual([]);
  });

  it("keeps to what PostgreSQL understands as well", () => {
    const wrong = files
      .filter((file) => !ownBusiness.includes(file) && /^src\/(store|reports)\//.test(file))
      .filter((file) => sqliteOnly.test(withoutComments(readFileSync(file, "utf8"))));
    expect(wrong).toEqual([]);
  });

  it("begins a transaction in the journal and the migrations only, so that no write goes unnoted", () => {
    const wrong = files.filter((file) =>
      /BEGIN( IMMEDIATE)?["'`]|takeTurn\(db\);/.test(readFileSync(file, "utf8")),
    );
    expect(wrong.sort()).toEqual(
      ["journal.ts", "journal/triggers.ts", "migrate.ts", "turn.ts"].map((name) => "src/store/" + name),
    );
  });
});
