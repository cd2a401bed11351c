import { unlinkSync } from "node:fs";

/** Removes a file that may not be there. `rmSync` would do, but in Node 26 its errors do not say what failed. */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
}
