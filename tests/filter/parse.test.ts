import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/errors.ts";
import { type Filter, parseFilter } from "../../src/filter/parse.ts";

/** A filter as one line: every group in brackets, every value between bars. */
function outline(filter: Filter): string {
  switch (filter.kind) {
    case "and":
    case "or":
      return "[" + filter.parts.map(outline).join(" " + filter.kind + " ") + "]";
    case "not":
      return "not " + outline(filter.part);
    case "empty":
      return filter.field + ":empty";
    case "mine":
      return "mine";
    case "compare":
      return filter.field + " " + filter.op + " |" + filter.value + "|";
    case "in":
      return filter.field + " in |" + filter.values.map((value) => value.text).join("|") + "|";
  }
}

function fault(text: string): UserError {
  try {
    parseFilter(text);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("understood: " + text);
}

describe("a filter is read as", () => {
  it.each([
    ["city = Berlin", "city = |Berlin|"],
    ["city=Berlin AND spent>=1000", "[city = |Berlin| and spent >= |1000|]"],
    [
      "city = Berlin and (tag = vip or spent >= 1000) and last_contact < 90d and not email:empty",
      "[city = |Berlin| and [tag = |vip| or spent >= |1000|] and last_contact < |90d| and not email:empty]",
    ],
    ["a!=1 or b~2 or c<=3", "[a != |1| or b ~ |2| or c <= |3|]"],
    ["city = New   York and x = 1", "[city = |New York| and x = |1|]"],
    ["stage in (lead, closed won,'a, b')", "stage in |lead|closed won|a, b|"],
    ["stage NOT IN (lead)", "not stage in |lead|"],
    ["not a = 1 and b = 2", "[not a = |1| and b = |2|]"],
    ["not not (a = 1)", "not not a = |1|"],
    ["((a = 1))", "a = |1|"],
    ["name = O'Brien", "name = |O'Brien|"],
    ["name = 'O''Brien' or name = 'O\\'Brien'", "[name = |O'Brien| or name = |O'Brien|]"],
    ['name = "say ""hi"" \\"you\\" \\\\ \\n"', 'name = |say "hi" "you" \\ \\n|'],
    ["name = 'Bed and Breakfast (Ltd)'", "name = |Bed and Breakfast (Ltd)|"],
    ['"shoe size" = 42 and "shoe size":empty', "[shoe size = |42| and shoe size:empty]"],
    ["email : EMPTY or phone :empty or city: empty", "[email:empty or phone:empty or city:empty]"],
    ["country = in and due < in 2 weeks", "[country = |in| and due < |in 2 weeks|]"],
    [
      "website = https://a.example/x!y and name = Yahoo!",
      "[website = |https://a.example/x!y| and name = |Yahoo!|]",
    ],
    ["mine and (mine or Mine)", "[mine and [mine or mine]]"],
    ["mine = 1", "mine = |1|"],
    ["city = ''", "city = ||"],
    ["größe ≥ = 1", undefined],
    ["stadt = Köln", "stadt = |Köln|"],
  ])("%s", (text, tree) => {
    if (tree === undefined) expect(fault(text).kind).toBe("usage");
    else expect(outline(parseFilter(text))).toBe(tree);
  });

  it("keeps where the field and the value stand", () => {
    expect(parseFilter("not city = 'x'")).toEqual({
      kind: "not",
      part: { kind: "compare", field: "city", op: "=", value: "x", quoted: true, at: 4, valueAt: 11 },
    });
  });
});

describe("what cannot be read gets a caret under the place:", () => {
  it.each([
    ["a = 1 and b = 2 or c = 3", 16, '"and" and "or" are mixed without parentheses'],
    ["a = 1 or b = 2 or c = 3 and d = 4", 24, '"and" and "or" are mixed without parentheses'],
    ["(a = 1 and b = 2 or c = 3)", 17, '"and" and "or" are mixed without parentheses'],
    ["city =", 6, 'a value is missing after "="'],
    ["city == Berlin", 6, 'a value is missing after "="'],
    ["city = and x = 1", 7, 'a value is missing after "="'],
    ["city", 0, '"city" alone is no condition'],
    ["city Berlin", 5, 'an operator is missing after "city"'],
    ["city = Berlin or", 16, "a condition is missing at the end"],
    ["and city = Berlin", 0, 'a condition is missing before "and"'],
    ["= Berlin", 0, 'a condition is missing before "="'],
    ["(city = Berlin", 0, 'this "(" is never closed'],
    ["city = Berlin)", 13, 'there is no "(" for this ")"'],
    ["city = Berlin ()", 14, 'expected "and", "or" or the end, found "("'],
    ["()", 0, "there is nothing between these parentheses"],
    ["city = Berlin, Hamburg", 13, 'expected "and", "or" or the end, found ","'],
    ["city = Berlin tag = vip", 18, 'expected "and", "or" or the end, found "="'],
    ["city = 'Berlin", 7, "this quote is never closed"],
    ["stage in lead", 9, '"in" needs a list in parentheses'],
    ["stage in (lead, proposal", 9, "this list is never closed"],
    ["stage in ()", 10, "a value is missing in the list"],
    ["stage in (lead,)", 15, "a value is missing in the list"],
    ["stage in (a or b)", 12, "a comma is missing in the list"],
    ["city:Berlin", 4, 'only "empty" can stand behind ":"'],
    [":empty", 0, 'a field is missing before ":"'],
  ])("%s", (text, at, message) => {
    const error = fault(text);
    const [said, shown, caret] = error.message.split("\n");
    expect(error.kind).toBe("usage");
    expect([said, shown, caret]).toEqual([message, "  " + text, "  " + " ".repeat(at) + "^"]);
  });

  it.each(["", "   ", "\t\n"])("an empty filter (%j) is an error without a place", (text) => {
    expect(fault(text).message).toBe("the filter is empty");
  });

  it("shows only the neighbourhood in a long filter, and nothing that acts on a terminal", () => {
    const error = fault("x = 1 and ".repeat(1_000) + "y = \u001b[31m red = 1" + " and z = 1".repeat(1_000));
    expect(error.message).toBe(
      [
        'expected "and", "or" or the end, found "="',
        "  …1 and x = 1 and x = 1 and y =  [31m red = 1 and z = 1 and z = 1 and z = 1 and z …",
        "  " + " ".repeat(41) + "^",
      ].join("\n"),
    );
  });

  it.each([
    ["city = 東京 (", 12],
    ["city = Ko\u0308ln (", 12],
    ["city = 🎉 (", 10],
  ])("puts the caret of %j in column %d, as wide as a terminal shows what is before", (text, column) => {
    expect(fault(text).message.split("\n").at(-1)).toBe("  " + " ".repeat(column) + "^");
  });
});

describe("size", () => {
  it.each([
    ["parentheses", "(".repeat(10_000) + "a = 1" + ")".repeat(10_000)],
    ["not", "not ".repeat(10_000) + "a = 1"],
    ["open parentheses", "(".repeat(1_000_000)],
  ])("deep nesting of %s is refused in one line", (_, text) => {
    expect(fault(text).message.split("\n")[0]).toBe("the filter is nested deeper than 50 levels");
  });

  it("takes fifty levels, and as many conditions side by side as are given", () => {
    expect(outline(parseFilter("(".repeat(50) + "a = 1" + ")".repeat(50)))).toBe("a = |1|");
    const wide = parseFilter("a = 1" + " or (a = 1)".repeat(60));
    expect(wide.kind === "or" && wide.parts.length).toBe(61);
  });

  it("reads a filter of some megabytes in time that grows with its length", () => {
    const list = "a in (" + "x, ".repeat(500_000) + "y)";
    const word = "a = " + "x".repeat(2_000_000);
    const quoted = "a = '" + "''".repeat(1_000_000) + "'";
    const started = performance.now();
    for (const text of [list, word, quoted]) parseFilter(text);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe("any text", () => {
  const pieces = [
    "and",
    "or",
    "not",
    "in",
    "(",
    ")",
    ",",
    "=",
    "!=",
    "<",
    ":empty",
    ":",
    "'",
    '"',
    "\\",
    "a",
    "mine",
    "ö",
  ];

  it("is read or refused with a usage error, never anything else", () => {
    const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((words) => words.join(" "));
    const check = (text: string) => {
      try {
        parseFilter(text);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    };
    fc.assert(fc.property(fc.oneof(soup, fc.string({ unit: "binary" })), check), { numRuns: 2_000 });
  });

  it("comes back as it was when it is quoted as a value", () => {
    const check = (value: string) => {
      const quoted = '"' + value.replaceAll("\\", "\\\\").replaceAll('"', '""') + '"';
      expect(parseFilter("a=" + quoted)).toMatchObject({ kind: "compare", value, quoted: true });
    };
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom("\\", '"', "'", "a", " ") }), check));
  });
});
