import fc from "fast-check";
import { expect, test } from "vitest";
import { UserError } from "../../src/errors.ts";
import { emailKey, parseEmail } from "../../src/values/email.ts";

function refusal(text: string): string {
  try {
    parseEmail(text);
  } catch (error) {
    if (error instanceof UserError && error.kind === "usage") return error.message;
    throw error;
  }
  throw new Error(`"${text}" was taken`);
}

test.each([
  ["jane@acme.example", "jane@acme.example"],
  ["  Jane.Roe+crm@Acme.example ", "Jane.Roe+crm@Acme.example"],
  ["Jane Roe <jane@acme.example>", "jane@acme.example"],
  ['"Roe, Jane" <jane@acme.example>', "jane@acme.example"],
  ["<jane@acme.example>", "jane@acme.example"],
  ["mailto:jane@acme.example", "jane@acme.example"],
  ["o'brien@acme.example", "o'brien@acme.example"],
  ["müller@bücher.example", "müller@bücher.example"],
  ["a@xn--bcher-kva.example", "a@xn--bcher-kva.example"],
  ["root@localhost", "root@localhost"],
  ["用户@例子.广告", "用户@例子.广告"],
])("%s is %s", (text, address) => expect(parseEmail(text)).toBe(address));

test.each([
  ["", "it has no @"],
  ["jane", "it has no @"],
  ["@acme.example", "nothing stands before the @"],
  ["jane@acme", '"acme" has no ending such as .com'],
  ["jane@", '"" is no domain'],
  ["jane@acme..example", '"acme..example" is no domain'],
  ["jane@.example", '".example" is no domain'],
  ["jane@-acme.example", '"-acme.example" is no domain'],
  ["jane@acme.example.", '"acme.example." is no domain'],
  ["jane@1.2.3.4", '"1.2.3.4" is no domain'],
  ["jane@acme.example>", '"acme.example>" is no domain'],
  ["jane@acme.exam ple", '"acme.exam ple" is no domain'],
])("%j is refused: %s", (text, why) => expect(refusal(text)).toBe(`"${text}" is no email address: ${why}.`));

test.each([
  "ja ne@acme.example",
  "jane@@acme.example",
  "a,b@acme.example",
  "ja\u0000ne@acme.example",
  "ja\u200bne@acme.example",
])("%j is refused for what stands before the @", (text) =>
  expect(refusal(text)).toContain("stands before the @"),
);

test("a line break can never be part of an address", () => {
  expect(refusal("jane@acme.example\r\nBcc: x@y.example")).toContain("is no email address");
  expect(refusal("a\n@acme.example")).not.toContain("\n");
  expect(refusal("Jane <jane@acme.example\r\n>x@y.example")).toContain("is no email address");
});

test("lengths are limited to what mail can carry", () => {
  const long = `${"a".repeat(64)}@acme.example`;
  expect(parseEmail(long)).toBe(long);
  expect(refusal(`a${long}`)).toContain("it is too long");
  expect(refusal(`jane@${"a".repeat(64)}.example`)).toContain("is no domain");
  expect(refusal(`jane@${"abcdefgh.".repeat(28)}example`)).toContain("it is too long");
});

test("letter case and composition make no difference to the key", () => {
  expect(emailKey(" Jane@ACME.example")).toBe("jane@acme.example");
  expect(emailKey("mu\u0308ller@acme.example")).toBe(emailKey("MÜLLER@acme.example"));
});

test("an address that is taken is taken again, and its key is its own key", () => {
  fc.assert(
    fc.property(fc.emailAddress(), (address) => {
      fc.pre(!/[",;:()<>[\]\\]/.test(address));
      expect(parseEmail(address)).toBe(address);
      expect(emailKey(emailKey(address))).toBe(emailKey(address));
    }),
  );
});
