/** Between rows that SQL packs into one text, and between the parts of one. */
export const [rowEnd, partEnd] = ["\u001e", "\u001f"];

/** The whole number that stands from `start` on and before `end`. */
export function wholeNumber(text: string, start: number, end: number): number {
  const isNegative = text.charCodeAt(start) === 45;
  let number = 0;
  for (let i = isNegative ? start + 1 : start; i < end; i++) number = number * 10 + text.charCodeAt(i) - 48;
  return isNegative ? -number : number;
}
