import { spawn, spawnSync } from "node:child_process";
import { lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openWhole, writeWhole } from "../../src/commands/output-file.ts";
import { scratch } from "../support/built.ts";

describe("a file that is written", () => {
  it("is there as a whole, for its owner, and nothing beside it", () => {
    const folder = scratch();
    writeWhole(join(folder, "out.csv"), "a,b\n");
    expect(readFileSync(join(folder, "out.csv"), "utf8")).toBe("a,b\n");
    expect((statSync(join(folder, "out.csv")).mode & 0o777).toString(8)).toBe("600");
    expect(readdirSync(folder)).toEqual(["out.csv"]);
  });

  it("leaves what was there when it is abandoned", () => {
    const folder = scratch();
    writeFileSync(join(folder, "out.csv"), "before");
    const file = openWhole(join(folder, "out.csv"));
    file.write("half");
    file.abandon();
    expect(readFileSync(join(folder, "out.csv"), "utf8")).toBe("before");
    expect(readdirSync(folder)).toEqual(["out.csv"]);
  });

  it("is for its owner only, and goes through no link, whatever lies where it is written first", () => {
    const folder = scratch();
    const [path, other] = [join(folder, "out.csv"), join(folder, "other.txt")];
    writeFileSync(path + ".unfinished", "of a run that died", { mode: 0o644 });
    writeWhole(path, "a,b\n");
    expect((statSync(path).mode & 0o777).toString(8)).toBe("600");
    writeFileSync(other, "precious");
    symlinkSync(other, path + ".unfinished");
    writeWhole(path, "c,d\n");
    expect([readFileSync(path, "utf8"), readFileSync(other, "utf8")]).toEqual(["c,d\n", "precious"]);
  });

  it("never takes the place of a device", () => {
    const device = join(scratch(), "null");
    // Only root can make one; /dev/null itself is no thing to try this on.
    if (spawnSync("mknod", [device, "c", "1", "3"]).status !== 0) return;
    writeWhole(device, "gone");
    expect(lstatSync(device).isCharacterDevice()).toBe(true);
  });

  it("never takes the place of a pipe", () => {
    const pipe = join(scratch(), "pipe");
    expect(spawnSync("mkfifo", [pipe]).status).toBe(0);
    const reader = spawn("cat", [pipe]);
    let got = "";
    reader.stdout.on("data", (text: Buffer) => {
      got += text.toString();
    });
    writeWhole(pipe, "through");
    expect(lstatSync(pipe).isFIFO()).toBe(true);
    return new Promise<void>((resolve) => reader.on("close", () => resolve())).then(() =>
      expect(got).toBe("through"),
    );
  });
});
