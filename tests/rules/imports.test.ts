import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

const files = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => "src/" + file.replaceAll("\\", "/"));

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

/** Every static and dynamic import; `to` is a path under src/ or a package's name. */
function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  const found = text.matchAll(
    /(?:import|export)\s+(type\s)?[^"';]*?from\s*"([^"]+)"|import\("([^"]+)"\)|load\("([^"]+)"\)/g,
  );
  return [...found].map(([, type, named, lazy, required]) => {
    const target = (named ?? lazy ?? required)!;
    const to = target.startsWith(".") ? normalize(join(dirname(file), target)) : target;
    return { from: file, to, typeOnly: type !== undefined };
  });
}

const all = files.flatMap(importsOf);
const values = all.filter((each) => !each.typeOnly);
const shown = (imports: readonly Import[]) => imports.map(({ from, to }) => from + " -> " + to);

/** The folders of src that the files of a folder may use besides their own; files directly under src are named. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  commands: ["store", "reports", "filter", "import", "remind", "output", "values"],
  store: ["values"],
  reports: ["store", "values"],
  filter: ["values"],
  import: ["values"],
  output: ["values"],
  remind: ["store", "output", "values"],
  values: [],
};

/** Files directly under src that everyone may use, and those that only commands may. */
const forAll = [
  "src/errors.ts",
  "src/field.ts",
  "src/find-program.ts",
  "src/remove-file.ts",
  "src/single-binary.ts",
];
const forCommands = [
  "src/app.ts",
  "src/database-path.ts",
  "src/own-setting.ts",
  "src/print.ts",
  "src/version.ts",
  "src/write-all.ts",
];

describe("who may import whom", () => {
  it.each(Object.keys(allowed))("%s uses only what it may", (folder) => {
    const wrong = values.filter(({ from, to }) => {
      if (!from.startsWith("src/" + folder + "/") || !to.startsWith("src/")) return false;
      if (to.startsWith("src/" + folder + "/") || forAll.includes(to)) return false;
      if (folder === "commands" && forCommands.includes(to)) return false;
      return !allowed[folder]!.some((other) => to.startsWith("src/" + other + "/"));
    });
    expect(shown(wrong)).toEqual([]);
  });

  it.each([
    ["better-sqlite3", /^src\/store\/driver\.ts$/],
    ["commander", /^src\/(program\.ts|failure\.ts|commands\/)/],
    ["@inquirer/prompts", /^src\/prompt\.ts$/],
    ["chalk", /^src\/output\//],
    ["cli-table3", /^src\/output\//],
  ])("%s is used in its own place only", (library, place) => {
    const users = values.filter(({ to }) => to === library);
    expect(users.length).toBeGreaterThan(0);
    expect(shown(users.filter(({ from }) => !place.test(from)))).toEqual([]);
  });

  it("finds no cycle between the folders", () => {
    const folderOf = (path: string) => /^src\/(\w+)\//.exec(path)?.[1];
    const edges = new Set(
      values
        .map(({ from, to }) => [folderOf(from), folderOf(to)] as const)
        .filter(([from, to]) => from !== undefined && to !== undefined && from !== to)
        .map(([from, to]) => from + ">" + to),
    );
    const back = [...edges].filter((edge) => edges.has(edge.split(">").reverse().join(">")));
    expect(back).toEqual([]);
  });
});

/** cli.ts makes the world; the two entry points run before it is loaded, to find and load it. */
const outside = ["src/cli.ts", "src/start.ts", "src/binary.ts"];

describe("the clock and the process", () => {
  it.each([/\bprocess\.(?!ts)/, /Date\.now\(\)/, /new Date\(\)/, /\bconsole\./])(
    "%s stands in cli.ts and the entry points only",
    (what) => {
      const users = files.filter(
        (file) => !outside.includes(file) && what.test(withoutComments(readFileSync(file, "utf8"))),
      );
      expect(users).toEqual([]);
    },
  );
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}

it("tests make temporary folders through tests/support, which takes them away again", () => {
  const makers = readdirSync("tests", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && /mkdtemp\w*\(/.test(readFileSync("tests/" + file, "utf8")))
    .sort();
  expect(makers).toEqual(["support/browser.ts", "support/built.ts"]);
});

it("a single file is removed with unlink, whose errors say in every Node what failed", () => {
  const calls = files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/rmSync\((.*)\)/g)].map(([, given]) => [file, given!] as const),
  );
  expect(calls.filter(([, given]) => !given.includes("recursive: true"))).toEqual([]);
});
