/** What a file is, by its first bytes. */
export type Kind = "csv" | "json" | "vcard" | "xlsx";

const enough = 512;

export function kindOf(head: Uint8Array): Kind {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, enough));
  if (bytes.subarray(0, 4).toString("latin1") === "PK\x03\x04") return "xlsx";
  // Zeros are the other half of the letters in UTF-16; what stands before the text is a mark of its encoding.
  const text = bytes
    .toString("latin1")
    .replace(/\0|^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/g, "")
    .trimStart();
  if (/^BEGIN:VCARD/i.test(text)) return "vcard";
  return /^(?:\{|\[\s*(?:\{|\]))/.test(text) ? "json" : "csv";
}

/** The first bytes of a source, enough to tell its kind, and the whole of it. */
export async function peek(
  source: AsyncIterable<Uint8Array>,
): Promise<{ head: Uint8Array; all: AsyncGenerator<Uint8Array, void, undefined> }> {
  const pieces = source[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  let length = 0;
  while (length < enough) {
    const next = await pieces.next();
    if (next.done) break;
    taken.push(next.value);
    length += next.value.length;
  }
  async function* all() {
    try {
      yield* taken;
      for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
    } finally {
      await pieces.return?.();
    }
  }
  return { head: Buffer.concat(taken), all: all() };
}
