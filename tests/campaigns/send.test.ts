import { describe, expect, it } from "vitest";
import { type MailServer, mailServer } from "../remind/mail-server.ts";
import { codesOf, must, westCampaign } from "./people.ts";

function over(server: Pick<MailServer, "port" | "caFile">) {
  return {
    CRM_REMIND_EMAIL_FROM: "me@studio.example",
    CRM_SMTP_HOST: "localhost",
    CRM_SMTP_PORT: String(server.port),
    CRM_SMTP_CA_FILE: server.caFile,
  };
}

const send = ["campaign", "mail", "spring", "--send", "--yes", "--per-minute", "6000"] as const;

async function started(server: MailServer) {
  const crm = await westCampaign({ env: over(server) });
  await must(crm, "campaign", "start", "spring");
  return crm;
}

describe("sending a campaign", () => {
  it("mails each member alone, with a way out, and never twice", async () => {
    const server = await mailServer();
    const crm = await started(server);
    const first = await crm(...send);
    expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: "Sent 2 mails\n" });
    expect(server.received.map(({ to }) => to)).toEqual([["jane@acme.example"], ["tom@okafor.example"]]);
    const code = (await codesOf(crm))["Jane Roe"]!;
    const text = server.received[0]!.text.replace(/\r\n[ \t]+/g, " ").replace(/=\r\n/g, "");
    expect(text).toContain("List-Unsubscribe: <mailto:me@studio.example?subject=unsubscribe%20" + code + ">");
    expect(text).toContain('"unsubscribe ' + code + '"');
    await must(crm, ...send);
    expect(server.received).toHaveLength(2);
  });

  it("goes to nobody whose address is none, however it came into the database", async () => {
    const server = await mailServer();
    const crm = await started(server);
    const evil = "jane@acme.example\r\nBcc: evil@bad.example";
    crm.db.run("UPDATE contact_email SET email = ? WHERE email = 'jane@acme.example'", [evil]);
    const { err } = await crm(...send);
    expect(err).toContain("no address that mail can go to");
    expect(server.received.map(({ to }) => to)).toEqual([["tom@okafor.example"]]);
  });

  it("needs --yes to be typed, and shows in a dry run what would go out", async () => {
    const server = await mailServer();
    const crm = await started(server);
    const { code, err } = await crm("campaign", "mail", "spring", "--send");
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining("needs --yes") });
    expect(await must(crm, ...send, "--dry-run")).toContain("would be sent");
    expect(server.received).toEqual([]);
  });

  it("goes on where it was cut off", async () => {
    let broken = true;
    const server = await mailServer({
      onMailFrom: (_, session, done) =>
        broken && session.id !== undefined && server.received.length === 1
          ? done(Object.assign(new Error("try later"), { responseCode: 451 }))
          : done(),
    });
    const crm = await started(server);
    const first = await crm(...send);
    expect(first.code).toBe(1);
    expect(first.err).toContain("Sent 1 mail; 1 to go");
    expect(first.err).toContain("goes on where it stopped");
    broken = false;
    await must(crm, ...send);
    expect(server.received.map(({ to }) => to[0])).toEqual(["jane@acme.example", "tom@okafor.example"]);
  });

  it("marks an address that the server refuses for good, and goes on with the others", async () => {
    const server = await mailServer({
      onRcptTo: ({ address }, _, done) =>
        address.startsWith("jane")
          ? done(Object.assign(new Error("no such user"), { responseCode: 550 }))
          : done(),
    });
    const crm = await started(server);
    const { code, err } = await crm(...send);
    expect(code).toBe(0);
    expect(err).toContain("Sent 1 mail, 1 bounced");
    expect(await crm.json("campaign", "show", "spring")).toMatchObject({ sent: 1, bounced: 1 });
    await must(crm, ...send);
    expect(server.received).toHaveLength(1);
  });

  it("is not forgotten by an undo, a merge or a second run beside it", async () => {
    const server = await mailServer();
    const crm = await started(server);
    await must(crm, ...send);
    await must(crm, "undo");
    await must(crm, "redo");
    await must(crm, "contact", "add", "Jane R", "--email", "jr@home.example", "--tag", "west");
    await must(crm, "contact", "merge", "jane r", "1", "--yes");
    const members = await crm.json<{ name: string; sentAt: string | null }[]>(
      "campaign",
      "members",
      "spring",
    );
    expect(members.every(({ sentAt }) => sentAt !== null)).toBe(true);
    await must(crm, ...send);
    expect(server.received).toHaveLength(2);
  });

  it("leaves alone what may have gone out, until it is told otherwise", async () => {
    const server = await mailServer();
    const crm = await started(server);
    crm.db.run(
      "INSERT INTO campaign_mail (campaign_id, contact_id, address_key, claimed_at) VALUES (1, 1, 'jane@acme.example', '2026-11-21T08:00:00Z')",
    );
    const { err } = await crm(...send);
    expect(err).toContain("may have been sent (--retry-uncertain sends again): Jane Roe");
    expect(server.received).toHaveLength(1);
    await must(crm, ...send, "--retry-uncertain");
    expect(server.received).toHaveLength(2);
  });

  it("sends at most --limit now", async () => {
    const server = await mailServer();
    const crm = await started(server);
    expect((await crm(...send, "--limit", "1")).err).toContain("Sent 1 mail; 1 to go");
    await must(crm, ...send, "--limit", "1");
    expect(server.received.map(({ to }) => to[0])).toEqual(["jane@acme.example", "tom@okafor.example"]);
  });
});
