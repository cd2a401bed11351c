import type { UserError } from "../../errors.ts";

/** With what this run opens encrypted files: a key, or why there is none. */
export interface Keyring {
  readonly key?: Buffer;
  readonly fault?: UserError;
  /** Where the package that can read encrypted files is looked for. */
  readonly places: readonly string[];
}

let ring: Keyring | undefined;

/** One run has one key: that of its database and of the backups made from it. It is in no file and no variable. */
export function holdKey(held: Keyring | undefined): void {
  ring = held;
}

export function heldKey(): Keyring | undefined {
  return ring;
}

/**
 * What the cipher takes: 64 hexadecimal digits are a key of 256 bits itself, which costs no time; anything else is a
 * passphrase, from which the cipher derives one (PBKDF2, about 40 ms). The same letters give the same key on every
 * system (NFC).
 */
export function keyOf(secret: string): Buffer {
  return Buffer.from(isRawKey(secret) ? "raw:" + secret.slice(-64).toLowerCase() : secret.normalize("NFC"));
}

export function isRawKey(secret: string): boolean {
  return /^(raw:)?[0-9a-f]{64}$/i.test(secret);
}
