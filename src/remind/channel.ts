import type { Message } from "./message.ts";

/** Delivers one message; throws a `DeliveryError` when that fails. Gives a remark about a delivery that went well in part. */
export type Deliver = (message: Message) => Promise<string | undefined>;

/** What a channel needs of the world around it. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  /** How long to wait for the other side, in milliseconds. */
  readonly timeoutMs: number;
}

/** A delivery that failed. The message says what happened, the hint how to mend it. */
export class DeliveryError extends Error {
  override readonly name = "DeliveryError";
  readonly hint: string | undefined;
  /** The message may have arrived all the same, as when the answer never came. */
  readonly uncertain: boolean;

  constructor(message: string, { hint, uncertain = false }: { hint?: string; uncertain?: boolean } = {}) {
    super(message);
    this.hint = hint;
    this.uncertain = uncertain;
  }
}
