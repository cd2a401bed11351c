import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DateOrder, orderOf, readDate, readDateTime, readSerial } from "../../src/values/date-column.ts";

describe("the order of a column", () => {
  test("one part above 12 settles it, and is named", () => {
    expect(orderOf(["", "1/2/2024", "31/12/1979", "3/4/2024"])).toEqual({
      order: "dmy",
      ambiguous: false,
      why: { text: "31/12/1979", index: 2 },
      against: undefined,
    });
    expect(orderOf(["1/2/2024", "3/15/2024 2:30 PM"]).order).toBe("mdy");
    expect(orderOf(["85/03/12", "04/05/06"]).order).toBe("ymd");
  });

  test("a column in which either order would do is ambiguous", () => {
    const { order, ambiguous, why } = orderOf(["5.5.2024", "1.2.2024", "3.4.2024"]);
    expect([order, ambiguous, why]).toEqual([undefined, true, { text: "1.2.2024", index: 1 }]);
  });

  test("a column that says both has no order, and both cells are named", () => {
    const found = orderOf(["31/12/2024", "12/31/2024"]);
    expect(found.order).toBeUndefined();
    expect(found.why).toEqual({ text: "31/12/2024", index: 0 });
    expect(found.against).toEqual({ text: "12/31/2024", index: 1 });
  });

  test("dates that need no order settle nothing", () => {
    const { order, ambiguous } = orderOf([
      "2024-03-12",
      "15 Mar 2024",
      "20240312",
      "0/0/00",
      "n/a",
      "2024/1/2",
    ]);
    expect([order, ambiguous]).toEqual([undefined, false]);
  });
});

describe("a cell", () => {
  test.each<[string, DateOrder | undefined, string]>([
    ["2024-03-12", undefined, "2024-03-12"],
    ["2024-03-12 09:14", undefined, "2024-03-12"],
    ["2024-03-12T09:14:00Z", undefined, "2024-03-12"],
    ["2026-05-14 11:23:45 +0100", undefined, "2026-05-14"],
    ["2024/3/5", undefined, "2024-03-05"],
    ["20240312", undefined, "2024-03-12"],
    ["3/15/2024 2:30 PM", "mdy", "2024-03-15"],
    ["3/15/2024", undefined, "2024-03-15"],
    ["31.12.2024", "dmy", "2024-12-31"],
    ["31/12/24", "dmy", "2024-12-31"],
    ["01.02.2024", "dmy", "2024-02-01"],
    ["01.02.2024", "mdy", "2024-01-02"],
    ["04/05/06", "ymd", "2004-05-06"],
    ["15 Mar 2024", undefined, "2024-03-15"],
    ["09 Oct 2024", undefined, "2024-10-09"],
    ["15-Mar-24", undefined, "2024-03-15"],
    ["Mar 15, 2024", undefined, "2024-03-15"],
    ["Fri, 15 March 2024 10:00:00 GMT", undefined, "2024-03-15"],
    ["5/5/2024", undefined, "2024-05-05"],
  ])("%s in order %s is %s", (text, order, date) => expect(readDate(text, order)).toBe(date));

  test("two digits of a year pivot at 69", () => {
    expect(readDate("01/03/68", "dmy")).toBe("2068-03-01");
    expect(readDate("01/03/69", "dmy")).toBe("1969-03-01");
  });

  test.each(["", "  ", "0000-00-00", "0000-00-00 00:00:00", "0/0/00", "00/00/0000", "00.00.0000"])(
    "%j says that there is no date",
    (text) => expect(readDate(text)).toBeNull(),
  );

  test.each<[string, DateOrder | undefined]>([
    ["3/4/2024", undefined],
    ["3/15/2024", "dmy"],
    ["31/12/2024", "mdy"],
    ["2024-02-30", undefined],
    ["31.02.1980", "dmy"],
    ["2024-13-01", undefined],
    ["20241301", undefined],
    ["15 Foo 2024", undefined],
    ["2024-03-12 25:00", undefined],
    ["3/15/2024 13:30 PM", "mdy"],
    ["2024-03-12 and so on", undefined],
    ["1/2/345", "dmy"],
    ["n/a", undefined],
    ["45631", undefined],
    [`12/12/2024 10:00${" ".repeat(50_000)}x`, "dmy"],
  ])("%s in order %s cannot be read", (text, order) => expect(readDate(text, order)).toBeUndefined());

  test("the time and zone that are written come along when asked for", () => {
    expect(readDateTime("3/15/2024 2:30 PM", "mdy")).toEqual({
      date: "2024-03-15",
      time: "14:30:00",
      offset: null,
    });
    expect(readDateTime("3/15/2024 12:05 am")?.time).toBe("00:05:00");
    expect(readDateTime("2024-03-12T09:14:59.5Z")).toEqual({
      date: "2024-03-12",
      time: "09:14:59",
      offset: "Z",
    });
    expect(readDateTime("2026-05-14 11:23:45 +0100")?.offset).toBe("+01:00");
    expect(readDateTime("2024-03-12")).toEqual({ date: "2024-03-12", time: null, offset: null });
    expect(readDateTime("0/0/00")).toBeNull();
  });

  test("Excel's day numbers are read only when asked for", () => {
    expect(readDate("20240312")).toBe("2024-03-12");
    expect(readDate("45631")).toBeUndefined();
    expect([readSerial("61"), readSerial("60"), readSerial("45631.75")]).toEqual([
      "1900-03-01",
      undefined,
      "2024-12-05",
    ]);
  });

  test("every day is read back from each notation", () => {
    const day = fc.date({ min: new Date("1970-01-01"), max: new Date("2068-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10);
        const [y, m, d] = iso.split("-");
        expect(readDate(`${d}.${m}.${y}`, "dmy")).toBe(iso);
        expect(readDate(`${Number(m)}/${Number(d)}/${y?.slice(2)}`, "mdy")).toBe(iso);
        expect(readDate(`${y}${m}${d}`)).toBe(iso);
      }),
    );
  });
});
