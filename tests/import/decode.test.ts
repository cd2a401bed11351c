import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decode } from "../../src/import/decode.ts";
import { refusal, sourceOf } from "./source-of.ts";

const text = "name,city\nZoë,Köln\n😀,東京\n";

function utf16(value: string, big: boolean): Buffer {
  const bytes = Buffer.from(value, "utf16le");
  return big ? bytes.swap16() : bytes;
}

async function decoded(data: Uint8Array, encoding?: string, size?: number) {
  const found = await decode(sourceOf(data, size), { name: "people.csv", encoding });
  let all = "";
  for await (const piece of found.text) all += piece;
  return { encoding: found.encoding, notes: found.notes, text: all };
}

describe("the encoding", () => {
  it.each([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with BOM", Buffer.from(`\uFEFF${text}`)],
    ["UTF-16LE with BOM", utf16(`\uFEFF${text}`, false)],
    ["UTF-16BE with BOM", utf16(`\uFEFF${text}`, true)],
  ])("%s is found and read, wherever the pieces are cut", async (encoding, data) => {
    for (let size = 1; size <= data.length; size++) {
      expect(await decoded(data, undefined, size)).toEqual({ encoding, notes: [], text });
    }
  });

  it("UTF-16 without a BOM is known by its zero bytes", async () => {
    const plain = "name,city\nZoë,Köln\n";
    expect(await decoded(utf16(plain, false))).toEqual({ encoding: "UTF-16LE", notes: [], text: plain });
    expect(await decoded(utf16(plain, true))).toEqual({ encoding: "UTF-16BE", notes: [], text: plain });
  });

  it("Windows-1252 is taken, and said, when the first byte beyond ASCII is no UTF-8", async () => {
    const data = Buffer.concat([
      Buffer.from("name,price\nZo"),
      Buffer.from([0xeb, 0x2c, 0x80, 0x31, 0x92, 0x0a]),
    ]);
    expect(await decoded(data)).toEqual({
      encoding: "Windows-1252",
      notes: ["not UTF-8, so read as Windows-1252 (--encoding says otherwise)"],
      text: "name,price\nZoë,€1’\n",
    });
  });

  it("every byte of Windows-1252 means what the standard says", async () => {
    const upper = Uint8Array.from({ length: 0x20 }, (_, at) => 0x80 + at);
    const { text: read } = await decoded(Buffer.concat([Buffer.from("a,"), upper]), "windows-1252");
    expect(read).toBe("a,€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ");
  });

  it("an encoding that is asked for is taken at its word", async () => {
    expect((await decoded(Buffer.from([0x61, 0xb9]), "windows-1250")).text).toBe("aą");
    expect((await decoded(Buffer.from([0x83, 0x65, 0x83, 0x58]), "shift_jis")).text).toBe("テス");
    expect((await decoded(Buffer.from("é"), "latin1")).text).toBe("Ã©");
    expect((await decoded(Buffer.from("é"), "UTF8")).text).toBe("é");
    expect(await refusal("a,b\n", { encoding: "klingon" })).toBe('--encoding: "klingon" is no encoding');
  });
});

describe("bytes that cannot be read", () => {
  it("a bad byte behind good UTF-8 is named with its place", async () => {
    const data = Buffer.concat([
      Buffer.from("name,city\r\nZoë,Köln\r\nAnn,K"),
      Buffer.from([0xf6]),
      Buffer.from("ln\r\n"),
    ]);
    const message = "people.csv line 3, character 6: byte 0xF6 at offset 28 cannot be read as UTF-8";
    expect(await refusal(data)).toBe(message);
    expect(await refusal(sourceOf(data, 1))).toBe(message);
  });

  it("a bad byte far behind plain ASCII is an error too, because the encoding has been told by then", async () => {
    const rows = "ann,berlin\n".repeat(30_000);
    const data = Buffer.concat([Buffer.from(`name,city\n${rows}Zo`), Buffer.from([0xeb])]);
    expect(await refusal(data)).toBe(
      "people.csv line 30002, character 3: byte 0xEB at offset 330012 cannot be read as UTF-8",
    );
    expect((await decoded(data, "windows-1252")).text.slice(-4)).toBe("\nZoë");
  });

  it("a character that the end of the file cuts is an error", async () => {
    const data = Buffer.from("name\nZoë").subarray(0, -1);
    expect(await refusal(Buffer.concat([Buffer.from("é"), data]))).toContain("byte 0xC3 at offset 9");
    expect(await refusal(utf16("\uFEFFname\nann", false).subarray(0, -1))).toContain(
      "cannot be read as UTF-16LE",
    );
  });

  it("a NUL byte is named with its line and character", async () => {
    expect(await refusal("name,city\nann,ber\0lin\n")).toBe(
      "people.csv line 2, character 8: a NUL byte; this is no text file",
    );
  });

  it.each([
    ["a SQLite database", Buffer.from("SQLite format 3\0 and more")],
    ["a ZIP or Excel workbook", Buffer.from("PK\x03\x04 and more")],
    ["compressed with gzip", gzipSync("a,b\n1,2\n")],
    ["a PDF", Buffer.from("%PDF-1.7\n")],
  ])("%s is refused as what it is", async (title, data) => {
    expect(await refusal(data)).toBe(`people.csv is ${title}, not a text file`);
  });

  it("the source is closed when its beginning is refused", async () => {
    let closed = false;
    async function* source() {
      try {
        yield Buffer.from("%PDF-1.7\n");
        yield Buffer.from("more");
      } finally {
        closed = true;
      }
    }
    await refusal(source());
    expect(closed).toBe(true);
  });
});
