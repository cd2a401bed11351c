import { UserError } from "./errors.ts";

/** The questions a command may put to a person. Prompts go to stderr: stdout stays the command's data. */
export interface Ask {
  readonly confirm: (question: string) => Promise<boolean>;
  readonly choose: <T>(
    question: string,
    choices: readonly { readonly name: string; readonly value: T }[],
  ) => Promise<T>;
  readonly text: (question: string, initial?: string) => Promise<string>;
}

export async function loadPrompts(output: NodeJS.WritableStream): Promise<Ask> {
  const { confirm, input, select } = await import("@inquirer/prompts");
  const context = { output };
  return {
    confirm: (message) => orCancelled(confirm({ message, default: false }, context)),
    choose: (message, choices) => orCancelled(select({ message, choices: [...choices] }, context)),
    text: (message, initial) =>
      orCancelled(input({ message, ...(initial === undefined ? {} : { default: initial }) }, context)),
  };
}

/** Ctrl-C and Ctrl-D leave a prompt: nothing has been written, the run ends with 130. */
async function orCancelled<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && error.name === "ExitPromptError")
      throw new UserError("cancelled", "cancelled");
    throw error;
  }
}
