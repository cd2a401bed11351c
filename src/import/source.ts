import { type FileHandle, open } from "node:fs/promises";
import { UserError } from "../errors.ts";

const pieceBytes = 64 * 1024;

/**
 * The bytes of a file, 64 KiB at a time. A file that changes its size while it is read is refused at its end,
 * because its last row may be half a row; a pipe has no size to compare.
 */
export async function* fileChunks(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await openFile(path);
  try {
    const before = await file.stat();
    if (before.isDirectory()) throw new UserError("refused", `${path} is a directory; name a file in it`);
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafeSlow(pieceBytes), 0, pieceBytes, null);
      if (bytesRead === 0) break;
      yield buffer.subarray(0, bytesRead);
    }
    const after = await file.stat();
    if (before.isFile() && (after.size !== before.size || after.mtimeMs !== before.mtimeMs)) {
      throw new UserError(
        "refused",
        `${path} changed while it was read`,
        "try again when whatever writes it is done",
      );
    }
  } finally {
    await file.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") throw new UserError("not_found", `no file ${path}`);
    if (code === "EACCES" || code === "EPERM")
      throw new UserError("refused", `${path} may not be read by you`);
    throw error;
  }
}
