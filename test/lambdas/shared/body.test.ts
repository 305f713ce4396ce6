import { describe, expect, it } from '@jest/globals';
import { bodyOf } from '../../../lambdas/shared/body.ts';

type Sent = { text?: string; routeKey?: string; isBase64?: boolean };

const read =
  ({ text = '{}', routeKey = 'POST /jobs', isBase64 = false }: Sent) =>
  () =>
    bodyOf({ body: text, isBase64Encoded: isBase64, routeKey });
const refusal = (sent: Sent): unknown => {
  try {
    return read(sent)();
  } catch (error) {
    return error;
  }
};
const tooLarge = { name: 'BodyTooLarge' };
const filled = (bytes: number): string => JSON.stringify({ text: 'a'.repeat(bytes - 11) });

describe('a body', () => {
  it('is ignored where nothing reads one', () => {
    for (const routeKey of ['GET /uploads', 'DELETE /uploads/{id}'])
      expect(read({ text: '{', routeKey })()).toEqual({});
  });

  it('may have 64 KiB, and not a byte more', () => {
    expect(read({ text: filled(65_536) })()).toHaveProperty('text');
    expect(refusal({ text: filled(65_537) })).toMatchObject(tooLarge);
  });

  it('is measured before it is parsed', () => {
    expect(refusal({ text: '{'.repeat(6_000_000) })).toMatchObject(tooLarge);
  });

  it('is measured in bytes', () => {
    expect(refusal({ text: JSON.stringify({ text: 'ü'.repeat(40_000) }) })).toMatchObject(tooLarge);
  });

  it('is measured without its base64', () => {
    const text = Buffer.from(filled(65_535)).toString('base64');
    expect(read({ text, isBase64: true })()).toHaveProperty('text');
    const more = Buffer.from(filled(65_540)).toString('base64');
    expect(refusal({ text: more, isBase64: true })).toMatchObject(tooLarge);
  });

  it('may hold a text of a megabyte that escapes every character', () => {
    const text = `{"text":"${'\\ud83d\\ude00'.repeat(250_000)}"}`;
    expect(read({ text, routeKey: 'POST /uploads/text' })()).toHaveProperty('text');
    const more = filled(4 * 1024 ** 2 + 1);
    expect(refusal({ text: more, routeKey: 'POST /uploads/text' })).toMatchObject(tooLarge);
  });

  it.each([
    ['of too many values', `[${'0,'.repeat(10_000)}0]`, /at most 10000 values/],
    ['nested too deep', '['.repeat(30_000) + ']'.repeat(30_000), /at most 32 levels/],
    ['a field named __proto__', '{"metadata":{"__proto__":"x"}}', /named __proto__/],
    ['such a field in a list', '{"files":[{"__proto__":{}}]}', /named __proto__/],
    ['no JSON', 'title=x', /must be JSON/],
  ])('is refused: %s', (_what, text, message) => {
    expect(refusal({ text })).toMatchObject({
      name: 'InvalidInput',
      message: expect.stringMatching(message),
    });
  });

  it('may begin with a byte order mark', () => {
    expect(read({ text: '\ufeff{"title":"x"}' })()).toEqual({ title: 'x' });
  });

  it('may be anything else that is JSON', () => {
    for (const text of ['null', '[]', '7', '"a"', '{"constructor":{"prototype":1}}'])
      expect(read({ text })()).toEqual(JSON.parse(text));
  });
});
