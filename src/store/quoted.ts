/** A name of the schema in SQL: what others have added to a file may be called anything. */
export function quoted(name: string): string {
  return '"' + name.replaceAll('"', '""') + '"';
}
