import { Readable } from "node:stream";
import zlib from "node:zlib";
import { UserError } from "../../errors.ts";

/** The packed file is held in memory: so much of it. */
const maxPacked = 32 * 1024 * 1024;
/** A few kilobytes can unpack to gigabytes: no file of an archive is read further than that. */
const maxUnpacked = 1024 * 1024 * 1024;
const pieceBytes = 64 * 1024;

/** A ZIP archive whose list of files has been read, nothing of it unpacked. */
export interface Archive {
  /** What it is called in messages. */
  readonly name: string;
  readonly paths: readonly string[];
  /** The text of a file in it, unpacked a piece at a time; nothing for a file that is not there. */
  text(path: string): AsyncGenerator<string, void, undefined>;
}

export async function openArchive(source: AsyncIterable<Uint8Array>, name: string): Promise<Archive> {
  const bytes = await bytesOf(source, name);
  const entries = new Map<string, Entry>();
  for (const entry of entriesOf(bytes, name)) entries.set(entry.path, entry);
  return {
    name,
    paths: [...entries.keys()],
    async *text(path) {
      const entry = entries.get(path);
      if (entry !== undefined) yield* unpackedText(bytes, entry, name);
    },
  };
}

async function bytesOf(source: AsyncIterable<Uint8Array>, name: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of source) {
    pieces.push(piece);
    length += piece.length;
    if (length > maxPacked) throw tooLarge(name);
  }
  return Buffer.concat(pieces);
}

export function tooLarge(name: string): UserError {
  return new UserError(
    "refused",
    name + " is too large for a workbook",
    "save the sheet as CSV in UTF-8: that may be of any size",
  );
}

export function damaged(name: string, path?: string): UserError {
  const where = path === undefined ? "" : " (" + path + ")";
  return new UserError("refused", name + " is a damaged workbook" + where, "save it anew");
}

interface Entry {
  readonly path: string;
  /** 8: deflated; 0: stored. */
  readonly method: number;
  readonly from: number;
  readonly packed: number;
  readonly crc: number;
}

/** The files of a ZIP archive, from the list at its end. */
function* entriesOf(bytes: Buffer, name: string): Generator<Entry> {
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0) {
    throw new UserError(
      "refused",
      name + " is no whole ZIP archive or Excel workbook",
      "save it anew, or as CSV in UTF-8",
    );
  }
  if (end + 22 > bytes.length) throw damaged(name);
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  for (let n = 0; n < count; n++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw damaged(name);
    const [method, packed] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const crc = bytes.readUInt32LE(at + 16);
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const local = bytes.readUInt32LE(at + 42);
    const path = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    const isWhole = local + 30 <= bytes.length;
    const from = isWhole
      ? local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
      : bytes.length;
    yield { path, method, from, packed, crc };
    at += 46 + nameLength + extra + comment;
  }
}

async function* unpackedText(
  bytes: Buffer,
  { path, method, from, packed, crc }: Entry,
  name: string,
): AsyncGenerator<string, void, undefined> {
  const data = bytes.subarray(from, from + packed);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const pieces = method === 8 ? Readable.from(slices(data)).pipe(zlib.createInflateRaw()) : slices(data);
  let left = maxUnpacked;
  let sum = 0;
  try {
    for await (const piece of pieces as AsyncIterable<Buffer>) {
      left -= piece.length;
      if (left < 0) throw tooLarge(name);
      // Older versions of Node have no sum to check by.
      sum = zlib.crc32?.(piece, sum) ?? crc;
      yield decoder.decode(piece, { stream: true });
    }
    yield decoder.decode();
    if (sum !== crc) throw damaged(name, path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (/^(?:Z_|ERR_ENCODING)/.test(code)) throw damaged(name, path);
    throw error;
  }
}

function* slices(data: Buffer): Generator<Buffer> {
  for (let at = 0; at < data.length; at += pieceBytes) yield data.subarray(at, at + pieceBytes);
}
