/** The URL with one character of its signature, or of its path, exchanged. */
export const spoiled = (signed: string, part: 'signature' | 'path'): string => {
  const url = new URL(signed);
  if (part === 'path') url.pathname = changed(url.pathname);
  // The last character of base64 may hold padding bits alone: exchange the first instead.
  else {
    const signature = url.searchParams.get('Signature');
    if (!signature) throw new Error('The URL has no signature.');
    const first = signature.startsWith('A') ? 'B' : 'A';
    url.searchParams.set('Signature', `${first}${signature.slice(1)}`);
  }
  return url.href;
};

const changed = (text: string): string => `${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}`;

/** The URL without any query. */
export const unsigned = (signed: string): string => signed.replace(/\?.*$/s, '');

/** The URL with one more value in its query. */
export const withQuery = (signed: string, name: string, value: string): string => {
  const url = new URL(signed);
  url.searchParams.set(name, value);
  return url.href;
};
