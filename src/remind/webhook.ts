import { createHmac } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Db } from "../store/db.ts";
import { setting } from "../store/setting.ts";
import { parseWebAddress } from "../values/web-address.ts";
import { type Deliver, DeliveryError, type Surroundings } from "./channel.ts";
import { atHome } from "./home.ts";
import { messageDocument, type Reader } from "./message.ts";
import { missingSetting } from "./missing.ts";
import { secretFile } from "./secret.ts";

/** Milliseconds before the second and the third try. */
const pauses = [500, 2000];

interface Post {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

/**
 * Posts the reminders as JSON. Headers and signature follow the Standard Webhooks specification: webhook-id,
 * webhook-timestamp and webhook-signature, "v1," and the base64 HMAC-SHA256 of id.timestamp.body under the secret.
 */
export function toWebhook(db: Db, { env, timeoutMs }: Surroundings, reader: Reader): Deliver {
  const text = setting(db, "remind.webhook.url");
  if (text === "") throw missingSetting("remind.webhook.url", "https://hooks.example/crm");
  const url = parseWebAddress("remind.webhook.url", text);
  const secret = webhookSecret(db, env);
  return async (message) => {
    const body = JSON.stringify(messageDocument(message, reader));
    const timestamp = String(Math.floor(reader.now.getTime() / 1000));
    const signed =
      secret === undefined
        ? {}
        : { "webhook-signature": signatureOf([message.key, timestamp, body], secret) };
    const headers = {
      ...{ "content-type": "application/json", "user-agent": "crm" },
      ...{ "webhook-id": message.key, "webhook-timestamp": timestamp, "idempotency-key": message.key },
      ...signed,
    };
    await tryToPost({ url, headers, body, timeoutMs });
  };
}

/** Of CRM_WEBHOOK_SECRET, else of the file; undefined: nothing is signed. */
function webhookSecret(db: Db, env: Surroundings["env"]): Buffer | undefined {
  const path = setting(db, "remind.webhook.secretFile");
  const text =
    env.CRM_WEBHOOK_SECRET || (path === "" ? "" : secretFile("remind.webhook.secretFile", atHome(path, env)));
  if (text === "") return undefined;
  return text.startsWith("whsec_") ? Buffer.from(text.slice(6), "base64") : Buffer.from(text);
}

function signatureOf(parts: readonly string[], secret: Buffer): string {
  return "v1," + createHmac("sha256", secret).update(parts.join(".")).digest("base64");
}

/** A refused connection and an answer that says "later" are tried again at once; an answer that never comes is not. */
async function tryToPost(post: Post): Promise<void> {
  for (const pause of [...pauses, undefined]) {
    const { problem, isPassing } = await postOnce(post);
    if (problem === undefined) return;
    if (!isPassing || pause === undefined) throw problem;
    await wait(pause);
  }
}

async function postOnce({ url, headers, body, timeoutMs }: Post) {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const answer = await fetch(url, { method: "POST", headers, body, signal, redirect: "manual" });
    await answer.body?.cancel();
    if (answer.ok) return { isPassing: false };
    const isPassing = answer.status >= 500 || answer.status === 429 || answer.status === 408;
    const moved = answer.status >= 300 && answer.status < 400 ? " (it moved; set the new address)" : "";
    return { problem: new DeliveryError(url.host + " answered " + answer.status + moved), isPassing };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === "TimeoutError") {
      const said = url.host + " did not answer within " + timeoutMs / 1000 + " s";
      return { problem: new DeliveryError(said, { uncertain: true }), isPassing: false };
    }
    return { problem: brokenConnection(url, error), isPassing: true };
  }
}

function brokenConnection(url: URL, error: Error): DeliveryError {
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = "code" in cause ? String(cause.code) : "";
  const why: Readonly<Record<string, string>> = {
    ECONNREFUSED: "nothing listens there",
    ENOTFOUND: "no such host",
    EAI_AGAIN: "the name cannot be looked up now",
  };
  const hint = /CERT|SELF_SIGNED|UNABLE_TO/.test(code) ? "its certificate is not trusted here" : undefined;
  const text = "cannot reach " + url.host + ": " + (why[code] ?? (code || cause.message));
  // What was cut off while it was under way may have arrived.
  return new DeliveryError(text, { uncertain: !(code in why), ...(hint === undefined ? {} : { hint }) });
}
