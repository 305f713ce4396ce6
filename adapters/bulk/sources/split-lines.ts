/**
 * The lines of a text that comes in pieces, each without its LF. A line of more than `maxChars` is
 * refused before it fills the memory; `refuse` makes the error of the line's number.
 */
export async function* splitLines(
  pieces: AsyncIterable<string>,
  maxChars: number,
  refuse: (line: number) => Error,
): AsyncGenerator<string> {
  let open = '';
  let line = 1;
  for await (const piece of pieces) {
    const text = open + piece;
    const lines = text.split('\n');
    const long = lines.findIndex((whole) => whole.length > maxChars);
    if (long >= 0) throw refuse(line + long);
    yield* lines.slice(0, -1);
    line += lines.length - 1;
    open = text.slice(text.lastIndexOf('\n') + 1);
  }
  if (open !== '') yield open;
}
