import type { SendMailOptions } from "nodemailer";
import { findProgram } from "../find-program.ts";
import type { Db } from "../store/db.ts";
import { setting } from "../store/setting.ts";
import { parseEmail, parseEmails } from "../values/email.ts";
import { type Deliver, DeliveryError, type Surroundings } from "./channel.ts";
import { type Message, messageHtml, messageText, type Reader } from "./message.ts";
import { missingSetting } from "./missing.ts";
import { plainEnv, runProgram } from "./program.ts";
import { type SmtpServer, smtpOptions, smtpProblem, smtpServer } from "./smtp.ts";

interface Envelope {
  readonly from: string;
  readonly to: readonly string[];
}

/** Mails the message over smtp.host, or with the machine's own sendmail where none is set. */
export function toEmail(db: Db, around: Surroundings, reader: Reader): Deliver {
  const envelope = envelopeOf(db);
  const server = smtpServer(db);
  if (server === undefined)
    return async (message) => sendmail(mailOf(message, envelope, reader), envelope, around);
  return async (message) => {
    try {
      const { rejected } = await overSmtp(db, server, { mail: mailOf(message, envelope, reader), around });
      return rejected.length === 0 ? undefined : server.host + " refused " + rejected.map(String).join(", ");
    } catch (error) {
      throw smtpProblem(error, server);
    }
  };
}

/** The addresses were checked when they were set; they are checked again, for the table can be written by others. */
function envelopeOf(db: Db): Envelope {
  const to = setting(db, "remind.email.to");
  if (to === "") throw missingSetting("remind.email.to", "me@acme.example");
  const addresses = parseEmails(to);
  const from = setting(db, "remind.email.from");
  return { to: addresses, from: from === "" ? addresses[0]! : parseEmail(from) };
}

/** Hands a mail to the server, over a connection of its own; what goes wrong is thrown as it is. */
export async function overSmtp(
  db: Db,
  server: SmtpServer,
  { mail, around }: { readonly mail: SendMailOptions; readonly around: Surroundings },
) {
  const { createTransport } = await import("nodemailer");
  const transport = createTransport(await smtpOptions(db, server, around));
  return inTime(transport.sendMail(mail), around.timeoutMs * 3).finally(() => transport.close());
}

/** A trickle of bytes keeps every time-out of the connection alive; this one ends it all the same. */
async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new DeliveryError("the mail server took too long", { uncertain: true })),
      ms,
    );
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function mailOf(message: Message, { from, to }: Envelope, reader: Reader): SendMailOptions {
  return {
    from,
    to: [...to],
    envelope: { from, to: [...to] },
    subject: message.subject,
    text: messageText(message, reader),
    html: messageHtml(message, reader),
    messageId: "<" + message.key + "@" + from.slice(from.lastIndexOf("@") + 1) + ">",
    date: reader.now,
    headers: { "Auto-Submitted": "auto-generated" },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

export async function sendmail(
  mail: SendMailOptions,
  { from, to }: Envelope,
  { env, timeoutMs }: Surroundings,
): Promise<undefined> {
  const program = findProgram("sendmail", { PATH: (env.PATH ?? "") + ":/usr/sbin:/usr/lib" });
  if (program === undefined) {
    throw new DeliveryError("there is no sendmail on this machine", {
      hint: "crm config set smtp.host mail.acme.example",
    });
  }
  const { createTransport } = await import("nodemailer");
  const built = await createTransport({ streamTransport: true, buffer: true, newline: "unix" }).sendMail(
    mail,
  );
  const options = { env: plainEnv(env), input: String(built.message), timeoutMs };
  const ran = await runProgram([program, "-i", "-f", from, "--", ...to], options);
  if (ran.isTimeout) throw new DeliveryError("sendmail did not end", { uncertain: true });
  if (ran.code === 0) return undefined;
  const said = ran.err.trim().split("\n")[0] ?? "";
  throw new DeliveryError("sendmail ended with " + ran.code + (said === "" ? "" : ": " + said));
}
