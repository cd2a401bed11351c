import type { TemplateSpans } from "mustache";
import { type UserError, unknownWord } from "../errors.ts";

/** What can stand at one level of a template: the records, or the parts of them that a section goes through. */
type Level = readonly object[];

/**
 * The mistake in a template that asks for a field which none of the records has; undefined when there is none. A field
 * that is empty in all of them is no mistake, and the parts of what is empty are not known.
 */
export function unknownName(tokens: TemplateSpans, records: readonly unknown[]): UserError | undefined {
  const level = records.filter(isObject);
  return level.length === 0 ? undefined : unknownIn(tokens, [level]);
}

/** The innermost level comes first. */
function unknownIn(tokens: TemplateSpans, levels: readonly Level[]): UserError | undefined {
  for (const [type, name, , , inner] of tokens) {
    if (!["name", "&", "#", "^"].includes(type) || name === ".") continue;
    const [first = ""] = name.split(".");
    const level = levels.find((objects) => objects.some((object) => first in object));
    if (level === undefined)
      return unknownWord("usage", '--template: no field "' + first + '"', first, keysOf(levels[0] ?? []));
    if (!Array.isArray(inner)) continue;
    const within = type === "^" ? levels : insideOf(valuesAt(name, level), levels);
    const wrong = within && unknownIn(inner, within);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** What a section shows of: of parts each, of any other value the same as around it; undefined where all are empty. */
function insideOf(values: readonly unknown[], levels: readonly Level[]): readonly Level[] | undefined {
  const parts = values.filter(isObject);
  if (parts.length > 0) return [parts, ...levels];
  return values.some(Boolean) ? levels : undefined;
}

/** Behind "deal.contacts"; those of lists one by one. */
function valuesAt(name: string, level: Level): readonly unknown[] {
  let found: readonly unknown[] = level;
  for (const key of name.split(".")) {
    found = found.filter(isObject).flatMap((object) => (object as Record<string, unknown>)[key]);
  }
  return found;
}

function keysOf(level: Level): string[] {
  return [...new Set(level.flatMap((object) => Object.keys(object)))];
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
