import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { onTestFinished } from "vitest";
import { scratch } from "../support/built.ts";

export interface Received {
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
  readonly user: string | undefined;
  readonly secure: boolean;
}

export interface MailServer {
  readonly port: number;
  readonly received: Received[];
  /** The file of the certificate that it shows. */
  readonly caFile: string;
}

/** A certificate of its own for a host name. */
function certificate(name: string): { key: Buffer; cert: Buffer; caFile: string } {
  const folder = scratch();
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=" + name, "-addext", "subjectAltName=DNS:" + name];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  execFileSync("openssl", ["req", "-x509", ...kind, "-keyout", key, "-out", cert, ...subject], {
    stdio: "ignore",
  });
  return { key: readFileSync(key), cert: readFileSync(cert), caFile: cert };
}

/** A mail server on the loopback that knows one user, me with the password open sesame. */
export async function mailServer(
  options: SMTPServerOptions & { readonly host?: string } = {},
): Promise<MailServer> {
  const { key, cert, caFile } = certificate(options.host ?? "localhost");
  const received: Received[] = [];
  const server = new SMTPServer({
    ...{ key, cert, authOptional: true, logger: false },
    onAuth: ({ username, password }, _, done) =>
      username === "me" && password === "open sesame"
        ? done(null, { user: username })
        : done(new Error("535 5.7.8 authentication failed")),
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(parts).toString("utf8"),
          user: session.user,
          secure: session.secure,
        });
        done();
      });
    },
    ...options,
  });
  server.on("error", () => undefined);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => new Promise<void>((closed) => server.close(() => closed())));
  return { port: (server.server.address() as AddressInfo).port, received, caFile };
}

/** A server that takes every connection and never says a word. */
export async function silentServer(): Promise<number> {
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((socket) => void sockets.add(socket));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
