import { describe, expect, it } from '@jest/globals';
import { forbiddenInLogs } from './forbidden-in-logs.ts';

const found = (line: string): string[] =>
  forbiddenInLogs.filter(([, pattern]) => pattern.test(line)).map(([what]) => what);

describe('what no log may contain', () => {
  it.each([
    ['a signature', '?X-Amz-Signature=abc'],
    ['a session token', 'kst_abc'],
    ['a JWT', 'eyJhbGciOiJSUzI1NiJ9.e30.x'],
    ['an Authorization header', '"authorization":"Bearer abc"'],
    ['a URL', 'see https://example.com/a'],
    ['an e-mail address', '"email":"somebody@example.com"'],
    ['a whole event', '{"Records":[]}'],
  ])('%s is found', (what, line) => {
    expect(found(line)).toEqual([what]);
  });

  it('is none of the lines a function writes', () => {
    expect(
      found(
        '{"level":"INFO","message":"Request refused","route":"GET /l/{token}","detail":"Send Authorization: Bearer <token>."}',
      ),
    ).toEqual([]);
    expect(
      found(
        '{"_aws":{"CloudWatchMetrics":[{"Namespace":"Keepsake"}]},"service":"keepsake-local","OrdersCompleted":1}',
      ),
    ).toEqual([]);
  });
});
