/**
 * Which records may have a key: a hash table of numbers, for the keys of millions of records. It keeps 32 bits of a key's
 * hash and the record's id, so what it gives has to be looked at, and what it does not give is not there.
 */
export interface KeyTable {
  /** Takes a key of a record once, however often it is added. `kind` keeps keys of different kinds apart. */
  add(kind: number, key: Print, id: number): void;
  /** False: nobody has the key. */
  has(kind: number, key: Print): boolean;
  /** Ids that may have the key, the lowest first. */
  candidates(kind: number, key: Print): readonly number[];
  /** It has its full size, and three quarters of its slots are taken. */
  isFull(): boolean;
}

/** A key's hash, 32 bits without sign: a key is looked up several times, but hashed only once. */
export type Print = number;

const none: readonly number[] = [];
/** How much larger it gets when it is full; the slots of a large table are touched in no order, so it begins small. */
const growth = 8;
const fullAt = 0.75;

/** A slot takes 8 bytes: an id and a print, side by side, so that both are fetched from memory at once; id 0 is empty. */
export function keyTable(slots: number, firstSlots = slots): KeyTable {
  let size = firstSlots;
  let table = new Uint32Array(size * 2);
  let count = 0;
  const place = (print: number) => Math.floor((print / 2 ** 32) * size) * 2;
  const after = (at: number) => (at + 2 === size * 2 ? 0 : at + 2);
  const put = (print: number, id: number) => {
    let at = place(print);
    for (; table[at] !== 0; at = after(at)) if (table[at] === id && table[at + 1] === print) return;
    table[at] = id;
    table[at + 1] = print;
    count++;
  };
  const grow = () => {
    const old = table;
    size = Math.min(slots, size * growth);
    table = new Uint32Array(size * 2);
    count = 0;
    for (let at = 0; at < old.length; at += 2) if (old[at] !== 0) put(old[at + 1]!, old[at]!);
  };
  return {
    add(kind, key, id) {
      if (count > size * fullAt && size < slots) grow();
      put(mixed(key, kind), id);
    },
    has(kind, key) {
      const print = mixed(key, kind);
      for (let at = place(print); table[at] !== 0; at = after(at)) {
        if (table[at + 1] === print) return true;
      }
      return false;
    },
    candidates(kind, key) {
      let found: number[] | undefined;
      const print = mixed(key, kind);
      for (let at = place(print); table[at] !== 0; at = after(at)) {
        if (table[at + 1] !== print) continue;
        found ??= [];
        found.push(table[at]!);
      }
      return found?.sort((a, b) => a - b) ?? none;
    },
    isFull: () => size >= slots && count > size * fullAt,
  };
}

/** A print and a kind, stirred (the end of murmur3): 32 bits without sign. */
function mixed(print: Print, kind: number): number {
  let bits = print ^ Math.imul(kind, 0x9e3779b1);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** The first half of cyrb53. */
export function printOf(key: string): Print {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  return (Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)) >>> 0;
}
