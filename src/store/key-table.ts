/**
 * Which records may have a key: a fixed-size hash table of numbers, for the keys of millions of records. It keeps 32
 * bits of a key's hash and the record's id, so what it gives has to be looked at, and what it does not give is not there.
 */
export interface KeyTable {
  /** `kind` keeps keys of different kinds apart, whatever they are. */
  add(kind: number, key: string, id: number): void;
  /** False: nobody has the key. */
  has(kind: number, key: string): boolean;
  /** Ids that may have the key, in the order in which they were added. */
  candidates(kind: number, key: string): readonly number[];
  /** It takes no more than three quarters of its slots; then it is full. */
  isFull(): boolean;
}

const none: readonly number[] = [];

/** A slot takes 8 bytes; a table with more than three quarters of them taken gets slow. */
export function keyTable(slots: number): KeyTable {
  // An id and a print side by side, so that both are fetched from memory at once; id 0 is an empty slot.
  const table = new Uint32Array(slots * 2);
  const place = (kind: number, key: string) => Math.floor((hash(key, kind) / 2 ** 32) * slots) * 2;
  const after = (at: number) => (at + 2 === slots * 2 ? 0 : at + 2);
  let count = 0;
  return {
    add(kind, key, id) {
      let at = place(kind, key);
      while (table[at] !== 0) at = after(at);
      table[at] = id;
      table[at + 1] = second;
      count++;
    },
    has(kind, key) {
      for (let at = place(kind, key); table[at] !== 0; at = after(at)) {
        if (table[at + 1] === second) return true;
      }
      return false;
    },
    candidates(kind, key) {
      let found: number[] | undefined;
      for (let at = place(kind, key); table[at] !== 0; at = after(at)) {
        if (table[at + 1] !== second) continue;
        found ??= [];
        found.push(table[at]!);
      }
      return found ?? none;
    },
    isFull: () => count > slots * 0.75,
  };
}

/** The other 32 bits of the last hash. */
let second = 0;

/** 64 bits in two halves (cyrb53 without its cut): the first is the result, the other stands in `second`. */
function hash(key: string, seed: number): number {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  second = b >>> 0;
  return a >>> 0;
}
