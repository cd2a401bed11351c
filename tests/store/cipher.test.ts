import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isEncryptedHead } from "../../src/store/encryption/cipher.ts";
import { isRawKey, keyOf } from "../../src/store/encryption/key.ts";

/** A salt, then pages of 8192 bytes, versions 1 and 1, 32 bytes of each page for the cipher, and 64, 32, 32. */
const head = (more: readonly number[] = [0x20, 0, 1, 1, 32, 64, 32, 32]) =>
  Buffer.concat([Buffer.from("290155d7f9308a477c0256405a0e1fad", "hex"), Buffer.from(more)]);

describe("an encrypted file", () => {
  it("is known by what stays readable of its first bytes", () => {
    expect(isEncryptedHead(head())).toBe(true);
    expect(isEncryptedHead(head([0, 1, 2, 2, 80, 64, 32, 32]))).toBe(true);
  });

  it.each([
    ["no page has 8193 bytes", [0x20, 1, 1, 1, 32, 64, 32, 32]],
    ["there is no version 3", [0x20, 0, 3, 1, 32, 64, 32, 32]],
    ["a cipher needs some bytes of each page", [0x20, 0, 1, 1, 0, 64, 32, 32]],
    ["other fractions", [0x20, 0, 1, 1, 32, 64, 32, 33]],
    ["cut off", [0x20, 0, 1, 1, 32, 64, 32]],
  ])("is not one: %s", (_, more) => {
    expect(isEncryptedHead(head(more))).toBe(false);
  });

  it("is not a plain one, nor random bytes or text", () => {
    const plain = Buffer.concat([Buffer.from("SQLite format 3\0"), head().subarray(16)]);
    expect(isEncryptedHead(plain)).toBe(false);
    for (let n = 0; n < 1000; n++) expect(isEncryptedHead(randomBytes(100))).toBe(false);
    expect(isEncryptedHead(readFileSync("package.json"))).toBe(false);
  });
});

describe("a key", () => {
  const digits = "0123456789abcdef".repeat(4);

  it("is itself when it is 64 hexadecimal digits, else a passphrase", () => {
    expect(keyOf(digits.toUpperCase()).toString()).toBe("raw:" + digits);
    expect(isRawKey(digits.slice(1))).toBe(false);
    expect(keyOf(digits.slice(1)).toString()).toBe(digits.slice(1));
  });

  it("goes through a pipe unchanged, and is the same for letters written in two ways", () => {
    for (const secret of [digits, "correct horse", "Z\u00fcrich"]) {
      expect(keyOf(keyOf(secret).toString())).toEqual(keyOf(secret));
    }
    expect(keyOf("Zu\u0308rich")).toEqual(keyOf("Z\u00fcrich"));
  });
});
