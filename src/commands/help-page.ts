import { type Command, Help } from "commander";

/** The words of the help page by what they are for, in this order; each word once. */
export const helpGroups: Readonly<Record<string, readonly string[]>> = {
  "Start here": ["init", "import", "today", "find"],
  People: ["contact", "company", "log", "relation", "graph", "handover", "tag", "field", "segment"],
  Selling: ["lead", "deal", "pipeline", "stage", "product", "quote", "agreement", "order"],
  "Follow-ups": ["followup", "agenda", "brief", "remind", "cron", "playbook"],
  "Service and money": ["ticket", "survey", "invoice", "payment", "attach"],
  Mailing: ["template", "mail", "campaign", "consent"],
  "Numbers and files": ["report", "export", "sql"],
  "Taking back, keeping safe": [
    "undo",
    "redo",
    "history",
    "backup",
    "restore",
    "encrypt",
    "decrypt",
    "rekey",
    "doctor",
    "journal",
    "retain",
  ],
  "The program": ["config", "completion", "demo", "version"],
};

/**
 * The page of a command: what it is, its commands, and its options last. On the first page the commands stand in
 * groups, and `more` (examples, where to read on) before the options.
 */
export function helpPage(command: Command, helper: Help, more: string): string {
  for (const inner of command.parent === null ? command.commands : []) {
    const group = Object.entries(helpGroups).find(([, names]) => names.includes(inner.name()));
    if (group !== undefined) inner.helpGroup(group[0] + ":");
  }
  const parts = Help.prototype.formatHelp.call(helper, command, helper).trimEnd().split("\n\n");
  const options = parts.filter((part) => part.startsWith("Options:"));
  const others = parts.filter((part) => !part.startsWith("Options:"));
  if (command.parent !== null) {
    const hasCommands = command.commands.length > 0;
    return (hasCommands ? [...others, ...options] : parts).join("\n\n") + "\n";
  }
  const order = Object.keys(helpGroups);
  const place = (part: string) => order.indexOf(part.slice(0, part.indexOf(":\n")));
  const sorted = others.toSorted((a, b) => place(a) - place(b));
  return [...sorted, more.trim(), ...options].join("\n\n") + "\n";
}
