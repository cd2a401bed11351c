import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import { cleanLines } from "../../output/clean.ts";
import { escapeHtml } from "../../output/html/escape.ts";
import { plainLetterheads, quoteTemplates } from "../../output/quote-templates.ts";
import { type QuoteLanguage, quoteLanguages } from "../../output/quote-words.ts";
import type { Db } from "../../store/db.ts";
import { quoteVersion } from "../../store/quote/version.ts";
import type { QuoteDetail } from "../../store/quote.ts";
import { noteLoginName } from "../mail-values.ts";
import { examples, oneOf, wholeNumber } from "../options.ts";
import { writeWhole } from "../output-file.ts";
import { quoteOf } from "./text.ts";
import { quoteView } from "./view.ts";

/** Beside each the ending of its files. */
const kinds = { text: "txt", md: "md", html: "html" } as const;
type Kind = keyof typeof kinds;

interface PrintOptions {
  readonly as?: string;
  readonly output?: string;
  readonly revision?: number;
  readonly lang?: string;
}

/** The command that makes a document of a quote, for the customer. */
export function quotePrint(noun: Command, app: App): void {
  examples(
    noun
      .command("print <quote>")
      .summary("A quote as a document for the customer: text, Markdown or HTML")
      .description(
        "A quote as a document for the customer: text, Markdown, or HTML to print as PDF in any browser. Your own " +
          "letterhead.html and footer.html (.md, .txt) beside config.toml are put in; quote.html there is used in place of " +
          "the built-in page (crm quote template)",
      )
      .option("--as <kind>", Object.keys(kinds).join(", ") + "; by the name of --output, else text")
      .option("--output <file>", "into this file, whole or not at all")
      .option("--revision <n>", "an earlier version", wholeNumber)
      .option(
        "--lang <code>",
        quoteLanguages.join(", ") + "; the contact's when left out, else that of the locale",
      ),
    "crm quote print 1",
    "crm quote print Q-2026-0001 --as html > quote.html",
  ).action((ref: string, options: PrintOptions) => print(app, ref, options));

  examples(
    noun
      .command("template")
      .description("The built-in page of quote print, to be changed and put beside config.toml")
      .option("--as <kind>", Object.keys(kinds).join(", "), "html"),
    "crm quote template --as md",
    "crm quote template > quote.html",
  ).action(({ as }: { as: string }) => app.world.out(quoteTemplates[kindOf(as)]));
}

async function print(app: App, ref: string, { as, output, revision, lang }: PrintOptions): Promise<void> {
  const usual = output === undefined && app.options.format === "md" ? "md" : kindOfFile(output);
  const kind = as === undefined ? usual : kindOf(as);
  const db = app.read();
  const language = lang === undefined ? undefined : oneOf("--lang", lang, quoteLanguages);
  const text = await quoteDocument(app, versionOf(db, quoteOf(app, db, ref), revision), { kind, language });
  noteLoginName(app, [text]);
  if (output === undefined) return app.world.out(text);
  if (app.options.dryRun === true) return app.say("Would write " + output + " (dry run)");
  writeWhole(output, text);
  app.say("Wrote " + output + (kind === "html" ? "; print it as PDF in a browser" : ""));
}

/** The quote as it was in an earlier version. */
function versionOf(db: Db, quote: QuoteDetail, revision: number | undefined): QuoteDetail {
  if (revision === undefined) return quote;
  const held = quoteVersion(db, quote.id, revision);
  if (held !== undefined) return { ...quote, ...held };
  throw new UserError(
    "not_found",
    "quote " + quote.number + " has no version " + revision,
    "it has " + quote.version,
  );
}

function kindOf(word: string): Kind {
  return oneOf(
    "--as",
    word === "txt" ? "text" : word === "markdown" ? "md" : word,
    Object.keys(kinds) as Kind[],
  );
}

function kindOfFile(file: string | undefined): Kind {
  const ending = /\.([a-z]+)$/i.exec(file ?? "")?.[1]?.toLowerCase();
  if (ending === "htm") return "html";
  return (Object.keys(kinds) as Kind[]).find((kind) => kinds[kind] === ending) ?? "text";
}

const escapes: Readonly<Record<Kind, (text: string) => string>> = {
  html: (text) => text.split("\n").map(escapeHtml).join("\n"),
  md: (text) =>
    cleanLines(text)
      .replace(/[\\|*_`<>#[\]]/g, "\\$&")
      .replaceAll("\n", "\\\n"),
  text: cleanLines,
};

/** Fills the page in: the user's own or the built-in one, with letterhead and footer. */
async function quoteDocument(
  app: App,
  quote: QuoteDetail,
  { kind, language }: { kind: Kind; language: QuoteLanguage | undefined },
): Promise<string> {
  const { default: mustache } = await import("mustache");
  const page = ownFile(app, "quote", kind) ?? quoteTemplates[kind];
  const partials = {
    letterhead: ownFile(app, "letterhead", kind) ?? plainLetterheads[kind],
    footer: ownFile(app, "footer", kind) ?? "",
  };
  const width = kind === "text" ? Math.min(app.world.width, 80) : undefined;
  const view = quoteView(app, quote, { language, width });
  try {
    const text = mustache.render(page, view, partials, {
      escape: (value: unknown) => escapes[kind](String(value)),
    });
    return kind === "html" ? text : text.replace(/\n{3,}/g, "\n\n").trim() + "\n";
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new UserError(
      "usage",
      "the page of quotes: " + error.message,
      "crm quote template shows the built-in one",
    );
  }
}

/** A file of the user's, beside config.toml. */
function ownFile(app: App, name: string, kind: Kind): string | undefined {
  const path = join(app.world.config.dir, name + "." + kinds[kind]);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
