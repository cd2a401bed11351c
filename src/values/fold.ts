/** The form in which text is compared: compatibility forms made one, letter case dropped, accents kept. */
export function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
