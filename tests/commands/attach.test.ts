import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { placeOf } from "../../src/store/documents.ts";
import { scratch } from "../support/built.ts";
import { setupCrm } from "../support/crm.ts";

/** SHA-256 of "signed", as sha256sum gives it. */
const signed = "4a3cdfae6f291c8f544daea5b72905cf9e74c1ed427d831ad0d7ca00c73c794d";

/** A database in a file of its own, with Jane and contract.pdf beside it. */
async function withContract() {
  const home = scratch();
  const path = join(home, "crm.db");
  const crm = setupCrm({ file: path });
  await crm("contact", "add", "Jane Roe");
  const file = join(home, "contract.pdf");
  writeFileSync(file, "signed");
  return { crm, home, file, path };
}

describe("a document", () => {
  it("is attached by its place and what it holds, and told when it is changed or gone", async () => {
    const { crm, file } = await withContract();
    const added = await crm.json("attach", "jane", file);
    expect(added).toMatchObject({
      id: 1,
      name: "contract.pdf",
      path: file,
      sha256: signed,
      bytes: 6,
      isCopy: false,
    });
    expect(await crm.json("attach", "list", "jane")).toMatchObject([{ state: "ok", record: "Jane Roe" }]);
    expect(await crm.json("contact", "show", "jane")).toMatchObject({
      attachments: [{ name: "contract.pdf" }],
    });
    writeFileSync(file, "signed?");
    expect(await crm.json("attach", "list")).toMatchObject([{ state: "changed" }]);
    expect((await crm("attach", "open", "1")).code).toBe(1);
    rmSync(file);
    expect((await crm("attach", "open", "1")).code).toBe(3);
    expect((await crm("doctor", "--json")).out).toContain("#1 contract.pdf is missing");
  });

  it("is copied beside the database, for its owner only and once", async () => {
    const { crm, home, file } = await withContract();
    await crm("contact", "add", "Tom Okafor");
    await crm("attach", "jane", file, "--copy");
    const second = await crm.json("attach", "tom", file, "--copy");
    const place = join(home, "documents", signed.slice(0, 2), signed + ".pdf");
    expect(second).toMatchObject({
      isCopy: true,
      path: join("documents", signed.slice(0, 2), signed + ".pdf"),
    });
    expect(readFileSync(place, "utf8")).toBe("signed");
    expect(statSync(place).mode & 0o777).toBe(0o600);
    expect(statSync(join(home, "documents")).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(home, "documents", signed.slice(0, 2)))).toHaveLength(1);
    rmSync(file);
    expect(await crm.json("attach", "list", "jane")).toMatchObject([{ state: "ok" }]);
  });

  it("is copied anew after a copy that was cut off, of which doctor takes away what is left", async () => {
    const { crm, home, file } = await withContract();
    const folder = join(home, "documents", signed.slice(0, 2));
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const left = join(folder, signed + ".pdf.0123.partial");
    writeFileSync(left, "sig", { mode: 0o600 });
    expect((await crm("attach", "jane", file, "--copy")).code).toBe(0);
    expect(readFileSync(join(folder, signed + ".pdf"), "utf8")).toBe("signed");
    expect((await crm("doctor")).out).toContain(left);
    await crm("doctor", "--fix");
    expect(readdirSync(folder)).toEqual([signed + ".pdf"]);
  });

  it("is not copied in a dry run, through a link, nor from what is no file", async () => {
    const { crm, home, file } = await withContract();
    expect((await crm("attach", "jane", file, "--copy", "--dry-run")).code).toBe(0);
    expect(existsSync(join(home, "documents"))).toBe(false);
    expect((await crm("attach", "jane", home)).code).toBe(1);
    expect((await crm("attach", "jane", join(home, "none.pdf"))).code).toBe(3);
    mkdirSync(join(home, "elsewhere"));
    symlinkSync(join(home, "elsewhere"), join(home, "documents"));
    const linked = await crm("attach", "jane", file, "--copy");
    expect(linked.code).toBe(1);
    expect(readdirSync(join(home, "elsewhere"))).toEqual([]);
  });

  it("whose copy a database places outside the folder of documents is refused", () => {
    const home = scratch();
    const database = join(home, "crm.db");
    const document = { name: "x", isCopy: 1 };
    mkdirSync(join(home, "documents"));
    writeFileSync(join(home, "secret"), "");
    symlinkSync(join(home, "secret"), join(home, "documents", "link"));
    for (const path of ["../secret", "documents/../secret", "documents/link", "/etc/hosts", "documents"]) {
      expect(() => placeOf(database, { ...document, path })).toThrow("outside the folder");
    }
    expect(placeOf(database, { ...document, path: "documents/ab/abc.pdf" })).toBe(
      join(home, "documents/ab/abc.pdf"),
    );
  });

  it("goes into the backup, and is gone with the person it was of, also one taken off before", async () => {
    const { crm, home, file } = await withContract();
    const other = join(home, "cv.txt");
    writeFileSync(other, "a life");
    await crm("attach", "jane", file, "--copy");
    await crm("attach", "jane", other, "--copy");
    await crm("attach", "remove", "2", "--yes");
    const copies = () =>
      readdirSync(join(home, "documents"), { recursive: true }).filter((name) => /\./.test(String(name)));
    expect(copies()).toHaveLength(2);
    expect((await crm("backup")).err).toContain("1 document");
    expect(existsSync(join(home, "backups", "documents", signed.slice(0, 2), signed + ".pdf"))).toBe(true);
    expect((await crm("contact", "access", "jane")).out).toContain("contract.pdf");
    expect((await crm("contact", "erase", "jane", "--confirm", "Jane Roe")).code).toBe(0);
    expect(copies()).toEqual([]);
  });

  it("outside the folder of documents is not removed by an erasure, whatever the database says", async () => {
    const { crm, home, file } = await withContract();
    const precious = join(home, "precious.txt");
    writeFileSync(precious, "kept");
    await crm("attach", "jane", file, "--copy");
    crm.db.run("UPDATE attachment SET path = 'precious.txt'");
    const { code, err } = await crm("contact", "erase", "jane", "--confirm", "Jane Roe");
    expect({ code, err }).toMatchObject({
      code: 0,
      err: expect.stringContaining("not removed: the document precious.txt lies outside the folder"),
    });
    expect(existsSync(precious)).toBe(true);
  });

  it("is opened without a shell, by the system's program, and no program is", async () => {
    const { home, path } = await withContract();
    const bin = join(home, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "xdg-open"), '#!/bin/sh\nprintf "%s" "$1" > "' + join(home, "opened") + '"\n');
    chmodSync(join(bin, "xdg-open"), 0o700);
    const crm = setupCrm({ file: path, env: { PATH: bin } });
    const odd = join(home, "$(touch pwned); a b.pdf");
    writeFileSync(odd, "x");
    writeFileSync(join(home, "run.sh"), "x");
    await crm("attach", "jane", odd);
    await crm("attach", "jane", join(home, "run.sh"));
    expect((await crm("attach", "open", "1")).code).toBe(0);
    await expect
      .poll(() => existsSync(join(home, "opened")) && readFileSync(join(home, "opened"), "utf8"))
      .toBe(odd);
    expect((await crm("attach", "open", "2")).code).toBe(1);
  });
});
