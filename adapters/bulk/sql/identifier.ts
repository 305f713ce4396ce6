import { InvalidInput } from '../../../core/errors.ts';

/** PostgreSQL cuts longer names off without a word. */
const maxBytes = 63;

/** A quoted SQL identifier. Throws `InvalidInput` for a text that cannot be an identifier. */
export function quoted(name: string): string {
  if (name === '' || name.includes('\0') || Buffer.byteLength(name) > maxBytes) {
    throw InvalidInput.of('name', `A table or column has a name of 1 to ${maxBytes} bytes.`);
  }
  return `"${name.replaceAll('"', '""')}"`;
}
