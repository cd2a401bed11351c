import type { TemplateSpans } from "mustache";
import { UserError, unknownWord } from "../errors.ts";

/** What a template can name, and its values for one mail. Empty: it is not known. */
export type Values = ReadonlyMap<string, string>;

type Tokens = TemplateSpans;

const loaded = async () => (await import("mustache")).default;

/** Fills in the values. Text stays as it is: a mail is no HTML. `name` is what an error calls the template. */
export async function fill(
  name: string,
  text: string,
  values: Values,
): Promise<{ text: string; empty: string[] }> {
  const mustache = await loaded();
  const tokens = await checkTemplate(name, text, [...values.keys()]);
  const filled = mustache.render(text, nested(values), {}, { escape: String });
  return { text: filled, empty: [...new Set(emptyIn(tokens, values))] };
}

/** Throws when the template cannot be filled: a tag that is not closed, or a placeholder that there is not. */
export async function checkTemplate(name: string, text: string, known: readonly string[]): Promise<Tokens> {
  const mustache = await loaded();
  let tokens: Tokens;
  try {
    tokens = mustache.parse(text);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const at = Number(/at (\d+)/.exec(error.message)?.[1] ?? 0);
    const line = text.slice(0, at).split("\n").length;
    throw new UserError(
      "usage",
      name + " line " + line + ": " + error.message.replace(/ at \d+$/, ""),
      "placeholders are written {{firstName}}",
    );
  }
  checkTokens(name, tokens, known);
  return tokens;
}

function checkTokens(name: string, tokens: Tokens, known: readonly string[]): void {
  for (const [kind, word, , , inner] of tokens) {
    if (kind === ">")
      throw new UserError(
        "usage",
        name + ": {{> " + word + "}} would take in another template, which there is not",
      );
    const isGroup = (kind === "#" || kind === "^") && known.some((key) => key.startsWith(word + "."));
    const isPlaceholder = kind === "name" || kind === "&" || kind === "#" || kind === "^";
    if (isPlaceholder && !isGroup && !known.includes(word)) {
      throw unknownWord("usage", name + ": no placeholder {{" + word + "}}", word, known);
    }
    if (Array.isArray(inner)) checkTokens(name, inner, known);
  }
}

/** Whether a template names something that begins so, such as "deal.". */
export async function names(text: string, start: string): Promise<boolean> {
  const has = (tokens: Tokens): boolean =>
    tokens.some(([kind, word, , , inner]) => {
      if (kind === "name" || kind === "&") return word.startsWith(start);
      return Array.isArray(inner) && has(inner);
    });
  return has((await loaded()).parse(text));
}

/** Placeholders that stand where they are shown and have no value. One in a section of its own is asked for on purpose. */
function emptyIn(tokens: Tokens, values: Values): string[] {
  return tokens.flatMap(([kind, word, , , inner]) => {
    if (kind === "name" || kind === "&") return values.get(word) === "" ? [word] : [];
    const isFull = values.has(word) ? values.get(word) !== "" : hasGroup(values, word);
    if (!Array.isArray(inner) || (kind === "#") !== isFull) return [];
    return emptyIn(inner, values);
  });
}

function hasGroup(values: Values, group: string): boolean {
  return [...values].some(([key, value]) => key.startsWith(group + ".") && value !== "");
}

type View = Record<string, string | Record<string, string>>;

/** "deal.title" as deal: { title }. A group without a value is absent, so that {{#deal}} is left out. */
function nested(values: Values): View {
  const view: View = {};
  for (const [key, value] of values) {
    const dot = key.indexOf(".");
    const group = key.slice(0, dot);
    if (dot === -1) view[key] = value;
    else if (hasGroup(values, group))
      view[group] = { ...(view[group] as object), [key.slice(dot + 1)]: value };
  }
  return view;
}

/** "Subject: ..." on the first line, then a blank line and the text; without such a line all is text. */
export function splitSubject(text: string): { readonly subject: string | undefined; readonly body: string } {
  const found = /^Subject:[ \t]*(.*)\r?\n(?:[ \t]*\r?\n)*/i.exec(text);
  if (found === null) return { subject: undefined, body: text };
  return { subject: (found[1] ?? "").trim(), body: text.slice(found[0].length) };
}
