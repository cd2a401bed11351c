import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import { clean } from "../output/clean.ts";
import type { Db } from "../store/db.ts";
import {
  ambiguous,
  type Candidate,
  candidates,
  describeCandidate,
  type Referable,
  resolve,
} from "../store/reference.ts";
import { foldName } from "../values/name.ts";

/** The one record a reference means. When several fit, a person at a terminal is asked, a script gets an error. */
export async function pick(app: App, db: Db, noun: Referable, text: string): Promise<Candidate> {
  if (!app.canAsk()) return resolve(db, noun, text);
  const found = candidates(db, noun, text);
  if (found.length < 2) return resolve(db, noun, text);
  if (found.length > 15) throw ambiguous(text, found);
  const choices = found.map((candidate) => ({ name: clean(describeCandidate(candidate)), value: candidate }));
  const ask = await app.world.ask();
  return ask.choose('Which "' + clean(text) + '"?', choices);
}

interface Question {
  readonly text: string;
  readonly initial?: string;
  /** Throws what is wrong with an answer. */
  readonly check: (answer: string) => unknown;
}

/** Asks again until an answer is right, and says what is wrong with it: refused at the end, all others would be lost. */
export async function askUntilRight(app: App, { text, initial, check }: Question): Promise<string> {
  const ask = await app.world.ask();
  for (;;) {
    const answer = await ask.text(text, initial);
    try {
      await check(answer);
      return answer;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const message = error.message.replace(/^--[a-z-]+: /, "");
      app.say(clean(message + (error.hint === undefined ? "" : " (" + error.hint + ")")));
    }
  }
}

/** Shows what is about to happen and asks; off a terminal --yes stands in for the answer. */
export async function confirm(app: App, what: string): Promise<void> {
  if (app.options.yes === true || app.options.dryRun === true) return;
  if (!app.canAsk())
    throw new UserError("usage", what + ": this needs --yes", "add --yes, or --dry-run to look first");
  const ask = await app.world.ask();
  if (!(await ask.confirm(clean(what) + "?"))) throw new UserError("cancelled", "nothing was changed");
}

/** For what is hard to take in: the name is typed, or given with --confirm; --yes stands in for it. */
export async function confirmByName(
  app: App,
  { what, name, given }: { what: string; name: string; given: string | undefined },
): Promise<void> {
  if (app.options.yes === true || app.options.dryRun === true) return;
  if (given === undefined && !app.canAsk()) {
    const hint = 'add --confirm "' + name + '" or --yes, or --dry-run to look first';
    throw new UserError("usage", what + ": this needs the name", hint);
  }
  const typed = given ?? (await (await app.world.ask()).text(clean(what) + '? Type "' + clean(name) + '"'));
  if (foldName(typed) === foldName(name)) return;
  throw new UserError("cancelled", '"' + typed + '" is not "' + name + '": nothing was changed');
}
