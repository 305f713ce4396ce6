import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { answerPages, stripApiPrefix } from '../../../lib/operations/console-paths.ts';

/** What a CloudFront function makes of a path. */
const rewrite = (code: string, uri: string): string =>
  runInNewContext(`${code}; handler(event).uri`, { event: { request: { uri } } });

describe('paths of the console', () => {
  it.each([
    ['/api/orders', '/orders'],
    ['/api/orders/ord_1/retry', '/orders/ord_1/retry'],
    ['/api/api/upload', '/api/upload'],
    ['/api', '/'],
  ])('%s reaches the API as %s', (uri, reached) => {
    expect(rewrite(stripApiPrefix, uri)).toBe(reached);
  });

  it.each([
    ['/', '/index.html'],
    ['/orders/ord_1', '/index.html'],
    ['/uploads/a.js', '/index.html'],
    ['/sign-in', '/index.html'],
    ['/assets/index-1.js', '/assets/index-1.js'],
    ['/config.json', '/config.json'],
  ])('%s is answered by %s', (uri, file) => {
    expect(rewrite(answerPages, uri)).toBe(file);
  });
});
