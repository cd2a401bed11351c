import { isUtf8 } from "node:buffer";
import { UserError } from "../errors.ts";
import { firstInvalidUtf8, hasBom, wholeCharacters } from "./decoders.ts";

export interface FoundCharset {
  /** A label that TextDecoder knows, in its own spelling: "utf-8", "windows-1252", "utf-16le". */
  readonly charset: string;
  /** As told to a person: "UTF-8 with BOM", "Windows-1252". */
  readonly title: string;
  readonly notes: readonly string[];
}

/** Settles the charset from the first bytes of a file. A label that was asked for is taken at its word. */
export function findCharset(head: Uint8Array, asked: string | undefined): FoundCharset {
  const marked = byteOrderMark(head);
  const charset = asked === undefined ? (marked ?? utf16ByZeros(head)) : charsetOf(asked);
  if (charset !== undefined) {
    return { charset, title: titleOf(charset) + (charset === marked ? " with BOM" : ""), notes: [] };
  }
  if (!looksLikeWindows1252(head)) return { charset: "utf-8", title: "UTF-8", notes: [] };
  const note = "not UTF-8, so read as Windows-1252 (--encoding says otherwise)";
  return { charset: "windows-1252", title: "Windows-1252", notes: [note] };
}

function charsetOf(label: string): string {
  const word = label.trim().toLowerCase();
  if (word === "ansi") return "windows-1252";
  try {
    return new TextDecoder(word.replace(/^utf_?(8|16)/, "utf-$1")).encoding;
  } catch {
    throw new UserError(
      "usage",
      `--encoding: "${label}" is no encoding`,
      "for example utf-8, utf-16le, windows-1252, windows-1250, macintosh, shift_jis, gb18030, koi8-r",
    );
  }
}

function titleOf(charset: string): string {
  if (charset.startsWith("utf-")) return charset.toUpperCase();
  return charset.replace("windows", "Windows");
}

function byteOrderMark(head: Uint8Array): string | undefined {
  if (hasBom(head)) return "utf-8";
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  return undefined;
}

/** Mostly Latin text in UTF-16 has a zero in every second byte, and next to none in the others. */
function utf16ByZeros(head: Uint8Array): string | undefined {
  const pairs = Math.min(head.length, 4096) >> 1;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < pairs * 2; at += 2) {
    if (head[at] === 0) even++;
    if (head[at + 1] === 0) odd++;
  }
  if (odd > pairs * 0.4 && even < pairs * 0.02) return "utf-16le";
  if (even > pairs * 0.4 && odd < pairs * 0.02) return "utf-16be";
  return undefined;
}

/**
 * True when the first byte beyond ASCII already breaks UTF-8. Where good UTF-8 stands before the bad byte, the file
 * is UTF-8 with a flaw, and reading it as Windows-1252 would silently turn every "é" into "Ã©".
 */
function looksLikeWindows1252(head: Uint8Array): boolean {
  if (isUtf8(head.subarray(0, wholeCharacters(head)))) return false;
  const bad = firstInvalidUtf8(head);
  return bad < head.length && head.subarray(0, bad).every((byte) => byte < 0x80);
}

const signatures: readonly (readonly [first: string, title: string, hint: string])[] = [
  ["SQLite format 3\0", "a SQLite database", "export its table as CSV first"],
  ["PK\x03\x04", "a ZIP or Excel workbook", "save the sheet as CSV in UTF-8, or unpack the archive"],
  ["\xd0\xcf\x11\xe0", "an old Excel workbook", "save the sheet as CSV in UTF-8"],
  ["\x1f\x8b", "compressed with gzip", "unpack it first: gunzip -c FILE | crm import ... -"],
  ["BZh", "compressed with bzip2", "unpack it first: bunzip2 -c FILE | crm import ... -"],
  ["\xfd7zXZ\0", "compressed with xz", "unpack it first: xz -dc FILE | crm import ... -"],
  ["\x28\xb5\x2f\xfd", "compressed with zstd", "unpack it first: zstd -dc FILE | crm import ... -"],
  ["%PDF-", "a PDF", "export the data as CSV instead"],
  ["\x89PNG", "an image", "export the data as CSV instead"],
  ["\xff\xd8\xff", "an image", "export the data as CSV instead"],
];

/** Refuses what is known not to be text by its first bytes, saying what it is. */
export function refuseBinary(head: Uint8Array, name: string): void {
  const first = Buffer.from(head.subarray(0, 16)).toString("latin1");
  const found = signatures.find(([signature]) => first.startsWith(signature));
  if (found === undefined) return;
  const [, title, hint] = found;
  throw new UserError("refused", `${name} is ${title}, not a text file`, hint);
}
