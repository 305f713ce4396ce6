import { beforeAll, describe, expect, it } from '@jest/globals';
import { deployed } from '../shared/deployed.ts';
import { sha256 } from '../shared/sample-upload.ts';
import { objects } from '../shared/storage.ts';
import { aVisitor, type Visitor } from '../shared/visitor.ts';

let visitor: Visitor;
beforeAll(async () => {
  visitor = await aVisitor();
});

const transcript = { filename: 'talk.txt', text: 'Grüße, 世界', category: 'transcript' };
const post = (changes: Record<string, unknown> = {}) =>
  visitor.post('/uploads/text', { ...transcript, ...changes });

describe('POST /uploads/text', () => {
  it('stores the text at once: no second round trip', async () => {
    const { status, body } = await post({ partnerId: 'studio', metadata: { lang: 'de' } });
    const bytes = Buffer.from(transcript.text);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: 'uploaded',
      fileName: 'talk.txt',
      contentType: 'text/plain',
      sizeBytes: bytes.length,
      sha256: sha256(bytes),
      partnerId: 'studio',
      metadata: { lang: 'de' },
    });
    const ref = { bucket: deployed.uploadsBucket, key: body.key, versionId: body.versionId };
    expect(await objects.head(ref)).toMatchObject({
      sizeBytes: bytes.length,
      contentType: 'text/plain',
      sha256: sha256(bytes),
    });
    expect((await visitor.get(`/uploads/${body.uploadId}`)).body).toEqual(body);
  });

  it('can be downloaded like any upload', async () => {
    const { body } = await post();
    const { body: delivery } = await visitor.get(`/uploads/${body.uploadId}/download?format=json`);
    expect(await (await fetch(delivery.url)).text()).toBe(transcript.text);
  });

  it('takes a whole megabyte of quotation marks', async () => {
    expect((await post({ text: '"'.repeat(1_000_000) })).body).toMatchObject({
      sizeBytes: 1_000_000,
    });
  });

  it.each([
    ['no text', { text: undefined }, 'text'],
    ['more than a megabyte', { text: 'x'.repeat(1_000_001) }, 'text'],
    ['NUL', { text: 'a\0b' }, 'text'],
    ['half a character', { text: '\ud800' }, 'text'],
    ['a page', { text: '<!DOCTYPE html><script>alert(1)</script>' }, 'text'],
    ['a drawing', { text: '<svg onload=alert(1)>' }, 'text'],
    ['captions that are none', { text: 'hello', contentType: 'text/vtt' }, 'text'],
    ['a type that is no text', { contentType: 'image/png', category: 'image' }, 'contentType'],
    ['a category that takes no text', { category: 'photo' }, 'category'],
    ['a name with a line break', { filename: 'a\r\nb' }, 'filename'],
  ])('refuses %s', async (_what, changes, field) => {
    const { status, body } = await post(changes);
    expect([status, body.errors.map((error: { field: string }) => error.field)]).toEqual([
      400,
      [field],
    ]);
  });
});
