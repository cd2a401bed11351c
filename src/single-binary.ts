/** What the single executable hands to the program that runs inside it. */
interface SingleBinary {
  readonly require: (id: string) => unknown;
  /** Gives the path of the native library; throws, with what to do in the message, where there is no place for it. */
  readonly native: () => string;
  /** A file that is inside, such as one of examples/. */
  readonly text: (name: string) => string;
  /** The text of a thread that runs a file of the program, for a worker that takes a text. */
  readonly thread: (name: string) => string;
}

/** Set by binary.ts; undefined when the program is installed as files. */
export function singleBinary(): SingleBinary | undefined {
  return (globalThis as { readonly [key: symbol]: unknown })[Symbol.for("crm.binary")] as
    | SingleBinary
    | undefined;
}
