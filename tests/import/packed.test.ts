import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ContactRow, pack, unpack } from "../../src/import/packed.ts";

const text = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .filter((one) => !one.includes("\0"));
const maybe = fc.option(text, { nil: null });
const email = fc.record({ email: text, key: text, label: maybe });
const phone = fc.record({ phone: text, e164: maybe, key: text, label: maybe });
const address = fc.record({
  label: maybe,
  street: maybe,
  postalCode: maybe,
  city: maybe,
  region: maybe,
  country: maybe,
});

const row: fc.Arbitrary<ContactRow> = fc.record({
  line: fc.integer({ min: 1, max: 1e9 }),
  contact: fc.record({
    externalId: maybe,
    ownId: fc.option(fc.integer({ min: 1 }), { nil: undefined }),
    name: maybe,
    firstName: maybe,
    lastName: maybe,
    nameKey: maybe,
    birthday: maybe,
    language: maybe,
    lifecycle: fc.option(fc.constantFrom("lead", "client"), { nil: null }),
    source: maybe,
    owner: maybe,
    note: maybe,
    createdAt: maybe,
    company: maybe,
    companyKey: maybe,
    alsoAt: fc.array(text, { maxLength: 2 }),
    role: maybe,
    department: maybe,
    emails: fc.array(email, { maxLength: 3 }),
    phones: fc.array(phone, { maxLength: 3 }),
    addresses: fc.array(address, { maxLength: 2 }),
    links: fc.array(text, { maxLength: 2 }),
    tags: fc.array(text, { maxLength: 3 }),
    refuses: fc.subarray(["call", "email", "chat"] as const),
    inTouch: fc.option(
      fc.record({
        cadence: maybe,
        preferredChannel: fc.constantFrom("call", null),
        dates: fc.array(fc.record({ label: text, date: text }), { maxLength: 2 }),
      }),
      { nil: null },
    ),
    extras: fc.array(fc.oneof(text, fc.constant("")), { maxLength: 3 }),
  }),
});

describe("contacts packed into one text", () => {
  it("come out as they went in", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
        expect(unpack(pack(rows))).toEqual(rows);
      }),
    );
  });
});
