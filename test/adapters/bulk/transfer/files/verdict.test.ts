import { describe, expect, it } from '@jest/globals';
import { checkExpected, verdictOf } from '../../../../../adapters/bulk/transfer/files/verdict.ts';

const failed = (code: string, message = 'words of a driver') =>
  verdictOf(Object.assign(new Error(message), { code }));

describe('what became of a file, in words an operator can act on', () => {
  it.each([
    [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      /certificate of the server is not trusted.*NODE_EXTRA_CA_CERTS/,
    ],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /not trusted/],
    ['CERT_UNTRUSTED', /not trusted/],
    ['CERT_REVOKED', /not trusted/],
    ['INVALID_CA', /not trusted/],
    ['ESTALE', /network drive .* Mount it again/],
    ['CERT_HAS_EXPIRED', /has expired/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /another host's/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', /TLS connection .* http:\/\/ or https:\/\//],
    ['EACCES', /may not be read\. Give the user/],
    ['ECONNREFUSED', /Nothing listens/],
    ['EMFILE', /ulimit -n/],
  ])('%s', (code, message) => {
    expect(failed(code)).toEqual({
      outcome: 'failed',
      code,
      message: expect.stringMatching(new RegExp(`${message.source}.*\\(${code}\\)\\.$`)),
    });
  });

  it('has the expected and the found of a source that changed', () => {
    const expected = { sizeBytes: 100, modifiedAt: '2030-01-01T00:00:00.000Z' };
    const check = (seen: object) => () => checkExpected({ expected } as never, seen);
    expect(check({ sizeBytes: 20 })).toThrow('20 bytes now, expected 100');
    expect(check({ sizeBytes: 100, modifiedMs: 0 })).toThrow(
      'modified at 1970-01-01T00:00:00.000Z, expected 2030-01-01T00:00:00.000Z',
    );
  });
});
