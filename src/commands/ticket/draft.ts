import type { Command } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import { channels } from "../../store/contact.ts";
import { findNumbered } from "../../store/numbered.ts";
import { severities, type TicketRow, ticketKinds } from "../../store/ticket.ts";
import { instant } from "../../values/date.ts";
import { keptText } from "../../values/kept-text.ts";
import { pastMoment } from "../log-draft.ts";
import { type SetOptions, setOption } from "../options/custom.ts";
import { customerOption, newCustomer } from "../options/customer.ts";
import { type TeamOptions, teamOptions } from "../options/team.ts";
import { oneOf } from "../options.ts";
import { pick } from "../pick.ts";

export interface TicketOptions extends TeamOptions, SetOptions {
  readonly title?: string;
  readonly contact?: string;
  readonly company?: string;
  readonly type?: string;
  readonly severity?: string;
  readonly channel?: string;
  readonly product?: string;
  readonly order?: string;
  readonly at?: string;
  readonly owner?: string;
  readonly note?: string;
}

export function ticketOptions(command: Command): Command {
  return teamOptions(
    setOption(command)
      .option("--type <kind>", ticketKinds.join(", "))
      .option("--severity <severity>", severities.join(", "))
      .option("--channel <channel>", "how it came: " + channels.join(", "))
      .option("--company <company>", "which company; else where the contact works")
      .option("--product <product>", "what it is about, by sku or name")
      .option("--order <order>", "which purchase it is about, by id or number")
      .option("--at <moment>", "when it came, if not now")
      .option("--owner <user>", "who looks after it")
      .option("--note <text>", "a lasting remark"),
  );
}

/** A new ticket as typed, checked; a question of normal severity unless said otherwise. */
export async function ticketDraft(
  app: App,
  words: { readonly contact: string | undefined; readonly title: string | undefined },
  options: TicketOptions,
): Promise<TicketRow> {
  // With --company the only word is the title.
  const isTitle = words.title === undefined && options.company !== undefined;
  const title = (isTitle ? words.contact : words.title)?.trim() ?? "";
  const contact = isTitle ? undefined : words.contact;
  if (contact === undefined && options.company === undefined) {
    throw new UserError(
      "usage",
      "whose ticket is it? Name a contact or --company",
      'crm ticket add jane "..."',
    );
  }
  if (title === "")
    throw new UserError("usage", "a ticket needs a title", 'crm ticket add jane "late delivery"');
  const party = { contact, company: options.company };
  const customer = await newCustomer(app, app.writer(), party);
  const started = { kind: "question", severity: "normal", openedAt: instant(app.now()) };
  return { ...started, ...(await plainRow(app, options)), ...customer, title };
}

/** What is changed of a ticket. */
export async function ticketEdits(app: App, options: TicketOptions): Promise<TicketRow> {
  if (Object.keys(options).length === 0) {
    throw new UserError("usage", "nothing to change", "say what, such as --severity high");
  }
  const customer = await customerOption(app, app.writer(), options);
  const { title } = options;
  if (title?.trim() === "") throw new UserError("usage", "--title: a ticket needs a title");
  return {
    ...(await plainRow(app, options)),
    ...customer,
    ...(title === undefined ? {} : { title: title.trim() }),
  };
}

/** An empty text empties, where there can be nothing. */
async function plainRow(app: App, options: TicketOptions): Promise<TicketRow> {
  const { type, severity, channel, product, order, at, owner, note } = options;
  const db = app.writer();
  return {
    ...(type === undefined ? {} : { kind: oneOf("--type", type, ticketKinds) }),
    ...(severity === undefined ? {} : { severity: oneOf("--severity", severity, severities) }),
    ...(channel === undefined
      ? {}
      : { channel: channel === "" ? null : oneOf("--channel", channel, channels) }),
    ...(product === undefined
      ? {}
      : { productId: product === "" ? null : (await pick(app, db, "product", product)).id }),
    ...(order === undefined ? {} : { orderId: order === "" ? null : findNumbered(db, "order", order) }),
    ...(at === undefined ? {} : { openedAt: pastMoment(app, at) }),
    ...(owner === undefined ? {} : { owner: owner.trim() || null }),
    ...(note === undefined ? {} : { note: keptText(note) }),
  };
}
