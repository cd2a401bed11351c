import { UserError } from "./errors.ts";
import { hiddenLine } from "./hidden.ts";

interface Choice<T> {
  readonly name: string;
  readonly value: T;
}

/** The questions a command may put to a person. Prompts go to stderr: stdout stays the command's data. */
export interface Ask {
  readonly confirm: (question: string) => Promise<boolean>;
  readonly choose: <T>(question: string, choices: readonly Choice<T>[]) => Promise<T>;
  readonly text: (question: string, initial?: string) => Promise<string>;
  /** What is typed is not shown. */
  readonly secret: (question: string) => Promise<string>;
}

interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** Questions that are drawn and redrawn; Esc leaves them as Ctrl-C does. */
export async function loadPrompts(terminal: Terminal): Promise<Ask> {
  const { input: keys, output } = terminal;
  const { confirm, input, select } = await import("@inquirer/prompts");
  const asked = <T>(ask: (context: { output: NodeJS.WritableStream; signal: AbortSignal }) => Promise<T>) => {
    const leave = new AbortController();
    const onKey = (_: unknown, key: { readonly name?: string } | undefined) => {
      if (key?.name === "escape") leave.abort();
    };
    keys.on("keypress", onKey);
    return orCancelled(ask({ output, signal: leave.signal })).finally(() => keys.off("keypress", onKey));
  };
  return {
    confirm: (message) => asked((context) => confirm({ message, default: false }, context)),
    choose: (message, choices) =>
      asked((context) => select({ message, choices: [...choices], pageSize: 12 }, context)),
    secret: (question) => secretLine(terminal, question),
    text: (message, initial) =>
      asked((context) => input({ message, ...(initial === undefined ? {} : { default: initial }) }, context)),
  };
}

/** Ctrl-C, Ctrl-D and Esc leave a prompt: nothing has been written, the run ends with 130. */
async function orCancelled<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && /^(ExitPrompt|AbortPrompt)Error$/.test(error.name)) throw cancelled();
    throw error;
  }
}

async function secretLine(terminal: Terminal, question: string): Promise<string> {
  const typed = await hiddenLine(terminal, question);
  if (typed === undefined) throw cancelled();
  return typed;
}

function cancelled(): UserError {
  return new UserError("cancelled", "cancelled");
}

/** Questions as lines of text, choices by number: nothing is redrawn, for screen readers and braille lines. */
export async function loadPlainPrompts(terminal: Terminal): Promise<Ask> {
  const { input, output } = terminal;
  const { createInterface } = await import("node:readline");
  const line = (question: string) =>
    new Promise<string>((done, failed) => {
      const reader = createInterface({ input, output, terminal: false });
      output.write(question + " ");
      reader.once("SIGINT", () => reader.close());
      reader.once("close", () => failed(cancelled()));
      reader.once("line", (text) => {
        done(text.trim());
        reader.close();
      });
    });
  return {
    confirm: async (question) => /^y(es)?$/i.test(await line(question + " (y/n, n without an answer)")),
    choose: async (question, choices) => {
      const list = choices.map(({ name }, i) => i + 1 + ". " + name + "\n").join("");
      for (let asked = question + "\n" + list; ; asked = "") {
        const choice = choices[Number(await line(asked + "Number (1 to " + choices.length + "):")) - 1];
        if (choice !== undefined) return choice.value;
      }
    },
    secret: (question) => secretLine(terminal, question),
    text: async (question, initial) => {
      const shown = initial === undefined || initial === "" ? ":" : " (" + initial + "):";
      return (await line(question + shown)) || (initial ?? "");
    },
  };
}
