import type { Command } from "commander";
import type { App } from "../app.ts";
import type { Like } from "../store/likeness.ts";
import type { Mergeable } from "../store/merge/references.ts";
import { examples, filterOptions, type ListOptions, wholeNumber } from "./options.ts";

export interface DuplicateOptions extends Pick<ListOptions, "where" | "segment"> {
  readonly min?: number;
  readonly distinct?: boolean;
}

const texts = {
  contact: {
    find: "Find people who are likely one: same phone or email, misspelt, nicknamed, moved on",
    findExamples: ["crm contact duplicates", "crm contact duplicates 'city = Berlin' --min 80 --json"],
    merge: "Make one person of several: deals, talks, orders, emails and all else go to the first",
    distinct: "Say that people are not the same: duplicates does not show them as one any more",
    distinctExamples: ["crm contact distinct jane tom", "crm contact distinct jane tom --remove"],
    mergeExamples: [
      "crm contact merge jane tom --dry-run",
      'crm contact merge 1 2 --prefer newest --confirm "Jane Roe"',
    ],
  },
  company: {
    find: "Find companies that are likely one: by name without its legal form, domain, phone, address",
    findExamples: ["crm company duplicates", "crm company duplicates 'city = Berlin' --min 80 --json"],
    merge: "Make one company of several: people, deals, orders and all else go to the first",
    distinct: "Say that companies are not the same: duplicates does not show them as one any more",
    distinctExamples: ["crm company distinct acme nord", "crm company distinct acme nord --remove"],
    mergeExamples: [
      "crm company merge acme nord --dry-run",
      "crm company merge 1 2 --prefer newest --confirm Acme",
    ],
  },
} as const;

/** The commands that find, mend and tell apart duplicates, of a contact or a company alike. */
export function declareDuplicates(noun: Command, app: App, of: Mergeable): void {
  const said = texts[of];
  examples(
    filterOptions(noun.command("duplicates [filter...]").description(said.find))
      .option("--min <percent>", "only what is at least so likely; 60 when left out", wholeNumber)
      .option("--distinct", "instead, the pairs that were said not to be the same"),
    ...said.findExamples,
  ).action(async (words: string[], options: DuplicateOptions) => {
    const { findDuplicates } = await import("./duplicates-found.ts");
    await findDuplicates(app, of, { words, options });
  });

  examples(
    noun
      .command("distinct <" + of + "> <others...>")
      .description(said.distinct)
      .option("--remove", "take that back"),
    ...said.distinctExamples,
  ).action(async (ref: string, others: string[], options: { remove?: boolean }) => {
    const { tellRecordsApart } = await import("./distinct.ts");
    await tellRecordsApart(app, of, { refs: [ref, ...others], options });
  });

  examples(
    noun
      .command("merge <keep> <drop...>")
      .description(said.merge)
      .option(
        "--prefer <which>",
        "whose value holds where there can be only one: keep, drop, newest; keep when left out",
      )
      .option("--confirm <name>", "the name of the record that stays, in place of the question"),
    ...said.mergeExamples,
  ).action(async (keep: string, drops: string[], options: { prefer?: string; confirm?: string }) => {
    const { merge } = await import("./merge.ts");
    await merge(app, of, { keep, drops, options });
  });
}

/** Says to a person which record the one just added is likely the same as. */
export function warnOfLike(
  app: App,
  of: Mergeable,
  { id, alike }: { id: number; alike: readonly Like[] },
): void {
  for (const { id: other, text, reason } of alike) {
    const words = other + " " + id;
    app.say("Is it " + text + "? " + reason + " · crm " + of + " merge " + words + ", or distinct " + words);
  }
}
