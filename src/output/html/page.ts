import { createHash } from "node:crypto";
import type { Column, Row } from "../../field.ts";
import type { Look } from "../format.ts";
import { escapeHtml } from "./escape.ts";
import { drawPicture, type Picture } from "./picture.ts";
import { css, script } from "./style.ts";
import { htmlTable } from "./table.ts";

/** One report on a page. */
export interface Section {
  readonly title: string;
  /** "as of 30 Jun 2026", the zone, how many. */
  readonly facts: readonly string[];
  readonly definition: string;
  readonly pictures: readonly Picture[];
  /** None where a picture shows the same figures. */
  readonly table: { readonly columns: readonly Column[]; readonly rows: readonly Row[] } | null;
  readonly notes: readonly string[];
}

/**
 * A page of its own: styles, drawings and the script for sorting are in it, and its policy forbids everything else, so that
 * it asks no network and no text in it can run.
 */
export function htmlPage(title: string, sections: readonly Section[], look: Look): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`;
  const links = sections.map((section, i) => `<a href="#s${i}">${escapeHtml(section.title)}</a>`).join(" ");
  const body = sections.map((section, i) =>
    sectionHtml(section, { id: "s" + i, isOnly: sections.length === 1, look }),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${css}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
${sections.length === 1 ? "" : `<nav>${links}</nav>`}
${body.join("\n")}
<script>${script}</script>
</body>
</html>
`;
}

interface Place {
  readonly id: string;
  /** The page has its title already. */
  readonly isOnly: boolean;
  readonly look: Look;
}

function sectionHtml(section: Section, { id, isOnly, look }: Place): string {
  const { title, facts, definition, pictures, table, notes } = section;
  return [
    `<section id="${id}">`,
    isOnly ? "" : `<h2>${escapeHtml(title)}</h2>`,
    `<p class="facts">${facts.map(escapeHtml).join(" · ")}</p>`,
    definition === "" ? "" : `<p class="definition">${escapeHtml(definition)}</p>`,
    ...pictures.map(drawPicture),
    table === null ? "" : htmlTable(table.columns, table.rows, look),
    ...notes.map((note) => `<p class="note">${escapeHtml(note)}</p>`),
    "</section>",
  ]
    .filter((part) => part !== "")
    .join("\n");
}
