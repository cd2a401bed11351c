import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import type SMTPTransport from "nodemailer/lib/smtp-transport";
import { UserError } from "../errors.ts";
import type { Db } from "../store/db.ts";
import { setting } from "../store/setting.ts";
import { DeliveryError, type Surroundings } from "./channel.ts";
import { atHome } from "./home.ts";
import { commandSecret, secretFile } from "./secret.ts";

type Secure = "none" | "starttls" | "tls";

const standardPorts: Readonly<Record<Secure, number>> = { none: 25, starttls: 587, tls: 465 };

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  readonly secure: Secure;
  readonly user: string;
}

/** The server of smtp.host; undefined when none is set: then the machine's own sendmail takes the mail. */
export function smtpServer(db: Db): SmtpServer | undefined {
  const host = setting(db, "smtp.host");
  if (host === "") return undefined;
  const [port, chosen] = [setting(db, "smtp.port"), setting(db, "smtp.secure")];
  const usual: Secure = port === "465" ? "tls" : "starttls";
  const secure: Secure = chosen === "none" || chosen === "tls" || chosen === "starttls" ? chosen : usual;
  const server = {
    host,
    secure,
    port: port === "" ? standardPorts[secure] : Number(port),
    user: setting(db, "smtp.user"),
  };
  if (secure === "none" && server.user !== "" && !isLoopback(host)) {
    throw new UserError(
      "refused",
      "smtp.secure is none: the password would be readable on its way to " + host,
      "crm config set smtp.secure starttls",
    );
  }
  return server;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** What nodemailer needs; the password is asked for only now. */
export async function smtpOptions(
  db: Db,
  server: SmtpServer,
  { env, timeoutMs }: Surroundings,
): Promise<SMTPTransport.Options> {
  const { host, port, secure, user } = server;
  const caFile = setting(db, "smtp.caFile");
  return {
    host,
    port,
    secure: secure === "tls",
    requireTLS: secure === "starttls",
    ignoreTLS: secure === "none",
    ...(user === "" ? {} : { auth: { user, pass: await password(db, { env, timeoutMs }) } }),
    ...(caFile === "" ? {} : { tls: { ca: certificates(atHome(caFile, env)) } }),
    dnsTimeout: timeoutMs,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  };
}

function certificates(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new UserError("refused", "smtp.caFile: " + path + " cannot be read");
  }
}

/** CRM_SMTP_PASSWORD, else the file, else what the command prints. */
async function password(
  db: Db,
  { env, timeoutMs }: Pick<Surroundings, "env" | "timeoutMs">,
): Promise<string> {
  if (env.CRM_SMTP_PASSWORD) return env.CRM_SMTP_PASSWORD;
  const path = setting(db, "smtp.passwordFile");
  if (path !== "") return secretFile("smtp.passwordFile", atHome(path, env));
  const command = setting(db, "smtp.passwordCommand");
  if (command !== "") return commandSecret("smtp.passwordCommand", command, { env, timeoutMs });
  throw new UserError(
    "usage",
    "smtp.user is set, but no password",
    "crm config set smtp.passwordFile /path, smtp.passwordCommand, or the variable CRM_SMTP_PASSWORD",
  );
}

/** What went wrong with a server, for a person, in one line. What it said is shown, the password never is. */
export function smtpProblem(error: unknown, { host, port, secure, user }: SmtpServer): Error {
  if (!(error instanceof Error)) return new DeliveryError(String(error));
  if (error instanceof UserError || error instanceof DeliveryError) return error;
  const place = host + ":" + port;
  const code = "code" in error ? String(error.code) : "";
  const command = "command" in error ? String(error.command) : "";
  const answer =
    "response" in error && typeof error.response === "string" ? error.response.split("\n")[0]!.trim() : "";
  const said = answer === "" ? "" : ' ("' + answer + '")';
  if (code === "EAUTH") {
    return new DeliveryError(place + " refused the login of " + user + said, {
      hint: "check smtp.user and the password",
    });
  }
  if (/certificate|altnames|self.signed|CERT/i.test(error.message + code)) {
    return new DeliveryError("the certificate of " + place + " does not fit: " + firstLine(error.message), {
      hint: "check smtp.host, or name the authority with smtp.caFile",
    });
  }
  if (/STARTTLS|wrong version number|packet length too long|EPROTO/i.test(error.message + code)) {
    return new DeliveryError(place + " does not speak TLS the way smtp.secure " + secure + " says", {
      hint: "crm config set smtp.secure tls, starttls or none",
    });
  }
  const reasons: Readonly<Record<string, string>> = {
    EDNS: "no such host",
    ENOTFOUND: "no such host",
    ECONNREFUSED: "nothing listens there",
    ETIMEDOUT: "it does not answer",
  };
  const refused = /ECONNREFUSED/.test(error.message) ? "nothing listens there" : undefined;
  const why = answer === "" ? (refused ?? reasons[code] ?? firstLine(error.message)) : '"' + answer + '"';
  const hint = command === "CONN" || code === "EDNS" ? { hint: "check smtp.host and smtp.port" } : {};
  return new DeliveryError(place + ": " + why, {
    ...hint,
    uncertain: answer === "" && command !== "CONN" && !/^(AUTH|MAIL|RCPT|EHLO)/.test(command),
  });
}

function firstLine(text: string): string {
  return text.split("\n")[0]!.slice(0, 200);
}
