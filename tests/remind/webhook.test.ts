import { createHmac } from "node:crypto";
import { chmodSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { scratch } from "../support/built.ts";
import { oneDue, sentOf } from "./due.ts";
import { silentServer } from "./mail-server.ts";

interface Got {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A web server that answers with these codes in turn, the last one again and again. */
async function hook(...codes: readonly number[]): Promise<{ url: string; got: Got[] }> {
  const got: Got[] = [];
  const answer: RequestListener = (request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => {
      body += part.toString();
    });
    request.on("end", () => {
      got.push({ headers: request.headers, body });
      response
        .writeHead(codes[got.length - 1] ?? codes.at(-1) ?? 204, { location: "https://evil.example/" })
        .end();
    });
  };
  const server = createServer(answer);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: "http://127.0.0.1:" + (server.address() as AddressInfo).port + "/crm", got };
}

describe("the webhook", () => {
  it("gets the reminders as JSON, signed, once", async () => {
    const { url, got } = await hook(204);
    const crm = await oneDue({ env: { CRM_REMIND_WEBHOOK_URL: url, CRM_WEBHOOK_SECRET: "open sesame" } });
    expect(await crm("remind", "--to", "webhook")).toEqual({ code: 0, out: "", err: "" });
    expect(await crm("remind", "--to", "webhook")).toEqual({ code: 0, out: "", err: "" });
    expect(got).toHaveLength(1);
    const [{ headers, body }] = got as [Got];
    const id = String(headers["webhook-id"]);
    expect(JSON.parse(body)).toMatchObject({
      type: "crm.reminder",
      key: id,
      at: "2026-11-21T09:00:00Z",
      items: [
        { key: "followup:1", id: 1, dueDate: "2026-11-19", title: "send the quote", contact: "Jane Roe" },
      ],
    });
    // 2026-11-21T09:00:00Z in seconds.
    const signed = id + ".1795251600." + body;
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "idempotency-key": id,
      "webhook-timestamp": "1795251600",
      "webhook-signature": "v1," + createHmac("sha256", "open sesame").update(signed).digest("base64"),
    });
  });

  it("is tried again at once when it is busy, with the same key", async () => {
    const { url, got } = await hook(503, 200);
    const crm = await oneDue({ env: { CRM_REMIND_WEBHOOK_URL: url } });
    expect(await crm("remind", "--to", "webhook")).toMatchObject({ code: 0, err: "" });
    expect(got.map(({ headers }) => headers["idempotency-key"])).toEqual([
      got[0]?.headers["webhook-id"],
      got[0]?.headers["webhook-id"],
    ]);
  });

  it.each([
    [404, /answered 404\n$/],
    [302, /answered 302 \(it moved; set the new address\)\n$/],
  ])(
    "an answer of %i is told of, not tried again before the next run, and marks nothing",
    async (status, said) => {
      const { url, got } = await hook(status, 200);
      const crm = await oneDue({ env: { CRM_REMIND_WEBHOOK_URL: url } });
      const { code, err } = await crm("remind", "--to", "webhook");
      expect(code).toBe(1);
      expect(err).toMatch(said);
      expect(got).toHaveLength(1);
      expect(sentOf(crm)).toEqual([]);
      expect(await crm("remind", "--to", "webhook")).toMatchObject({ code: 0, err: "" });
      expect(sentOf(crm)).toHaveLength(1);
    },
  );

  it("one that never answers does not hold cron up; the next try has the same key", async () => {
    const port = await silentServer();
    const env = { CRM_REMIND_WEBHOOK_URL: "http://127.0.0.1:" + port + "/" };
    const crm = await oneDue({ env });
    const begin = performance.now();
    const { code, err } = await crm("remind", "--to", "webhook,stdout", "--timeout", "1");
    expect(performance.now() - begin).toBeLessThan(3000);
    expect({ code, err }).toEqual({
      code: 1,
      err: "crm: webhook: 127.0.0.1:" + port + " did not answer within 1 s\n",
    });
    // It may have arrived all the same: the key stays, also when more has fallen due by then.
    const key = crm.db.get<{ messageKey: string }>(
      "SELECT message_key AS messageKey FROM reminder WHERE channel = 'webhook'",
    )?.messageKey;
    const { url, got } = await hook(200);
    env.CRM_REMIND_WEBHOOK_URL = url;
    await crm("followup", "add", "kick-off", "--due", "2026-11-20");
    expect(await crm("remind", "--to", "webhook")).toMatchObject({ code: 0 });
    expect(got.map(({ headers }) => headers["webhook-id"])).toEqual([key, expect.not.stringMatching(key!)]);
  });

  it("where nothing listens is one line", async () => {
    const closed = createServer();
    await new Promise<void>((ready) => closed.listen(0, "127.0.0.1", ready));
    const { port } = closed.address() as AddressInfo;
    await new Promise<void>((done) => closed.close(() => done()));
    const crm = await oneDue({ env: { CRM_REMIND_WEBHOOK_URL: "http://127.0.0.1:" + port + "/" } });
    const { code, err } = await crm("remind", "--to", "webhook");
    expect({ code, err }).toEqual({
      code: 1,
      err: "crm: webhook: cannot reach 127.0.0.1:" + port + ": nothing listens there\n",
    });
  });

  it.each(["file:///etc/passwd", "ftp://hooks.example", "hooks.example"])(
    "%s is no address for it",
    async (address) => {
      expect(await (await oneDue())("config", "set", "remind.webhook.url", address)).toMatchObject({
        code: 2,
      });
    },
  );

  it("the file of the secret can be named from the home directory", async () => {
    const { url, got } = await hook(204);
    const home = scratch();
    writeFileSync(join(home, "secret"), "open sesame\n", { mode: 0o600 });
    const file = { CRM_REMIND_WEBHOOK_URL: url, CRM_REMIND_WEBHOOK_SECRET_FILE: "~/secret" };
    const crm = await oneDue({ env: { HOME: home, ...file } });
    expect(await crm("remind", "--to", "webhook")).toEqual({ code: 0, out: "", err: "" });
    expect(got[0]?.headers["webhook-signature"]).toMatch(/^v1,/);
  });

  it("a secret that others may read is refused", async () => {
    const file = join(scratch(), "secret");
    writeFileSync(file, "open sesame");
    chmodSync(file, 0o644);
    const { url, got } = await hook(200);
    const crm = await oneDue({ env: { CRM_REMIND_WEBHOOK_URL: url, CRM_REMIND_WEBHOOK_SECRET_FILE: file } });
    const { code, err } = await crm("remind", "--to", "webhook");
    expect(code).toBe(1);
    expect(err).toContain("chmod 600 " + file);
    expect(got).toEqual([]);
  });
});
