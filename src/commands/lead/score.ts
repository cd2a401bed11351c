import type { Command } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { Column, Row } from "../../field.ts";
import { type Likelihood, leadLikelihood, type SegmentTrait } from "../../reports/lead-score.ts";
import type { Db } from "../../store/db.ts";
import { addRule, deleteRule, getRule, listRules, ruleColumns, type ScoreRule } from "../../store/lead.ts";
import { listSegments } from "../../store/segment.ts";
import { whereOf } from "../list.ts";
import { examples, wholeNumber } from "../options.ts";
import { confirm, pick } from "../pick.ts";
import { fittingContacts } from "./checklist.ts";

/** Who has not bought yet. */
export const leads = "lifecycle in (lead, prospect)";

/** Points of your own for what a lead is or does. */
export function declareRules(rule: Command, app: App): void {
  examples(
    rule
      .command("add <name> <filter> <points>")
      .description("Give points to who fits a filter; below zero takes some"),
    "crm lead rule add 'email known' 'not email:empty' 10",
    "crm lead rule add silent 'last_contact > 90d' -5",
  ).action(async (name: string, filter: string, text: string) => {
    if (!/^[-+]?\d{1,4}$/.test(text))
      throw new UserError("usage", '"' + text + '" is no number of points', "such as 10 or -5");
    await whereOf(app, app.writer(), "contact", filter);
    const added = app.write((db) => addRule(db, { name, filter, points: Number(text) }));
    await app.wrote("Added rule " + added.name + ": " + added.points + " points", ruleColumns, { ...added });
  });
  examples(
    rule.command("list").description("The rules"),
    "crm lead rule list",
    "crm lead rule list --json",
  ).action(() =>
    app.print(
      ruleColumns,
      listRules(app.read()).map((row) => ({ ...row })),
    ),
  );
  examples(
    rule.command("delete <rule>").description("Delete a rule"),
    "crm lead rule delete known --yes",
    "crm lead rule delete 1 --dry-run",
  ).action(async (ref: string) => {
    const gone = getRule(app.writer(), ref);
    await confirm(app, "Delete rule " + gone.name);
    app.write((db) => {
      deleteRule(db, gone.id);
      return gone;
    });
    await app.wrote("Deleted rule " + gone.name, ruleColumns, { ...gone });
  });
}

interface ScoreOptions {
  readonly minimum: number;
  readonly minimumOfValue: number;
}

/** Why one lead comes before another. */
export function declareScore(noun: Command, app: App): void {
  examples(
    noun
      .command("score [contact]")
      .description("Points by your rules, and what past deals say of such leads; each with its reasons")
      .option("--minimum <n>", "closed deals below which nothing is said of the chance", wholeNumber, 20)
      .option("--minimum-of-value <n>", "closed deals of one source, industry or segment", wholeNumber, 5),
    "crm lead score jane",
    "crm lead score --json",
  ).action((ref: string | undefined, options: ScoreOptions) => score(app, ref, options));
}

const scoreColumns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "name", header: "Name", type: "text" },
  { key: "points", header: "Points", type: "integer" },
  { key: "chance", header: "Chance", type: "percent" },
  { key: "n", header: "Of deals", type: "integer" },
  { key: "why", header: "Why", type: "text" },
];

/** One lead with its reasons, or all of them, the highest first. */
async function score(app: App, ref: string | undefined, options: ScoreOptions): Promise<void> {
  const db = app.read();
  const one = ref === undefined ? undefined : await pick(app, db, "contact", ref);
  const who = one === undefined ? await allLeads(app, db) : [one];
  const likelihoodOf = leadLikelihood(db, { ...options, segments: await segmentTraits(app, db) });
  const rules = await rulesWithContacts(app, db, one?.id);
  const rows = who.map(({ id, name }): Row => {
    const met = rules.filter(({ contactIds }) => contactIds.has(id)).map(({ rule }) => rule);
    const past = likelihoodOf(id);
    const points = met.reduce((sum, rule) => sum + rule.points, 0);
    const n = past.won + past.lost;
    return { id, name, points, chance: past.probability, n, why: reasons(met, past).join("; ") };
  });
  rows.sort((a, b) => Number(b.points) - Number(a.points) || Number(b.chance ?? 0) - Number(a.chance ?? 0));
  if (rows.some(({ chance }) => chance === null))
    app.say(
      "no chance is given below " + options.minimum + " closed deals, or where none was won or none lost",
    );
  await app.print(scoreColumns, rows);
}

async function allLeads(app: App, db: Db): Promise<{ id: number; name: string }[]> {
  const where = await whereOf(app, db, "contact", leads);
  const sql =
    "SELECT contact.id, coalesce(contact.name, '#' || contact.id) AS name FROM contact WHERE " +
    (where?.sql ?? "1 = 1");
  return db.all(sql, where?.params ?? []);
}

async function segmentTraits(app: App, db: Db): Promise<SegmentTrait[]> {
  const segments: SegmentTrait[] = [];
  for (const { name, noun, filter } of listSegments(db)) {
    const where = noun === "contact" ? await whereOf(app, db, "contact", filter) : undefined;
    if (where !== undefined) segments.push({ name, where });
  }
  return segments;
}

/** Each rule is asked once, however many leads there are. */
async function rulesWithContacts(app: App, db: Db, contactId: number | undefined) {
  const rules: { rule: ScoreRule; contactIds: ReadonlySet<number> }[] = [];
  for (const rule of listRules(db))
    rules.push({ rule, contactIds: await fittingContacts(app, db, { filter: rule.filter, contactId }) });
  return rules;
}

function reasons(met: readonly ScoreRule[], { evidence }: Likelihood): string[] {
  return [
    ...met.map(({ points, name }) => (points > 0 ? "+" : "") + points + " " + name),
    ...evidence.map(
      ({ trait, value, won, n, isUsed }) =>
        trait + " " + value + ": " + won + " of " + n + " won" + (isUsed ? "" : " (too few)"),
    ),
  ];
}
