import type { Deliver, Surroundings } from "./channel.ts";
import { messageText, type Reader } from "./message.ts";

/** Prints the message: cron mails what a command prints to its user. */
export function toStdout({ out }: Surroundings, reader: Reader): Deliver {
  return async (message) => {
    out(messageText(message, reader));
    return undefined;
  };
}
