import { findProgram } from "../find-program.ts";
import type { Db } from "../store/db.ts";
import { setting } from "../store/setting.ts";
import { type Deliver, DeliveryError, type Surroundings } from "./channel.ts";
import { messageDocument, type Reader } from "./message.ts";
import { missingSetting } from "./missing.ts";
import { plainEnv, programWords, runProgram } from "./program.ts";

/** Runs the program of remind.command with the reminders as JSON on its standard input. */
export function toCommand(db: Db, { env, timeoutMs }: Surroundings, reader: Reader): Deliver {
  const text = setting(db, "remind.command");
  if (text === "") throw missingSetting("remind.command", "/usr/local/bin/notify-me --quiet");
  const [name = "", ...args] = programWords("remind.command", text);
  return async (message) => {
    const program = findProgram(name, { PATH: plainEnv(env).PATH });
    if (program === undefined) {
      throw new DeliveryError('there is no program "' + name + '"', {
        hint: "crm config set remind.command",
      });
    }
    const input = JSON.stringify(messageDocument(message, reader)) + "\n";
    const ran = await runProgram([program, ...args], { env: plainEnv(env), input, timeoutMs });
    if (ran.isTimeout) {
      throw new DeliveryError(name + " did not end within " + timeoutMs / 1000 + " s and was stopped", {
        uncertain: true,
      });
    }
    if (ran.code === 0) return;
    const said = ran.err.trim().split("\n").at(-1) ?? "";
    const how = ran.code === null ? name + " was ended by a signal" : name + " ended with " + ran.code;
    throw new DeliveryError(how + (said === "" ? "" : ": " + said), { uncertain: ran.code === null });
  };
}
