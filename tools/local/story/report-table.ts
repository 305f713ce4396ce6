const numeric = /^[\d.,]+$/;
const gap = '  ';
const narrowestColumn = 12;

/**
 * Rows under their headings, numbers to the right; cells are shortened in the middle when a
 * terminal is narrower than the table.
 */
export const reportTable = (
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  terminalColumns = Infinity,
): string => {
  const natural = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const widths = narrowed(natural, terminalColumns);
  const right = headings.map(
    (_, column) => rows.length > 0 && rows.every((row) => row[column]?.match(numeric)),
  );
  const cell = (text: string, column: number): string => {
    const width = widths[column] ?? 0;
    return right[column] ? text.padStart(width) : shorten(text, width).padEnd(width);
  };
  const line = (row: readonly string[]): string => `${gap}${row.map(cell).join(gap).trimEnd()}\n`;
  return [headings, widths.map((width) => '─'.repeat(width)), ...rows].map(line).join('');
};

// The widest columns give way first, down to a width that keeps ids distinguishable.
const narrowed = (widths: number[], available: number): number[] => {
  const fitting = [...widths];
  const total = (): number => fitting.reduce((sum, width) => sum + width + gap.length, 0);
  while (total() > available && Math.max(...fitting) > narrowestColumn) {
    const widest = fitting.indexOf(Math.max(...fitting));
    fitting[widest] = (fitting[widest] ?? 0) - 1;
  }
  return fitting;
};

const shorten = (text: string, width: number): string => {
  if (text.length <= width) return text;
  const tail = Math.floor((width - 1) / 2);
  return `${text.slice(0, width - 1 - tail)}…${text.slice(text.length - tail)}`;
};
