/**
 * Which records may have a key: a fixed-size hash table of numbers, for the keys of millions of records. It keeps 32
 * bits of a key's hash and the record's id, so what it gives has to be looked at, and what it does not give is not there.
 */
export interface KeyTable {
  /** `kind` keeps keys of different kinds apart, whatever they are. */
  add(kind: number, key: Print, id: number): void;
  /** False: nobody has the key. */
  has(kind: number, key: Print): boolean;
  /** Ids that may have the key, in the order in which they were added. */
  candidates(kind: number, key: Print): readonly number[];
  /** It takes no more than three quarters of its slots; then it is full. */
  isFull(): boolean;
}

/** 64 bits of a key in two halves: a key is looked up several times, but taken apart only once. */
export interface Print {
  readonly a: number;
  readonly b: number;
}

const none: readonly number[] = [];

/** A slot takes 8 bytes; a table with more than three quarters of them taken gets slow. */
export function keyTable(slots: number): KeyTable {
  // An id and a print side by side, so that both are fetched from memory at once; id 0 is an empty slot.
  const table = new Uint32Array(slots * 2);
  const place = (kind: number, { a }: Print) => Math.floor((mixed(a, kind) / 2 ** 32) * slots) * 2;
  const after = (at: number) => (at + 2 === slots * 2 ? 0 : at + 2);
  let count = 0;
  return {
    add(kind, key, id) {
      let at = place(kind, key);
      while (table[at] !== 0) at = after(at);
      table[at] = id;
      table[at + 1] = mixed(key.b, kind);
      count++;
    },
    has(kind, key) {
      const rest = mixed(key.b, kind);
      for (let at = place(kind, key); table[at] !== 0; at = after(at)) {
        if (table[at + 1] === rest) return true;
      }
      return false;
    },
    candidates(kind, key) {
      let found: number[] | undefined;
      const rest = mixed(key.b, kind);
      for (let at = place(kind, key); table[at] !== 0; at = after(at)) {
        if (table[at + 1] !== rest) continue;
        found ??= [];
        found.push(table[at]!);
      }
      return found ?? none;
    },
    isFull: () => count > slots * 0.75,
  };
}

/** Half of a print and a kind, stirred (the end of murmur3): 32 bits without sign. */
function mixed(half: number, kind: number): number {
  let bits = half ^ Math.imul(kind, 0x9e3779b1);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** Two halves of cyrb53, without its cut. */
export function printOf(key: string): Print {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  return {
    a: Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909),
    b: Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909),
  };
}
