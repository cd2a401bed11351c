/**
 * Which records may have a key: a fixed-size hash table of numbers, for the keys of millions of records. It keeps 32
 * bits of a key's hash and the record's id, so what it gives has to be looked at, and what it does not give is not there.
 */
export interface KeyTable {
  add(kind: number, key: string, id: number): void;
  /** Ids that may have the key, in the order in which they were added. */
  candidates(kind: number, key: string): readonly number[];
  /** It takes no more than three quarters of its slots; then it is full. */
  isFull(): boolean;
}

const none: readonly number[] = [];

/** `slots` is a power of two; a slot takes 8 bytes. */
export function keyTable(slots: number): KeyTable {
  const prints = new Uint32Array(slots);
  const ids = new Uint32Array(slots);
  const mask = slots - 1;
  let count = 0;
  return {
    add(kind, key, id) {
      let at = hash(key, kind) & mask;
      while (ids[at] !== 0) at = (at + 1) & mask;
      prints[at] = second;
      ids[at] = id;
      count++;
    },
    candidates(kind, key) {
      let found: number[] | undefined;
      for (let at = hash(key, kind) & mask; ids[at] !== 0; at = (at + 1) & mask) {
        if (prints[at] !== second) continue;
        found ??= [];
        found.push(ids[at]!);
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
