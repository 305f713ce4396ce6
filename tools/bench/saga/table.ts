const numeric = /^[<≤~$]?[\d.,]+( ?(ms|kB|%|×))?$|^—?$/;

/** Rows as a Markdown table that also reads well in a terminal: padded, numbers right. */
export const table = (
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): string => {
  const widths = headings.map((heading, column) =>
    Math.max(3, heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const right = headings.map(
    (_, column) => column > 0 && rows.every((row) => row[column]?.match(numeric)),
  );
  const pad = (cell: string, column: number): string =>
    right[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  const line = (row: readonly string[]): string => `| ${row.map(pad).join(' | ')} |`;
  const rules = widths.map((width, column) => '-'.repeat(width + 1) + (right[column] ? ':' : '-'));
  const rule = `|${rules.join('|')}|`;
  return [line(headings), rule, ...rows.map(line)].join('\n');
};

/** Milliseconds with as many decimals as mean something. */
export const ms = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0));

/** Bytes in kB (1,000 bytes). */
export const kB = (bytes: number): string => (bytes / 1000).toFixed(0);
