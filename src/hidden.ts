import type { ReadStream } from "node:tty";

interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/**
 * A line of which nothing is shown, neither letters nor how many, and nothing is redrawn. Ctrl-U begins anew; Ctrl-C,
 * Ctrl-D and Esc give undefined.
 */
export function hiddenLine({ input, output }: Terminal, question: string): Promise<string | undefined> {
  const keys = input as ReadStream;
  const decoder = new TextDecoder();
  return new Promise((done) => {
    let text = "";
    const end = (answer: string | undefined) => {
      keys.off("data", onData);
      keys.setRawMode?.(false);
      keys.pause();
      output.write("\n");
      done(answer);
    };
    const onData = (bytes: Buffer) => {
      const typed = decoder.decode(bytes, { stream: true });
      // Arrows and other keys come as Esc with something behind it.
      if (typed.startsWith("\u001b") && typed.length > 1) return;
      for (const key of typed) {
        if (key === "\r" || key === "\n") return end(text);
        if (key === "\u0003" || key === "\u0004" || key === "\u001b") return end(undefined);
        text = afterKey(text, key);
      }
    };
    keys.setRawMode?.(true);
    keys.on("data", onData);
    keys.resume();
    // Only now, for what is typed at once would still be echoed by the terminal.
    output.write(question + ": ");
  });
}

function afterKey(text: string, key: string): string {
  if (key === "\u0015") return "";
  return key === "\u007f" || key === "\b" ? [...text].slice(0, -1).join("") : text + key;
}
