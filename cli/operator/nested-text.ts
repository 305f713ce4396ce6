const isNested = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Any JSON as indented lines of names and values. */
export const nestedText = (value: object, indent = ''): string =>
  Object.entries(value)
    .map(([name, inner]) =>
      isNested(inner)
        ? [`${indent}${name}`, nestedText(inner, `${indent}  `)].filter(Boolean).join('\n')
        : `${indent}${name.padEnd(22)} ${inner}`,
    )
    .join('\n');
