import { describe, expect, it } from "vitest";
import { runBuilt, scratch, startBuilt } from "../support/built.ts";

describe("the same --idem key", () => {
  it("given by several commands at once leaves one result, and each of them answers with it", async () => {
    const home = scratch();
    runBuilt(["init"], { home });
    const line = ["contact", "add", "Jane Roe", "-q", "--idem", "order-17"];
    const runs = Array.from({ length: 6 }, () => {
      const child = startBuilt(line, home);
      let out = "";
      child.stdout.on("data", (text) => {
        out += text;
      });
      return new Promise((done) => child.on("close", (code) => done([code, out])));
    });
    expect(await Promise.all(runs)).toEqual(Array.from({ length: 6 }, () => [0, "1\n"]));
    expect(runBuilt(["contact", "list", "-q"], { home }).out).toBe("1\n");
  });
});
