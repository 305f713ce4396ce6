const tags = new Set(['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS']);

/** An item's size as DynamoDB bills it: names and values. */
export const itemBytes = (item: object): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + textBytes(name) + valueBytes(value), 0);

const textBytes = (text: string): number => Buffer.byteLength(text);

/** DynamoDB's size in bytes of a value, as the document client or plain client has it. */
const valueBytes = (value: unknown): number => {
  if (typeof value === 'string') return textBytes(value);
  if (typeof value === 'number') return numberBytes(`${value}`);
  if (Array.isArray(value))
    return 3 + value.reduce((sum: number, element) => sum + 1 + valueBytes(element), 0);
  if (typeof value !== 'object' || value === null) return 1;
  const [[tag, inner] = ['', undefined], ...more] = Object.entries(value);
  if (more.length > 0 || !tags.has(tag)) return 3 + Object.keys(value).length + itemBytes(value);
  if (tag === 'N') return numberBytes(`${inner}`);
  return tag === 'M' ? 3 + Object.keys(inner).length + itemBytes(inner) : valueBytes(inner);
};

/** Up to 38 digits: about a byte per two of them, and one. */
const numberBytes = (digits: string): number =>
  Math.ceil(digits.replace(/[-.]/g, '').length / 2) + 1;
