import { beforeAll, describe, expect, it } from '@jest/globals';
import { announced, announcement, someBytes } from '../shared/sample-upload.ts';
import { aVisitor, type Visitor } from '../shared/visitor.ts';

let visitor: Visitor;
beforeAll(async () => {
  visitor = await aVisitor();
});

describe('a file name', () => {
  it.each([
    ['climbs out of its folder', '../../../etc/passwd'],
    ['looks like a URL', 'https://evil.example/?a=b&X-Amz-Signature=c'],
    ['carries markup', '<img src=x onerror=alert(1)>.jpg'],
    ['carries a header', "a.jpg\"; filename*=UTF-8''b.exe"],
    ['is written right to left', 'צילום.jpg'],
  ])('that %s is only ever a name: the key is the server’s', async (_what, filename) => {
    const { uploadId, key } = await announced(visitor, someBytes(), { filename });
    expect(key).toMatch(/^temp\/ses_[0-9a-f]{32}\/upl_[0-9a-f]{32}$/);
    expect((await visitor.get(`/uploads/${uploadId}`)).body.fileName).toBe(filename);
  });

  it('is kept in its composed form', async () => {
    const { uploadId } = await announced(visitor, someBytes(), { filename: 'Gru\u0308ße.jpg' });
    expect((await visitor.get(`/uploads/${uploadId}`)).body.fileName).toBe('Gr\u00fcße.jpg');
  });

  it.each([
    ['a NUL', 'photo.jpg\u0000.exe'],
    ['a line break', 'photo.jpg\r\nSet-Cookie: a=b'],
    ['a change of direction', 'photo\u202egpj.exe'],
    ['256 characters', 'a'.repeat(256)],
    ['2,000 characters', 'é'.repeat(2_000)],
    ['none', ''],
  ])('with %s is refused', async (_what, filename) => {
    const { status, body } = await visitor.post(
      '/uploads',
      announcement(someBytes(), { filename }),
    );
    expect([status, body.errors.map(({ field }: { field: string }) => field)]).toEqual([
      400,
      ['filename'],
    ]);
  });
});
