import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SecretsManagerSecret } from '../../../adapters/aws/secrets-manager-secret.ts';
import { NotAllowed } from '../../../core/errors.ts';

const secretOf = jest.spyOn(SecretsManagerSecret.prototype, 'read');
const { callerAddress } = await import('../../../lambdas/shared/front-door.ts');

const edge = '198.51.100.7';
const caller = '203.0.113.9';
const through = (word: string) => ({
  'x-keepsake-front-door': word,
  'x-keepsake-address': caller,
});

let name = 0;
/** A stage with a front door whose secret has this text; a name of its own keeps caches apart. */
const behind = (text: string, only = false): void => {
  secretOf.mockResolvedValue(text);
  process.env.AWS_REGION = 'eu-central-1';
  process.env.AWS_ACCESS_KEY_ID = process.env.AWS_SECRET_ACCESS_KEY = 'test';
  process.env.FRONT_DOOR_SECRET = `front-door-${name++}`;
  if (only) process.env.FRONT_DOOR_ONLY = 'yes';
};

const before = { ...process.env };
beforeEach(() => {
  secretOf.mockReset();
});
afterEach(() => {
  process.env = { ...before };
});
afterAll(() => secretOf.mockRestore());

describe('the address of a caller', () => {
  it('is the one API Gateway sees where there is no front door, whatever headers say', async () => {
    expect(await callerAddress(through('word'), edge)).toBe(edge);
    expect(await callerAddress(undefined, undefined)).toBe('unknown');
    expect(secretOf).not.toHaveBeenCalled();
  });

  it('is the one the front door tells', async () => {
    behind('word');
    expect(await callerAddress(through('word'), edge)).toBe(caller);
  });

  it.each([
    ['old new', 'new'],
    ['new', 'old new'],
    ['old new', 'old'],
  ])('is told while the secret is replaced: it says %p, CloudFront %p', async (text, sent) => {
    behind(text);
    expect(await callerAddress(through(sent), edge)).toBe(caller);
  });

  it.each(['', ' ', 'wrong', 'wor', 'words'])(
    'is not believed with the proof %p',
    async (proof) => {
      behind('word');
      expect(await callerAddress(through(proof), edge)).toBe(edge);
    },
  );
});

describe('a front door that is the only way', () => {
  it('lets its own requests in', async () => {
    behind('word', true);
    expect(await callerAddress(through('word'), edge)).toBe(caller);
  });

  it.each([{}, through('wrong'), { 'x-keepsake-address': caller }])(
    'refuses a request around it with the headers %j',
    async (headers) => {
      behind('word', true);
      await expect(callerAddress(headers, edge)).rejects.toBeInstanceOf(NotAllowed);
    },
  );

  it('lets nobody in by an empty secret', async () => {
    behind(' ', true);
    await expect(callerAddress(through(' '), edge)).rejects.toBeInstanceOf(NotAllowed);
    await expect(callerAddress(through('x'), edge)).rejects.toThrow('holds no key');
  });
});
