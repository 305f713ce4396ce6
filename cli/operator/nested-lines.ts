/** Any JSON as indented lines of names and values. */
export const nestedLines = (value: object, indent = ''): string[] =>
  Object.entries(value).flatMap(([name, inner]) =>
    isNested(inner)
      ? [`${indent}${name}`, ...nestedLines(inner, `${indent}  `)]
      : [`${indent}${name.padEnd(22)} ${inner}`],
  );

const isNested = (value: unknown): value is object => typeof value === 'object' && value !== null;
