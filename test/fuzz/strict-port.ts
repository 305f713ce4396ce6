/** Half a surrogate pair, in any string of a value: DynamoDB answers such a request with 400. */
const assertStorable = (value: unknown): void => {
  if (typeof value === 'string' && !value.isWellFormed()) throw new TypeError('ill-formed text');
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    assertStorable(name);
    assertStorable(inner);
  }
};

/** Partition keys have 1 to 2048 bytes; sort keys 1024. */
const assertKey = (value: unknown): void => {
  if (typeof value === 'string' && (value === '' || Buffer.byteLength(value) > 1024))
    throw new TypeError(`no key of a table: ${value.length} characters`);
};

/** The same port, as particular about its arguments as DynamoDB is. */
export const strictPort = <Port extends object>(port: Port): Port =>
  new Proxy(port, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => {
        for (const value of given) {
          assertStorable(value);
          for (const key of Array.isArray(value) ? value : [value]) assertKey(key);
        }
        return member.apply(target, given);
      };
    },
  });
