/** Line ends in a text: CRLF, LF and a CR alone count one each. */
export function countLineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count++;
  for (let at = text.indexOf("\r"); at !== -1; at = text.indexOf("\r", at + 1)) {
    if (text.charCodeAt(at + 1) !== 10) count++;
  }
  return count;
}

export interface TextPosition {
  advance(text: string): void;
  /** "line 3, character 14", counted from 1, of what comes after `text` when that follows the last advance. */
  after(text: string): string;
}

/** Follows line and character through text that comes in pieces, also when CR and LF stand in different ones. */
export function textPosition(): TextPosition {
  let line = 1;
  let character = 1;
  let afterCr = false;
  const move = (text: string) => {
    const lastEnd = Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r"));
    return {
      line: line + countLineEnds(text) - (afterCr && text.startsWith("\n") ? 1 : 0),
      character: lastEnd === -1 ? character + text.length : text.length - lastEnd,
    };
  };
  return {
    advance(text) {
      if (text === "") return;
      ({ line, character } = move(text));
      afterCr = text.charCodeAt(text.length - 1) === 13;
    },
    after(text) {
      const place = move(text);
      return `line ${place.line}, character ${place.character}`;
    },
  };
}
