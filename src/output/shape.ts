import type { TemplateSpans } from "mustache";
import { UserError } from "../errors.ts";
import { cleanJson, cleanLines } from "./clean.ts";
import { unknownName } from "./template-names.ts";

/** What a JSON document becomes. */
export type Shape = (json: string) => string;

/** JMESPath; the answer is one JSON document, null where nothing fits. A mistake is found before the command runs. */
export async function queryShape(query: string): Promise<Shape> {
  const { search } = await import("jmespath");
  const wrong = (error: unknown) =>
    new UserError(
      "usage",
      '--query "' + query + '": ' + reasonOf(error),
      "such as '[].{id: id, name: name}'",
    );
  try {
    search(null, query);
  } catch (error) {
    if (isOfQuery(error)) throw wrong(error);
  }
  return (json) => {
    try {
      return cleanJson(JSON.stringify(search(JSON.parse(json), query), null, 2)) + "\n";
    } catch (error) {
      throw wrong(error);
    }
  };
}

/** A mistake in the expression itself, which the data has no part in. */
function isOfQuery(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return /^(Parser|Lexer)Error$/.test(error.name) || error.message.startsWith("Unknown function");
}

interface Templating {
  readonly tty: boolean;
  /** Hears of a name that no record has; when it returns, that name is empty. */
  readonly unknown: (mistake: UserError) => void;
}

/**
 * The template once for each record of a list, or once for one record, each on lines of its own. Nothing is escaped for
 * HTML. \n and \t in the template are a line break and a tab. A value that is missing is empty.
 */
export async function templateShape(template: string, { tty, unknown }: Templating): Promise<Shape> {
  const { default: mustache } = await import("mustache");
  const text = template.replaceAll("\\n", "\n").replaceAll("\\t", "\t");
  let tokens: TemplateSpans;
  try {
    tokens = mustache.parse(text);
  } catch (error) {
    throw new UserError(
      "usage",
      "--template: " + reasonOf(error),
      "write {{field}}; --fields help names the fields",
    );
  }
  const asIs = { escape: (value: unknown) => String(value) };
  return (json) => {
    const document: unknown = JSON.parse(json);
    const records: readonly unknown[] = Array.isArray(document) ? document : [document];
    const mistake = unknownName(tokens, records);
    if (mistake !== undefined) unknown(mistake);
    const lines = records.map((record) => mustache.render(text, record, undefined, asIs));
    return lines.map((line) => (tty ? cleanLines(line) : line).replace(/\n?$/, "\n")).join("");
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.split("\n")[0]! : String(error);
}
