import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/errors.ts";
import { compileFilter, fieldOf } from "../../src/filter/compile.ts";
import { parseFilter } from "../../src/filter/parse.ts";
import { context, idsOf } from "./people.ts";

function fault(text: string, changes: Partial<typeof context> = {}): UserError {
  try {
    idsOf(text, changes);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("accepted: " + text);
}

describe("text", () => {
  it.each([
    ["city = berlin", [1]],
    ["city = köln", [2]],
    ["CITY = new york", [3]],
    ["city != Berlin", [2, 3, 4, 5]],
    ["city ~ ER", [1]],
    ["city ~ %", [4]],
    ["city ~ _", [4]],
    ["city ~ '\\\\'", [4]],
    ["city > Berlin", [2, 3]],
    ["city <= berlin", [1, 4]],
    ["city in (BERLIN, 'new york', nowhere)", [1, 3]],
    ["city not in (Berlin, Köln)", [3, 4, 5]],
    ["city:empty", [5]],
    ["city = ''", [5]],
    ["city != ''", [1, 2, 3, 4]],
    ["city in ('', Berlin)", [1, 5]],
    ["owner:empty", [4, 5]],
    ["mine", [1, 3]],
    ["not mine", [2, 4, 5]],
  ])("%s", (text, ids) => {
    expect(idsOf(text)).toEqual(ids);
  });
});

describe("not, and, or", () => {
  it.each([
    ["not city = Berlin", [2, 3, 4, 5]],
    ["not (city ~ e and spent > 0)", [2, 4, 5]],
    ["not not city = Berlin", [1]],
    ["not city:empty and not active:empty", [1, 2, 4]],
    ["id = 1 or id = 2 or id = 5", [1, 2, 5]],
    ["id < 4 and (city = Köln or id = 3)", [2, 3]],
    ["not (id = 1 or spent >= 0)", [4, 5]],
  ])("%s", (text, ids) => {
    expect(idsOf(text)).toEqual(ids);
  });
});

describe("numbers, percentages and flags", () => {
  it.each([
    ["id in (1, 3)", [1, 3]],
    ["id != 1", [2, 3, 4, 5]],
    ["id >= 4.5", [5]],
    ["share = 50%", [1]],
    ["share = 50 %", [1]],
    ["share = 7", [2]],
    ["share > 7.0", [1, 4]],
    ["share:empty", [3, 5]],
    ["active = yes", [1, 4]],
    ["active = FALSE", [2]],
    ["active != yes", [2, 3, 5]],
    ["active in (yes, no)", [1, 2, 4]],
    ["'shoe size' >= 9.5", [1, 2]],
    ["shoe-size = 42", [1]],
    ["ShoeSize:empty", [3, 4, 5]],
  ])("%s", (text, ids) => {
    expect(idsOf(text)).toEqual(ids);
  });
});

describe("money: each record in its own currency, unless one is named", () => {
  it.each([
    ["spent >= 1000", [1, 2, 3]],
    ["spent > 1000", [2]],
    ["spent = 1000.50", [2]],
    ["spent = 1000.5", [2]],
    ["spent = 1000 EUR", [1]],
    ["spent = 1000 jpy", [3]],
    ["spent < 0", [4]],
    ["spent = -50 USD", [4]],
    ["spent in (1000 EUR, 1000 JPY)", [1, 3]],
    ["spent in (1000, 1000.50)", [1, 2, 3]],
    ["spent != 1000", [2, 4, 5]],
    ["spent:empty", [5]],
    ["flat >= 1000", [1, 2]],
    ["flat = 10 EUR", [3]],
  ])("%s", (text, ids) => {
    expect(idsOf(text)).toEqual(ids);
  });
});

describe("dates and moments", () => {
  it.each([
    ["birthday = 1990-03-04", [1]],
    ["birthday = --03-04", [2]],
    ["birthday ~ -03-04", [1, 2]],
    // Neither the day without year nor the empty text is before anything.
    ["birthday < 2000-01-01", [1]],
    ["birthday <= 1990-03-04", [1]],
    ["birthday < 1990-03-04", []],
    ["birthday > 1990-03-04", [3]],
    ["birthday in (2001-12-31, --03-04)", [2, 3]],
    ["birthday:empty", [4, 5]],
    // 4,5 January in Berlin: 1 and 2 fall on the 5th, 3 on the 6th.
    ["last_contact = 2026-01-05", [1, 2]],
    ["last_contact = yesterday", [1, 2]],
    ["last_contact != 2026-01-05", [3, 4, 5]],
    ["lastContactAt > 2026-01-05", [3]],
    ["lastContactAt >= 2026-01-05", [1, 2, 3]],
    ["lastContactAt < 2026-01-05", [4]],
    ["lastContactAt <= 2026-01-05", [1, 2, 4]],
    ["lastContactAt in (2026-01-05, 2025-10-01)", [1, 2, 4]],
    ["last_contact:empty", [5]],
    // Ages: less is later. 90 days before 6 January 2026 is 8 October 2025.
    ["last_contact < 90d", [1, 2, 3]],
    ["last_contact > 90d", [4]],
    ["last_contact < 1d", [3]],
    ["last_contact <= 1d", [1, 2, 3]],
    ["last_contact >= 1d", [1, 2, 4]],
    ["last_contact = 1d", [1, 2]],
    ["birthday > 30y", [1]],
    ["birthday < 30 years", [3]],
  ])("%s", (text, ids) => {
    expect(idsOf(text)).toEqual(ids);
  });

  it("takes the day in the zone asked for", () => {
    expect(idsOf("lastContactAt = 2026-01-05", { zone: "UTC" })).toEqual([2, 3]);
    expect(idsOf("lastContactAt = 2026-01-05", { zone: "America/New_York" })).toEqual([2, 3]);
    expect(idsOf("lastContactAt = 2026-01-04", { zone: "America/New_York" })).toEqual([1]);
  });
});

describe("a field with many values is met by one of them", () => {
  it.each([
    ["tag = vip", [1, 4]],
    ["tag != vip", [2, 3, 5]],
    ["tag in (vip, nothing)", [1, 4]],
    ["tag not in (new, nothing)", [3, 4, 5]],
    ["tag ~ i", [1, 4]],
    ["tag = vip and tag = new", [1]],
    ["tags:empty", [3, 5]],
    ["not tags:empty", [1, 2, 4]],
    ["likes = tea and likes = cake", [1]],
    ["likes != tea and 'shoe size' = 9.5", [2]],
    ["likes:empty and id < 3", [2]],
  ])("%s", (text, ids) => {
    expect(idsOf(text)).toEqual(ids);
  });
});

describe("segments", () => {
  it.each([
    ["segment = berliners", [1]],
    ["segment = germans and id > 1", [2]],
    ["segment != germans", [3, 4, 5]],
    ["segment in (berliners, germans)", [1, 2]],
    ["segment not in (berliners)", [2, 3, 4, 5]],
  ])("%s", (text, ids) => {
    expect(idsOf(text)).toEqual(ids);
  });

  it("names the chain of a segment that contains itself", () => {
    expect(fault("segment = loop").message).toMatchInlineSnapshot(`
      "in the segment "ring": the segment "Loop" contains itself: loop -> ring -> Loop
        id = 1 and segment = Loop
                             ^"
    `);
  });

  it("says in which segment the fault is", () => {
    expect(fault("segment = broken").message).toBe(
      'in the segment "broken": a value is missing after "="\n  city =\n        ^',
    );
    expect(fault("segment = wrong").message).toMatch(/^in the segment "wrong": unknown person field "town"/);
    const missing = fault("id = 1 or segment = nobody");
    expect([missing.kind, missing.message]).toEqual([
      "not_found",
      'no segment "nobody"\n  id = 1 or segment = nobody\n' + " ".repeat(22) + "^",
    ]);
  });

  it("refuses segments that double in each other until nothing can run them", () => {
    expect(idsOf("segment = s9")).toEqual([1]);
    expect(fault("segment = s12").message).toContain("the filter has more than 2000 conditions");
  });
});

describe("what cannot be compared is refused with a caret and the way out:", () => {
  it.each([
    ["spent > lots", 8, '"lots" is not an amount'],
    ["spent > 1,000", 9, 'expected "and", "or" or the end, found ","'],
    ["spent > 1000.505", 8, '"1000.505" is not an amount'],
    ["spent > 10.5 JPY", 8, '"10.5 JPY" is not an amount'],
    ["spent > 10 XQX", 8, '"10 XQX" is not an amount'],
    ["flat > 10 USD", 7, "flat is kept in EUR"],
    ["id = 1 and id = 1k", 16, '"1k" is not a number'],
    ["id = 0x10", 5, '"0x10" is not a number'],
    ["share = half", 8, '"half" is not a number'],
    ["active = maybe", 9, '"maybe" is neither yes nor no'],
    ["active > yes", 9, '">" does not work on active (flag)'],
    ["id ~ 1", 5, '"~" does not work on id (id)'],
    ["last_contact ~ 2026", 15, '"~" does not work on lastContactAt (instant)'],
    ["birthday = someday", 11, '"someday" is not a date'],
    ["birthday > --03-04", 11, '"--03-04" has no year'],
    ["segment > berliners", 0, '">" does not work on a segment'],
  ])("%s", (text, at, message) => {
    const error = fault(text);
    expect(error.kind).toBe("usage");
    expect(error.message.split("\n")).toEqual([message, "  " + text, "  " + " ".repeat(at) + "^"]);
    expect(error.hint).not.toBe("");
  });

  it("names an unknown field, the nearest one and all there are", () => {
    expect(fault("id = 1 and ctiy = Berlin").message).toMatchInlineSnapshot(`
      "unknown person field "ctiy". Did you mean "city"? (id, city, spent, currency, flat, share, active, birthday, lastContactAt, owner, tags, shoe size, likes, segment)
        id = 1 and ctiy = Berlin
                   ^"
    `);
    expect(fault("town:empty").message).toMatch(/^unknown person field "town"/);
  });

  it("refuses mine without an owner or a user", () => {
    const ownerless = context.fields.filter((field) => field.key !== "owner");
    expect(fault("mine", { fields: ownerless }).message).toMatch(/^"mine" needs an owner field/);
    expect(fault("mine", { user: "" }).hint).toBe("crm config set user <name>");
  });

  it("refuses a search text that SQLite would refuse", () => {
    expect(fault("city ~ " + "x".repeat(50_001)).message).toMatch(/^this text is too long to search for\n/);
  });
});

describe("what is bound", () => {
  it("binds every value, the parameters of a field before its value", () => {
    const text = "likes = \"'; DROP TABLE person; --\" and 'shoe size' > 1 and id = 7";
    const { sql, params } = compileFilter(parseFilter(text), text, context);
    expect(params).toEqual(["likes", "'; drop table person; --", "shoe size", 1, 7]);
    expect(sql).not.toContain("DROP");
    expect(idsOf(text)).toEqual([]);
    expect(idsOf("id >= 1")).toHaveLength(5);
  });

  it("runs or refuses any value for any field, without a trace of it in the SQL", () => {
    const field = fc.constantFrom(...context.fields.map((one) => one.key));
    const op = fc.constantFrom("=", "!=", "~", ">", ">=", "<", "<=");
    const value = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("90d", "1 EUR", "99999y", "--03-04", "5%", ""),
    );
    const check = (name: string, sign: string, given: string) => {
      const quoted =
        "'" + ("q\u0001" + given).slice(given.length % 2 ? 0 : 2).replace(/['\\]/g, "\\$&") + "'";
      const text = "'" + name + "' " + sign + " " + quoted;
      try {
        expect(compileFilter(parseFilter(text), text, context).sql).not.toContain("q\u0001");
        idsOf(text);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    };
    fc.assert(fc.property(field, op, value, check), { numRuns: 1_000 });
  });
});

describe("size", () => {
  it("runs two thousand conditions in a row and refuses more", () => {
    expect(idsOf("id = 1" + " or tag = nothing".repeat(1_999))).toEqual([1]);
    expect(fault("id = 1" + " or id = 2".repeat(2_000)).message).toContain("more than 2000 conditions");
  });

  it("runs a list of ten thousand values and refuses one of forty thousand", () => {
    const list = (length: number) => "city in (Berlin" + ", x".repeat(length) + ")";
    expect(idsOf(list(10_000))).toEqual([1]);
    expect(fault(list(40_000)).message).toBe("the filter has more than 32000 values");
  });

  it("runs as deep as the parser allows, segments included", () => {
    const deep = "not (tag = a or ".repeat(25) + "id = 1" + ")".repeat(25);
    expect(idsOf(deep)).toEqual([1, 2, 3, 4, 5].filter((id) => id !== 1));
    const nested = {
      segment: (name: string) =>
        name === "x" ? "not (id = 9 or ".repeat(24) + "id = 1" + ")".repeat(24) : "",
    };
    const wide = "not (id = 7 or ".repeat(24) + "segment = x or id = 8" + ")".repeat(24);
    expect(idsOf(wide, nested)).toEqual([1]);
  });
});

describe("fieldOf", () => {
  it.each([
    ["lastContactAt", "lastContactAt"],
    ["last_contact_at", "lastContactAt"],
    ["LAST-CONTACT", "lastContactAt"],
    ["Tag", "tags"],
    ["shoe_size", "shoe size"],
    ["contact", undefined],
    ["", undefined],
  ])("finds by %s the field %s", (name, key) => {
    expect(fieldOf(context.fields, name)?.key).toBe(key);
  });
});
