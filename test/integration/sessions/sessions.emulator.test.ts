import { describe, expect, it } from '@jest/globals';
import { aVisitor, request } from '../shared/visitor.ts';

const start = () => request({ method: 'POST', path: '/sessions' });

describe('POST /sessions', () => {
  it('answers 201 with id, token and expiry, and nothing else', async () => {
    const { status, body } = await start();
    expect(status).toBe(201);
    expect(body).toEqual({
      sessionId: expect.stringMatching(/^ses_[0-9a-f]{32}$/),
      token: expect.stringMatching(/^kst_[\w-]{43}$/),
      expiresAt: expect.any(String),
    });
  });

  it('expires a day later', async () => {
    const { body } = await start();
    const hours = (Date.parse(body.expiresAt) - Date.now()) / 3_600_000;
    expect(Math.round(hours)).toBe(24);
  });

  it('gives every visitor a token of their own', async () => {
    const [a, b] = await Promise.all([aVisitor(), aVisitor()]);
    expect(a.token).not.toBe(b.token);
  });

  it('is not to be cached', async () => {
    expect((await start()).headers.get('cache-control')).toBe('no-store');
  });
});
