import type { ReadStream } from "node:tty";

/** Keys as they are typed. */
export interface Keys {
  /** The name of the next key ("left", "escape", "ctrl-c") or its character. */
  readonly next: () => Promise<string>;
  readonly close: () => void;
}

const named: Readonly<Record<string, string>> = {
  "\u001b[A": "up",
  "\u001b[B": "down",
  "\u001b[C": "right",
  "\u001b[D": "left",
  "\u001bOA": "up",
  "\u001bOB": "down",
  "\u001bOC": "right",
  "\u001bOD": "left",
  "\u001b": "escape",
  "\u0003": "ctrl-c",
  "\u0004": "ctrl-d",
  "\r": "enter",
};

/** How long the rest of an arrow key may be on its way before an Esc is one, over a slow line, in milliseconds. */
const escapeMs = 60;

export function readKeys(input: ReadStream): Keys {
  const waiting: string[] = [];
  let wanted: ((key: string) => void) | undefined;
  let begun = "";
  let timer: NodeJS.Timeout | undefined;
  const give = (key: string) => {
    if (wanted === undefined) return void waiting.push(key);
    const answer = wanted;
    wanted = undefined;
    answer(key);
  };
  const onData = (bytes: Buffer | string) => {
    clearTimeout(timer);
    const text = begun + bytes.toString();
    begun = /\u001b[[O]?$/.exec(text)?.[0] ?? "";
    const whole = text.slice(0, text.length - begun.length);
    for (const key of whole.match(/\u001b[[O][0-9;]*[A-Za-z~]|[\s\S]/gu) ?? []) give(named[key] ?? key);
    if (begun === "") return;
    timer = setTimeout(() => {
      begun = "";
      give("escape");
    }, escapeMs);
  };
  const onEnd = () => give("ctrl-d");
  input.setRawMode(true);
  input.on("data", onData);
  input.on("end", onEnd);
  input.resume();
  return {
    next: () =>
      new Promise((done) => {
        const key = waiting.shift();
        if (key !== undefined) done(key);
        else wanted = done;
      }),
    close: () => {
      clearTimeout(timer);
      input.off("data", onData);
      input.off("end", onEnd);
      input.setRawMode(false);
      input.pause();
    },
  };
}
