import type { SendMailOptions } from "nodemailer";
import { clean } from "../output/clean.ts";
import type { Db } from "../store/db.ts";
import { parseEmail } from "../values/email.ts";
import { DeliveryError, type Surroundings } from "./channel.ts";
import { overSmtp, sendmail } from "./email.ts";
import { smtpProblem, smtpServer } from "./smtp.ts";

/** One mail to one person. */
export interface Letter {
  readonly from: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
  readonly date: Date;
  readonly headers: Readonly<Record<string, string>>;
}

interface Envelope {
  readonly from: string;
  readonly to: readonly [string];
}

/** What the mail server did with it: "later" is a refusal for now, "bounced" one for good, with its words. */
export type Handed = { readonly what: "sent" } | { readonly what: "later" | "bounced"; readonly why: string };

/**
 * Hands single mails to smtp.host, or to the machine's sendmail where none is set. A refusal of the one address is an
 * answer; everything else that goes wrong is thrown, `uncertain` when the mail may have gone out all the same.
 */
export function mailer(db: Db, around: Surroundings): (letter: Letter) => Promise<Handed> {
  const server = smtpServer(db);
  if (server === undefined) {
    return async (letter) => {
      const envelope = envelopeOf(letter);
      await sendmail(mailOf(letter, envelope), envelope, around);
      return { what: "sent" };
    };
  }
  return async (letter) => {
    try {
      await overSmtp(db, server, { mail: mailOf(letter, envelopeOf(letter)), around });
      return { what: "sent" };
    } catch (error) {
      const refused = refusalOf(error);
      if (refused !== undefined) return refused;
      throw smtpProblem(error, server);
    }
  };
}

/** The answer to RCPT TO, where that is what failed: 5xx for good, 4xx for now. */
function refusalOf(error: unknown): Handed | undefined {
  if (!(error instanceof Error) || error instanceof DeliveryError) return undefined;
  const { command, rejectedErrors } = error as Error & { command?: unknown; rejectedErrors?: unknown };
  const [first]: unknown[] = Array.isArray(rejectedErrors) ? rejectedErrors : [];
  const one = first instanceof Error ? first : error;
  if (one === error && !String(command).startsWith("RCPT")) return undefined;
  const { responseCode, response } = one as Error & { responseCode?: unknown; response?: unknown };
  const why = String(response ?? one.message)
    .split("\n")[0]!
    .slice(0, 200);
  return { what: Number(responseCode) >= 500 ? "bounced" : "later", why };
}

/** Addresses are examined once more: what came with a database that somebody sent was never typed here. */
function envelopeOf({ from, to }: Letter): Envelope {
  return { from: parseEmail(from), to: [parseEmail(to.address)] };
}

function mailOf(
  { to, subject, text, messageId, date, headers }: Letter,
  { from, to: [address] }: Envelope,
): SendMailOptions {
  return {
    from,
    to: { name: clean(to.name), address },
    envelope: { from, to: [address] },
    subject: clean(subject),
    text,
    messageId,
    date,
    headers: { ...headers },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
