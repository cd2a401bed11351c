import { clean } from "../output/clean.ts";
import { parseEmail } from "../values/email.ts";

export interface Draft {
  /** Empty: the mail program fills in its own. */
  readonly from: string;
  readonly to: { readonly name: string; readonly address: string } | undefined;
  readonly subject: string;
  readonly body: string;
  readonly date: Date;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A mail as a file. X-Unsent lets mail programs open it as a draft, to be read again and sent by a person. */
export async function emlOf({ from, to, subject, body, date, headers }: Draft): Promise<string> {
  const { createTransport } = await import("nodemailer");
  const made = await createTransport({ streamTransport: true, buffer: true, newline: "windows" }).sendMail({
    ...(from === "" ? {} : { from: parseEmail(from) }),
    ...(to === undefined ? {} : { to: { name: clean(to.name), address: parseEmail(to.address) } }),
    subject: clean(subject),
    text: body,
    date,
    headers: { "X-Unsent": "1", ...headers },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return String(made.message);
}
