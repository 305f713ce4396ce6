import { describe, expect, it } from '@jest/globals';
import {
  displayName,
  keyOf,
  pathAt,
  pathProblem,
  recordIdAt,
  recordIdOf,
  storedKeyOf,
} from '../../../../core/bulk/model/batch-names.ts';
import { mediaTypeOf } from '../../../../core/uploads/model/media-type.ts';
import { samplePlan } from '../../../contracts/bulk/batch-samples.ts';
import { registering } from '../../builders/migration.ts';
import { inStage } from '../../builders/stage-plan.ts';

const sourceAt = (options: object) => ({
  source: {
    kind: 's3' as const,
    description: 's3://old/media/',
    options: { bucket: 'old', prefix: 'media/', ...options },
  },
});

const plain = samplePlan();
const registered = registering();

describe('the name of a file in a batch', () => {
  it('is 32 hex digits of its path, whoever lists it', () => {
    expect(recordIdOf(plain, 'a/b.jpg')).toMatch(/^[0-9a-f]{32}$/);
    expect(recordIdOf(plain, 'a/b.jpg')).toBe(recordIdOf(samplePlan({ batchSize: 7 }), 'a/b.jpg'));
    expect(recordIdOf(plain, 'a/b.jpg')).not.toBe(recordIdOf(plain, 'a/c.jpg'));
  });

  it('is another one for another owner’s or category’s file of the same path', () => {
    const { register } = registered;
    const of = (changes: object) =>
      recordIdOf({ ...registered, register: Object.assign({}, register, changes) }, 'a.jpg');
    expect(
      new Set([of({}), of({ ownerId: 'bob' }), of({ category: 'pdf' }), recordIdOf(plain, 'a.jpg')])
        .size,
    ).toBe(4);
  });

  it('is another one below another prefix, or in another bucket, of S3', () => {
    const of = (options: object, more: object = {}) =>
      recordIdOf(inStage({ ...sourceAt(options), ...more }), 'a.jpg');
    const places = [{}, { prefix: '2019/' }, { bucket: 'older' }, { endpoint: 'https://r2.test' }];
    expect(new Set(places.map((place) => of(place))).size).toBe(4);
    expect(of({ prefix: 'media/2019/' })).toBe(
      recordIdOf(inStage(sourceAt({ prefix: 'media/' })), '2019/a.jpg'),
    );
    const earlier = { idsFrom: 'path' as const };
    expect(of({ prefix: '2019/' }, earlier)).toBe(of({}, earlier));
  });

  it.each([
    ['a file that keeps its path', plain],
    ['a registered file', registered],
  ])('can be read back from the key of %s', (_what, plan) => {
    const recordId = recordIdOf(plan, '2019/ü b.jpg');
    expect(recordIdAt(plan, keyOf(plan, '2019/ü b.jpg', recordId))).toBe(recordId);
  });
});

it('an encoded name is a key that every folder takes, and is read back from it', () => {
  const plan = samplePlan({ names: 'encode' });
  const key = storedKeyOf(plan, 'a//../b.jpg');
  expect(key).toBe('old/a/\\u{}/\\u{2e}\\u{2e}/b.jpg');
  expect(pathAt(plan, key)).toBe('a//../b.jpg');
});

describe('a path that may be no key', () => {
  it.each([
    '../a',
    'a/../b',
    '/a',
    'a//b',
    './a',
    '',
    'a\0b',
    'a\nb',
    'a\u202eb',
    'x'.repeat(1025),
  ])('%j is refused', (path) => {
    expect(pathProblem({}, path, `old/${path}`)).toEqual(expect.any(String));
  });

  it('is one that is too long with its prefix', () => {
    const path = 'x'.repeat(1020);
    expect(pathProblem({}, path, path)).toBeUndefined();
    expect(pathProblem({}, path, `prefix/${path}`)).toBe('has a key of more than 1024 bytes');
  });

  it.each(['a.jpg', 'Grüße 2019/ß?.jpg', '.hidden', 'a..b'])('%j is fine', (path) => {
    expect(pathProblem({}, path, path)).toBeUndefined();
  });
});

describe('what people see of a path', () => {
  it('is its last part, composed, without what plays tricks', () => {
    expect(displayName('2019/Gru\u0308\u00dfe.jpg')).toBe('Gr\u00fc\u00dfe.jpg');
    expect(displayName('a/\u202egpj.exe')).toBe('gpj.exe');
  });
});

describe('a media type from a name', () => {
  it.each([
    ['a/B.JPG', 'image/jpeg'],
    ['a.tar.gz', 'application/octet-stream'],
    ['no-extension', 'application/octet-stream'],
    ['page.html', 'text/html'],
  ])('%s is %s', (path, type) => {
    expect(mediaTypeOf(path)).toBe(type);
  });
});
