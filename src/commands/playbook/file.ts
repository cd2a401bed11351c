import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { App } from "../../app.ts";
import { UserError, unknownWord } from "../../errors.ts";
import { fold } from "../../values/fold.ts";
import { parseStep, type Step, stepFault } from "./step.ts";

/** A named list of steps. */
export interface Playbook {
  readonly name: string;
  readonly about: string;
  /** Days are counted from Monday to Friday. */
  readonly businessDays: boolean;
  readonly steps: readonly Step[];
  /** The file, or "built in". */
  readonly from: string;
}

/** What everybody has; a file of the same name goes before. */
const builtIn: Readonly<Record<string, string>> = {
  "new-lead": `
about = "The first week of a new lead"
business_days = true
steps = ["call in 1 day", "email in 3 days: send what was asked for", "call in 7 days: ask how it looks"]
`,
  "after-quote": `
about = "A quote is out: ask until there is an answer"
business_days = true
steps = ["call in 2 days: has the quote arrived?", "email in 7 days: open questions?", "call in 14 days: decide"]
`,
  onboarding: `
about = "The first quarter of a new customer"
steps = ["email in 1 day: welcome", "call in 2 weeks: how is it going?", "meeting in 3 months: review"]
`,
};

export function playbookFolder(app: App): string {
  return join(app.world.config.dir, "playbooks");
}

/** The name as files have it: "New lead" is new-lead. */
function playbookKey(name: string): string {
  return fold(name.trim())
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
}

/** Every playbook by its name; a file that cannot be understood is an error that names it. */
export async function listPlaybooks(app: App): Promise<Playbook[]> {
  const files = await Promise.all([...fileNames(app)].map((name) => fromFile(app, name)));
  const own = new Set(files.map(({ name }) => name));
  const rest = Object.entries(builtIn).filter(([name]) => !own.has(name));
  const others = await Promise.all(
    rest.map(([name, text]) => parsePlaybook(text, { name, from: "built in" })),
  );
  return [...files, ...others].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** One playbook; a mistake in another one's file does not matter. */
export async function getPlaybook(app: App, name: string): Promise<Playbook> {
  const key = playbookKey(name);
  const files = fileNames(app);
  if (files.has(key)) return fromFile(app, key);
  const text = Object.hasOwn(builtIn, key) ? builtIn[key] : undefined;
  if (text !== undefined) return parsePlaybook(text, { name: key, from: "built in" });
  const known = [...new Set([...files, ...Object.keys(builtIn)])].sort();
  throw unknownWord("not_found", 'no playbook "' + name + '"', name, known);
}

function fileNames(app: App): Set<string> {
  const folder = playbookFolder(app);
  if (!existsSync(folder)) return new Set();
  const files = readdirSync(folder).filter((file) => file.endsWith(".toml"));
  return new Set(files.map((file) => playbookKey(file.slice(0, -5))));
}

function fromFile(app: App, key: string): Promise<Playbook> {
  const folder = playbookFolder(app);
  const file =
    readdirSync(folder).find((each) => each.endsWith(".toml") && playbookKey(each.slice(0, -5)) === key) ??
    "";
  const path = join(folder, file);
  return parsePlaybook(readFileSync(path, "utf8"), { name: key, from: path });
}

const keys = ["about", "business_days", "steps"];

async function parsePlaybook(
  text: string,
  { name, from }: { name: string; from: string },
): Promise<Playbook> {
  const { parse, TomlError } = await import("smol-toml");
  let table: Readonly<Record<string, unknown>>;
  try {
    table = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const what = error.message.split("\n")[0]!.replace(/^Invalid TOML document: /, "");
    throw new UserError("usage", from + " line " + error.line + ": " + what, "it is written in TOML");
  }
  const stray = Object.keys(table).find((key) => !keys.includes(key));
  if (stray !== undefined) throw unknownWord("usage", from + ': no key "' + stray + '"', stray, keys);
  const { about = "", business_days: businessDays = false, steps } = table;
  if (
    typeof about !== "string" ||
    typeof businessDays !== "boolean" ||
    !Array.isArray(steps) ||
    steps.length === 0
  ) {
    throw new UserError("usage", from + " has no list of steps", stepFault);
  }
  const read = steps.map((step, index) => parseStep(step, from + " step " + (index + 1)));
  return { name, about, businessDays, steps: read, from };
}
