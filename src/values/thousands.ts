/** A whole number with commas by three, as all our words have it; Intl would take 15 ms for its first one. */
export function thousands(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
}
