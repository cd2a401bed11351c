import { nearest, UserError } from "../errors.ts";

/** Words that other programs use, and those of this one. */
const others: Readonly<Record<string, string>> = {
  search: "find",
  grep: "find",
  lookup: "find",
  customer: "contact",
  client: "contact",
  person: "contact",
  people: "contact",
  organisation: "company",
  organization: "company",
  account: "company",
  opportunity: "deal",
  task: "followup",
  todo: "followup",
  reminder: "remind",
  call: "log call",
  email: "log email",
  meeting: "log meeting",
  note: "log note",
  dashboard: "report kpi",
  stats: "report kpi",
  board: "deal board",
  settings: "config",
  setup: "init",
};

const verbs: Readonly<Record<string, string>> = {
  add: "add",
  new: "add",
  create: "add",
  list: "list",
  ls: "list",
  show: "show",
  view: "show",
  edit: "edit",
  update: "edit",
  delete: "delete",
  rm: "delete",
  remove: "delete",
};

/** The words of a command line do not begin with one of ours: says which may have been meant. */
export function unknownCommandError(typed: readonly string[], known: readonly string[]): UserError {
  const guess = meant(typed, known);
  const suggestion = guess === undefined ? "" : '. Did you mean "crm ' + guess + '"?';
  return new UserError("usage", 'unknown command "' + typed[0] + '"' + suggestion, "all commands: crm help");
}

/**
 * What may have been meant by words of which the first is none of ours: another program's word, a verb before its noun,
 * a slip of the keys. Without `crm`; undefined when nothing is near.
 */
function meant(typed: readonly string[], known: readonly string[]): string | undefined {
  const [first = "", second] = typed.map((word) => word.toLowerCase());
  const verb = Object.hasOwn(verbs, first) ? verbs[first] : undefined;
  if (verb !== undefined) {
    const noun = second === undefined ? undefined : wordFor(second, known);
    return noun === undefined ? undefined : noun + " " + verb;
  }
  return wordFor(first, known);
}

function wordFor(word: string, known: readonly string[]): string | undefined {
  const singular = [word, word.replace(/s$/, ""), word.replace(/ies$/, "y")];
  const own = singular.find((form) => known.includes(form));
  const other = singular.find((form) => Object.hasOwn(others, form));
  return own ?? (other === undefined ? nearest(word, known) : others[other]);
}
