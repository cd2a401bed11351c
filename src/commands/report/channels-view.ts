import type { Column } from "../../field.ts";
import type { Look } from "../../output/format.ts";
import { tableLines } from "../../output/table.ts";
import type { ChannelReport, ChannelRow } from "../../reports/channels.ts";
import { heading, percent } from "./view.ts";

const columns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "contact", header: "Contact", type: "text" },
  { key: "prefers", header: "Prefers", type: "text" },
  { key: "why", header: "Because", type: "text" },
  { key: "others", header: "Other channels (answered of tried)", type: "text" },
];

/** A line a contact: what it prefers and why, and what else was tried. */
export function channelView(report: ChannelReport, look: Look): string {
  const top = heading("Channels", report, { counted: "contacts", look });
  if (report.n === 0) return top + "\nnothing was logged yet\n";
  const contacts = new Map<number, ChannelRow[]>();
  for (const row of report.rows) contacts.set(row.id, [...(contacts.get(row.id) ?? []), row]);
  const lines = [...contacts.values()].map((rows) => contactLine(rows));
  const counts = Object.entries(report.total.preferred).sort((a, b) => b[1] - a[1]);
  const said = counts.map(([channel, n]) => channel + " " + n);
  const unknown = report.total.contacts - report.total.withPreference;
  if (unknown > 0) said.push("not known " + unknown);
  const rate =
    report.overallRate === null ? "" : "overall rate " + percent(report.overallRate, look) + " %; ";
  return (
    top +
    "\n" +
    [...tableLines(columns, lines, look)].join("") +
    "\n" +
    rate +
    "prefer " +
    said.join(", ") +
    "\n"
  );
}

function contactLine(rows: readonly ChannelRow[]) {
  const best = rows.find((row) => row.preferred);
  const others = rows.filter((row) => !row.preferred);
  return {
    ...{
      id: rows[0]?.id,
      contact: rows[0]?.contact,
      prefers: best?.channel,
      why: best?.reason ?? "too few to tell",
    },
    others: others
      .map(({ channel, responses, attempts }) => channel + " " + responses + "/" + attempts)
      .join(", "),
  };
}
