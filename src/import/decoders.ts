import { isAscii, isUtf8 } from "node:buffer";

/** Turns the next bytes into text; the beginning of a character at their end is kept back until the rest comes. */
export type Decoder = (bytes: Uint8Array, last: boolean) => string;

/** Bytes that a decoder cannot read, after `before`, at an offset counted from the beginning of the source. */
export class BadBytes extends Error {
  readonly before: string;
  readonly offset: number;
  /** Null where the decoder cannot tell which byte it is: then the offset is that of the piece. */
  readonly byte: number | null;

  constructor(before: string, offset: number, byte: number | null) {
    super(`byte ${byte} at offset ${offset} cannot be decoded`);
    this.before = before;
    this.offset = offset;
    this.byte = byte;
  }
}

/** A new decoder for one source; a BOM at its beginning is left out. */
export function decoderOf(charset: string): Decoder {
  if (charset === "utf-8") return utf8Decoder();
  if (charset === "windows-1252") return decodeWindows1252;
  return platformDecoder(charset);
}

/** Node's checks of whole pieces take a third of the time of a streaming TextDecoder. */
function utf8Decoder(): Decoder {
  let carry = Buffer.alloc(0);
  let begun = false;
  let offset = 0;
  return (bytes, last) => {
    let buffer = carry.length === 0 ? bufferOf(bytes) : Buffer.concat([carry, bytes]);
    const whole = last ? buffer.length : wholeCharacters(buffer);
    carry = Buffer.from(buffer.subarray(whole));
    buffer = buffer.subarray(0, whole);
    if (!isUtf8(buffer)) throw badUtf8(buffer, offset);
    offset += buffer.length;
    if (!begun && hasBom(buffer)) buffer = buffer.subarray(3);
    begun ||= whole > 0;
    return isAscii(buffer) ? buffer.toString("latin1") : buffer.toString("utf8");
  };
}

function badUtf8(bytes: Buffer, offset: number): BadBytes {
  const bad = firstInvalidUtf8(bytes);
  return new BadBytes(bytes.toString("utf8", 0, bad), offset + bad, bytes[bad] ?? null);
}

export function hasBom(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Length of the bytes without a UTF-8 character that has only begun at their end. */
export function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    return sequenceLength(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** Offset of the first byte that is not UTF-8; the length when all are. */
export function firstInvalidUtf8(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes[at]!);
    if (!isUtf8(bytes.subarray(at, at + length))) return at;
    at += length;
  }
  return at;
}

/** Bytes of the UTF-8 character that a first byte announces; 1 for a byte that cannot be first. */
function sequenceLength(first: number): number {
  if (first >= 0xf0) return 4;
  if (first >= 0xe0) return 3;
  return first >= 0xc0 ? 2 : 1;
}

/** What 0x80 to 0x9F mean; the five bytes that mean nothing stay what they are. */
const upper1252 = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

/** By hand: TextDecoder reads 0x80 to 0x9F as Latin-1 from Node 20.18.3 and 22.13 on (nodejs/node#60888). */
function decodeWindows1252(bytes: Uint8Array): string {
  const text = bufferOf(bytes).toString("latin1");
  return text.replace(/[\x80-\x9f]/g, (one) => upper1252[one.charCodeAt(0) - 0x80] ?? one);
}

function platformDecoder(charset: string): Decoder {
  const decoder = new TextDecoder(charset, { fatal: true });
  let offset = 0;
  return (bytes, last) => {
    try {
      const text = decoder.decode(bytes, { stream: !last });
      offset += bytes.length;
      return text;
    } catch {
      throw new BadBytes("", offset, null);
    }
  };
}
