import type { Command } from "commander";
import type { App } from "../app.ts";
import { refuseAbsent } from "../database-path.ts";
import { UserError, unknownWord } from "../errors.ts";
import type { Column } from "../field.ts";
import { pluralOf } from "../print.ts";
import { type HandedOver, handOver, type OwnedNoun, ownedNouns, ownersOf } from "../store/handover.ts";
import { fold } from "../values/fold.ts";
import { collect, examples, oneOf } from "./options.ts";
import { confirm } from "./pick.ts";

const columns: readonly Column[] = [
  { key: "noun", header: "Noun", type: "text" },
  { key: "owned", header: "Owned", type: "integer" },
  { key: "shared", header: "Worked on", type: "integer" },
];

/** `crm handover`: somebody leaves, goes on holiday or takes over. One command, one undo. */
export function handover(command: Command, app: App): void {
  examples(
    command
      .argument("<from>", "who looks after it now")
      .argument("<to>", "who is to")
      .option("--noun <noun>", "only these, of " + ownedNouns.join(", "), collect)
      .summary("Give all that somebody looks after to somebody else")
      .description(
        "Give all that somebody looks after, or works on, to somebody else; what was logged and done stays with who did it",
      ),
    "crm handover tom ben --dry-run",
    "crm handover tom ben --noun deal,followup --yes",
  ).action((from: string, to: string, { noun }: { noun?: readonly string[] }) =>
    run(app, { from, to, noun }),
  );
}

async function run(
  app: App,
  { from, to, noun }: { from: string; to: string; noun: readonly string[] | undefined },
): Promise<void> {
  if (from.trim() === "" || to.trim() === "") throw new UserError("usage", "say from whom and to whom");
  const nouns =
    noun === undefined ? ownedNouns : noun.map((word): OwnedNoun => oneOf("--noun", word, ownedNouns));
  refuseAbsent(app);
  refuseNobody(app, from, to);
  await confirm(app, "Give what is " + from + "'s (" + nouns.join(", ") + ") to " + to);
  const all = app.write((db, at) => handOver(db, { from: from.trim(), to: to.trim(), nouns, at }));
  const handed = all.filter(({ owned, shared }) => owned + shared > 0);
  await app.wrote(
    saidOf(handed, { from, to }),
    columns,
    handed.map((one) => ({ ...one })),
  );
}

/** A name that nobody has who looks after anything is a mistyped one. That both are the same is said elsewhere. */
function refuseNobody(app: App, from: string, to: string): void {
  const name = fold(from.trim());
  const owners = ownersOf(app.read());
  if (name === fold(to.trim()) || owners.some((owner) => fold(owner) === name)) return;
  throw unknownWord("not_found", 'nobody called "' + from + '" looks after anything', from, owners);
}

function counted(n: number, noun: OwnedNoun): string {
  return n + " " + (n === 1 ? noun.replace("followup", "follow-up") : pluralOf(noun));
}

function saidOf(handed: readonly HandedOver[], { from, to }: { from: string; to: string }): string {
  if (handed.length === 0) return "Nothing is " + from + "'s";
  const parts = handed.map(({ noun, owned, shared }) =>
    [owned === 0 ? "" : counted(owned, noun), shared === 0 ? "" : counted(shared, noun) + " with others"]
      .filter((part) => part !== "")
      .join(", "),
  );
  return "Gave " + parts.join(", ") + " from " + from + " to " + to;
}
