import type { Command } from "commander";
import type { App } from "../app.ts";
import { activityKinds } from "../store/activity.ts";
import { followupFields, getFollowup } from "../store/followup.ts";
import { addFollowups } from "./followup/add.ts";
import { deleteFollowups, editOne, type FollowupEdits, snoozeFollowups } from "./followup/change.ts";
import { type FollowupFilter, followupId } from "./followup/choice.ts";
import { type DoneOptions, done } from "./followup/done.ts";
import { type FollowupOptions, followupOptions } from "./followup/draft.ts";
import { type FollowupListOptions, listFollowups } from "./followup/list.ts";
import { type RepeatOptions, repeatOptions } from "./followup/repeat.ts";
import { examples, filterOptions, type ListOptions, listOptions } from "./options.ts";

/** The commands of the noun followup. */
export function followup(noun: Command, app: App): void {
  declareAdd(noun, app);
  declareReading(noun, app);
  declareChanges(noun, app);
}

function declareAdd(noun: Command, app: App): void {
  const add = noun
    .command("add <title>")
    .description("Plan what is to be done, and when; once or again and again");
  examples(
    filterOptions(repeatOptions(followupOptions(add))).addHelpText(
      "after",
      "\nWith --where or --segment one is planned for each contact that fits.",
    ),
    'crm followup add "send the quote" --for jane --due fri --kind email',
    'crm followup add "tue 10:00: call about the offer" --for jane --priority high',
    "crm followup add \"pay the rent\" --every 'month on the 31st' --until 2027-12-31",
    "crm followup add \"check in\" --for jane --after '6 weeks' --kind call",
    "crm followup add \"fri: invite\" --where 'tag = vip' --yes",
  ).action((title: string, options: FollowupOptions & RepeatOptions & ListOptions) =>
    addFollowups(app, title, options),
  );
}

function declareReading(noun: Command, app: App): void {
  examples(
    listOptions(noun.command("list [filter...]").description("List what is open, by due date"))
      .option("--all", "those that are done as well")
      .option("--exit-code", "end with 10 when one of them is overdue or due today"),
    "crm followup list 'due <= eow and kind = call'",
    "crm followup list --exit-code --quiet",
  ).action((words: string[], options: FollowupListOptions) => listFollowups(app, words, options));

  examples(
    noun.command("show <id>").description("One follow-up with everything about it"),
    "crm followup show 1",
    "crm followup show 1 --json",
  ).action((id: string) => app.show(followupFields, getFollowup(app.read(), followupId(id))));
}

function declareChanges(noun: Command, app: App): void {
  examples(
    several(
      noun
        .command("done [id...]")
        .description("It is done; log what happened and plan the next step in one go"),
    )
      .option("--log <kind>", "log it: " + activityKinds.join(", ") + "; what was said may follow")
      .option("--text <text>", "what was said, for --log (else the title)")
      .option("--next <when: what>", 'the next follow-up, such as "in 2 weeks: ask again"'),
    "crm followup done 1",
    'crm followup done 1 --log call "has the budget" --next "in 2 weeks: ask again"',
    "crm followup done --where 'contact ~ jane'",
  ).action((words: string[], options: DoneOptions) => done(app, words, options));

  examples(
    several(noun.command("snooze [words...]"))
      .usage("<id> <when...> [options]")
      .description("Put it off; one at a time of day keeps that time when only a day is said")
      .addHelpText("after", "\nOf one that repeats only this time is put off."),
    "crm followup snooze 1 mon",
    "crm followup snooze 1 in 2 weeks",
    "crm followup snooze --where 'due <= tomorrow' mon --yes",
  ).action((words: string[], options: FollowupFilter) => snoozeFollowups(app, words, options));

  const edit = noun.command("edit <id>").description("Change a follow-up; an empty text empties");
  examples(
    repeatOptions(followupOptions(edit))
      .option("--title <text>", "what is to be done")
      .option("--reopen", "it is not done after all"),
    "crm followup edit 1 --priority high --note 'ask for Tom'",
    "crm followup edit 1 --due 'tue 10:00' --kind meeting",
    "crm followup edit 1 --every '2 weeks' --times 5",
  ).action((id: string, options: FollowupEdits) => editOne(app, followupId(id), options));

  examples(
    several(
      noun.command("delete [id...]").description("Delete follow-ups; one that repeats does not come back"),
    ),
    "crm followup delete 1 --yes",
    "crm followup delete --where 'due <= tomorrow' --dry-run",
  ).action((ids: string[], options: FollowupFilter) => deleteFollowups(app, ids, options));
}

function several(command: Command): Command {
  return command.option("--where <filter>", "all open ones that fit, such as 'due < today and kind = call'");
}
