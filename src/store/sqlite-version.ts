/**
 * Whether a version of SQLite is free of the "WAL reset" fault: in 3.7.0 to 3.51.2 two connections that write and empty
 * the log at the same moment can lose rows or damage the file. Mended in 3.51.3, and in 3.44.6 and 3.50.7 of older lines.
 */
export function isSafeSqlite(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  if (major !== 3) return major > 3;
  if (minor === 44) return patch >= 6;
  if (minor === 50) return patch >= 7;
  return minor > 51 || (minor === 51 && patch >= 3);
}
