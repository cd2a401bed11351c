import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fileChunks } from "../../src/import/source.ts";
import { scratchForAll } from "../support/built.ts";
import { readCsv, refusal } from "./source-of.ts";

const folder = scratchForAll();

describe("a file", () => {
  it("is read in pieces", async () => {
    const path = join(folder, "many.csv");
    writeFileSync(path, `name,city\n${"ann,berlin\n".repeat(20_000)}`);
    const { rows } = await readCsv(fileChunks(path));
    expect(rows).toHaveLength(20_000);
    expect(rows.at(-1)).toEqual({ line: 20_001, cells: ["ann", "berlin"] });
  });

  it("that is a directory or does not exist is refused by name", async () => {
    expect(await refusal(fileChunks(folder))).toBe(`${folder} is a directory; name a file in it`);
    expect(await refusal(fileChunks(join(folder, "none.csv")))).toBe(`no file ${folder}/none.csv`);
  });

  it("that grows while it is read is refused, because its last row may be half a row", async () => {
    const path = join(folder, "growing.csv");
    writeFileSync(path, `name,city\n${"ann,berlin\n".repeat(20_000)}`);
    const chunks = fileChunks(path);
    await chunks.next();
    appendFileSync(path, "bob,pa");
    await expect(refusal(chunks)).resolves.toBe(`${path} changed while it was read`);
  });
});
