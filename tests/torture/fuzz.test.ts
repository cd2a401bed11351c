import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/errors.ts";
import { parseFilter } from "../../src/filter/parse.ts";
import { parseWhen } from "../../src/values/date.ts";
import { parseEmail } from "../../src/values/email.ts";
import { parseMoney } from "../../src/values/money.ts";
import { words } from "../../src/words.ts";
import { type Crm, setupCrm } from "../support/crm.ts";

/** 2,000 cases in all here; FUZZ_RUNS=100000 for a night. */
const numRuns = Number(process.env.FUZZ_RUNS ?? 300);
/** In milliseconds; a case takes one to ten of them, on a busy machine many more. */
const timeout = 60_000 + numRuns * 200;

/** Text as nobody means it: characters of all kinds, pieces of what parsers look for, and both mixed. */
const piece = fc.constantFrom(
  "'",
  '"',
  "(",
  ")",
  ",",
  ";",
  "=",
  "!=",
  "~",
  "<=",
  " and ",
  " or ",
  "not ",
  "in (",
  ":empty",
  "\\",
  "\n",
  "\r",
  "\0",
  "2026-11-21",
  "tomorrow",
  "in 3 days",
  "+3d",
  "1.234,56",
  "€",
  "-",
  "1e309",
  "NaN",
  "%",
  "_",
  "$(id)",
  "`id`",
  "--",
  "\u202e",
  "\u001b[31m",
  "\ud800",
  "é",
  "😀",
  "name",
  "city",
  "tag",
  "spent",
  "jane",
  "BEGIN:VCARD",
  "@",
  "x@y.example",
);
const odd = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
  fc.array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 12 }).map((pieces) => pieces.join("")),
);

/** How lines of a vCard begin, by the book and not. */
const cardLine = fc.constantFrom(
  "VERSION:2.1",
  "VERSION:4.0",
  "FN:",
  "N:;;",
  "item1.EMAIL;TYPE=home,work:",
  "TEL;VALUE=uri:tel:",
  'ADR;LABEL="',
  "BDAY:--05",
  "BDAY;VALUE=date-and-or-time:",
  "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=latin1:=C3=",
  "PHOTO;ENCODING=b:",
  "X-ABLABEL:_$!<",
  "REV:",
  "ORG;SORT-AS=",
  "AGENT:BEGIN:VCARD",
  " ",
  "\t",
);

function refusesOrAnswers(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
}

const setting = { now: new Date("2026-11-21T09:00:00Z"), zone: "Europe/Berlin" };

describe("whatever text there is", () => {
  it.each<readonly [string, (text: string) => unknown]>([
    ["filters", parseFilter],
    ["dates", (text) => parseWhen(text, setting)],
    ["amounts", (text) => parseMoney(text, { currency: "EUR" })],
    ["emails", parseEmail],
  ])(
    "is understood or refused in words: %s",
    (_, parse) => {
      fc.assert(
        fc.property(odd, (text) => refusesOrAnswers(() => parse(text))),
        { numRuns },
      );
    },
    timeout,
  );

  it(
    "is understood or refused in words: files of contacts",
    async () => {
      const crm = setupCrm();
      await fc.assert(
        fc.asyncProperty(odd, fc.constantFrom("", "name\n", "name,email,phone\n"), async (text, head) => {
          const ran = await crm.withInput(head + text, "import", "contacts", "-", "--dry-run");
          isClean(ran);
        }),
        { numRuns },
      );
    },
    timeout,
  );

  it(
    "is understood or refused in words: vCards",
    async () => {
      const crm = setupCrm();
      const line = fc.oneof(
        odd,
        fc.tuple(cardLine, odd).map(([begin, rest]) => begin + rest),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(line, { maxLength: 8 }), async (lines) => {
          const card = ["BEGIN:VCARD", ...lines, "END:VCARD"].join("\r\n");
          isClean(await crm.withInput(card, "import", "contacts", "-", "--dry-run"));
        }),
        { numRuns },
      );
    },
    timeout,
  );
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const codes = [0, 1, 2, 3, 4, 5, 10, 74, 75];

/** An exit code of the contract, no stack, and nothing that acts on a terminal. */
function isClean({ code, out, err }: Ran): void {
  expect(codes).toContain(code);
  expect(err).not.toMatch(/bug of crm|\n\s+at .*:\d+:\d+/);
  expect(err).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  expect(out).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069]/);
}

/** Words that would wait for a person, a mail server or a pager, or write files where they are told to. */
const leftOut = [
  "backup",
  "restore",
  "mail",
  "remind",
  "cron",
  "demo",
  "shell",
  "completion",
  "attach",
  "export",
  "graph",
];

const verbs = [
  "",
  "add",
  "list",
  "show",
  "edit",
  "delete",
  "move",
  "done",
  "give",
  "set",
  "save",
  "call",
  "erase",
  "access",
];
const options = [
  "--where",
  "--sort",
  "--fields",
  "--email",
  "--phone",
  "--amount",
  "--due",
  "--at",
  "--note",
  "--tag",
  "--json",
  "--limit",
  "--yes",
  "-n",
  "--format",
  "--tz",
  "--now",
  "--currency",
  "--by",
  "--to",
];

async function withPeople(): Promise<Crm> {
  const crm = setupCrm();
  await crm(
    "contact",
    "add",
    "Jane \u001b]0;x\u0007Roe",
    "--email",
    "jane@acme.example",
    "--note",
    "a\u202eb",
  );
  await crm("deal", "add", "Web\u0000site", "--contact", "1", "--amount", "5000");
  return crm;
}

describe("whatever command line there is", () => {
  it(
    "ends with a code of the contract, and never with a stack or a live control character",
    async () => {
      const crm = await withPeople();
      const word = fc.oneof(
        { weight: 2, arbitrary: odd },
        { weight: 3, arbitrary: fc.constantFrom(...options) },
        { weight: 3, arbitrary: fc.constantFrom("1", "jane", "2026-11-21", "eur", "contact", "100") },
      );
      const line = fc.tuple(
        fc.constantFrom(...Object.keys(words).filter((name) => !leftOut.includes(name) && name !== "sql")),
        fc.constantFrom(...verbs),
        fc.array(word, { maxLength: 5 }),
      );
      await fc.assert(
        fc.asyncProperty(line, async ([noun, verb, rest]) => {
          const argv = [noun, ...(verb === "" ? [] : [verb]), ...rest].filter((each) => !each.includes("\0"));
          isClean(await crm(...argv));
        }),
        { numRuns: numRuns + 200 },
      );
    },
    timeout,
  );
});
