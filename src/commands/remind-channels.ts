import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import type { Column, Row } from "../field.ts";
import type { Deliver, DeliveryError, Surroundings } from "../remind/channel.ts";
import { type Message, messageOf, messageText, type Reader } from "../remind/message.ts";
import type { Rules } from "../remind/plan.ts";
import { batchesOf, type Order, type Outcome, sendOver } from "../remind/run.ts";
import type { Db } from "../store/db.ts";
import type { DueFound } from "../store/due.ts";
import type { ReminderChannel } from "../store/reminder.ts";
import { setting } from "../store/setting.ts";
import { dueColumns } from "./today.ts";

export interface Telling {
  readonly channels: readonly ReminderChannel[];
  readonly items: readonly DueFound[];
  readonly rules: Rules;
  readonly each: boolean;
  readonly timeoutMs: number;
}

export interface Told {
  /** How many reminders went out, over all channels. */
  readonly sent: number;
  readonly problems: { readonly channel: string; readonly error: UserError | DeliveryError }[];
}

const columns: readonly Column[] = [{ key: "channel", header: "Channel", type: "text" }, ...dueColumns];

export function readerOf(app: App): Reader {
  return { now: app.now(), zone: app.zone(), locale: setting(app.read(), "locale") };
}

/** Each channel's file is loaded only when it is used. */
const openers: Readonly<
  Record<ReminderChannel, (db: Db, around: Surroundings, reader: Reader) => Promise<Deliver>>
> = {
  stdout: async (_, around, reader) => (await import("../remind/stdout.ts")).toStdout(around, reader),
  email: async (db, around, reader) => (await import("../remind/email.ts")).toEmail(db, around, reader),
  desktop: async (_, around) => (await import("../remind/desktop.ts")).toDesktop(around),
  webhook: async (db, around, reader) => (await import("../remind/webhook.ts")).toWebhook(db, around, reader),
  command: async (db, around, reader) => (await import("../remind/command.ts")).toCommand(db, around, reader),
};

/**
 * Sends over all channels at once, so that one that hangs holds up no other. A file that nothing is to be sent from is
 * only read; a channel that cannot work is told of even then.
 */
export async function tell(app: App, telling: Telling): Promise<Told> {
  const orders = telling.channels.map((channel) => ({ ...telling, channel }));
  const problems = [...(await channelFaults(app, telling.channels))];
  const ready = orders.filter(({ channel }) => problems.every((problem) => problem.channel !== channel));
  const pending = ready.filter((order) => batchesOf(app.read(), order).length > 0);
  if (app.options.dryRun === true) return { ...(await rehearse(app, pending)), problems };
  // Looked up again after the writing connection is there: the reading one ends with it.
  const db = pending.length === 0 ? app.read() : app.writer();
  const outcomes = await Promise.all(pending.map((order) => send(app, db, order)));
  for (const { channel, remarks, problem } of outcomes) {
    for (const remark of remarks) app.say(channel + ": " + remark);
    if (problem !== undefined) problems.push({ channel, error: problem });
  }
  sayToPerson(app, outcomes);
  await printSent(app, outcomes);
  return { sent: outcomes.reduce((sum, { sent }) => sum + sent.length, 0), problems };
}

/** Channels that cannot work as they are set, such as mail without an address; nothing is sent to find out. */
export async function channelFaults(
  app: App,
  channels: readonly ReminderChannel[],
): Promise<Told["problems"]> {
  const faults = await Promise.all(channels.map((channel) => faultOf(app, channel)));
  return faults.filter((fault) => fault !== undefined);
}

async function faultOf(app: App, channel: ReminderChannel): Promise<Told["problems"][number] | undefined> {
  try {
    await open(app, app.read(), { channel, timeoutMs: 0 });
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return { channel, error };
    throw error;
  }
}

function open(
  app: App,
  db: Db,
  { channel, timeoutMs }: { readonly channel: ReminderChannel; readonly timeoutMs: number },
): Promise<Deliver> {
  const out = asRows(app) ? () => undefined : app.world.out;
  return openers[channel](db, { env: app.world.env, out, timeoutMs }, readerOf(app));
}

async function send(app: App, db: Db, order: Order & Telling): Promise<Outcome> {
  return sendOver(db, await open(app, db, order), { order, reader: readerOf(app) });
}

/** A program that asks for a format gets what was sent as rows; a person, also with a table, and cron get the message. */
function asRows({ options, world }: App): boolean {
  const format = options.format ?? world.env.CRM_FORMAT ?? "";
  const isNamed = (format !== "" && format !== "table") || options.fields !== undefined;
  return options.json === true || options.quiet === true || isNamed;
}

/** cron hears nothing; a person at a terminal would wonder whether something went out that is not on the screen. */
function sayToPerson(app: App, outcomes: readonly Outcome[]): void {
  if (!app.world.isTty.err || asRows(app)) return;
  for (const { channel, sent } of outcomes) {
    if (channel === "stdout" || sent.length === 0) continue;
    app.say("Sent " + sent.length + (sent.length === 1 ? " reminder" : " reminders") + " to " + channel);
  }
}

async function printSent(app: App, outcomes: readonly Outcome[]): Promise<void> {
  if (asRows(app)) {
    await printRows(
      app,
      outcomes.flatMap(({ channel, sent }) => sent.map((item) => ({ channel, ...item }))),
    );
  }
}

/** Only follow-ups have a number of their own, which is all that --quiet prints. */
async function printRows(app: App, rows: readonly Row[]): Promise<void> {
  await app.print(columns, app.options.quiet === true ? rows.filter(({ id }) => id !== null) : rows);
}

/** What would be sent, for a dry run. */
async function rehearse(app: App, orders: readonly (Order & Telling)[]): Promise<{ sent: number }> {
  const plans = orders.map((order) => ({ order, batches: batchesOf(app.read(), order) }));
  const rows = plans.flatMap(({ order, batches }) =>
    batches.flatMap(({ planned }) => planned.map(({ item }) => ({ channel: order.channel, ...item }))),
  );
  if (asRows(app)) await printRows(app, rows);
  else
    for (const { order, batches } of plans)
      printMessages(
        app,
        order,
        batches.map(({ key, planned }) => messageOf(planned, key, readerOf(app))),
      );
  return { sent: rows.length };
}

function printMessages(app: App, { channel }: Order, messages: readonly Message[]): void {
  for (const message of messages) {
    app.world.out(
      "To " + channel + ": " + message.subject + "\n\n" + messageText(message, readerOf(app)) + "\n",
    );
  }
  app.say("Nothing was sent (dry run).");
}
