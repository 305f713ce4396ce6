import { beforeAll, describe, expect, it } from '@jest/globals';
import { announced, announcement, someBytes, uploaded } from '../shared/sample-upload.ts';
import { aVisitor, type Visitor } from '../shared/visitor.ts';

let visitor: Visitor;
beforeAll(async () => {
  visitor = await aVisitor();
});

const fieldsRefused = async (changes: Record<string, unknown>): Promise<string[]> => {
  const { status, body } = await visitor.post('/uploads', announcement(someBytes(), changes));
  expect(status).toBe(400);
  return body.errors.map(({ field }: { field: string }) => field);
};

describe('POST /uploads', () => {
  it('answers 201 with where and how to send the file', async () => {
    const bytes = someBytes();
    const { status, body } = await visitor.post('/uploads', announcement(bytes));
    expect(status).toBe(201);
    expect(body).toEqual({
      uploadId: expect.stringMatching(/^upl_[0-9a-f]{32}$/),
      key: expect.stringMatching(/^temp\/ses_[0-9a-f]{32}\/upl_[0-9a-f]{32}$/),
      method: 'PUT',
      url: expect.stringContaining(body.key),
      headers: {
        'content-type': 'image/jpeg',
        'x-amz-checksum-sha256': announcement(bytes).sha256,
        'if-none-match': '*',
      },
      expiresAt: expect.any(String),
    });
  });

  it('signs for a quarter of an hour', async () => {
    const { url, expiresAt } = await announced(visitor);
    expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('900');
    expect(Math.round((Date.parse(expiresAt) - Date.now()) / 60_000)).toBe(15);
  });

  it.each([
    ['a filename that is missing', { filename: undefined }, ['filename']],
    ['a negative size', { sizeBytes: -1 }, ['sizeBytes']],
    ['a size that is no whole number', { sizeBytes: 1.5 }, ['sizeBytes']],
    ['a size over the category’s limit', { sizeBytes: 51 * 1024 ** 2 }, ['sizeBytes']],
    ['a hash in hex', { sha256: 'a'.repeat(64) }, ['sha256']],
    ['a type that is no media type', { contentType: 'jpeg' }, ['contentType']],
    ['parameters without a type', { contentType: '; charset=utf-8' }, ['contentType']],
    ['a type browsers run', { contentType: 'image/svg+xml' }, ['contentType']],
    ['a type of another category', { contentType: 'application/pdf' }, ['contentType']],
    ['an unknown category', { category: 'holiday' }, ['category']],
    ['a category of JavaScript', { category: 'constructor' }, ['category']],
    [
      'several wrong fields at once',
      { filename: '', sizeBytes: -1, sha256: 7 },
      ['filename', 'sizeBytes', 'sha256'],
    ],
  ])('refuses %s and names it', async (_what, changes, fields) => {
    expect(await fieldsRefused(changes)).toEqual(fields);
  });
});

describe('GET /uploads/{id}', () => {
  it('answers the upload as announced while it is awaited', async () => {
    const { uploadId, key, bytes } = await announced(visitor);
    const { status, body } = await visitor.get(`/uploads/${uploadId}`);
    expect(status).toBe(200);
    const { filename, ...fields } = announcement(bytes);
    expect(body).toEqual({
      ...fields,
      uploadId,
      key,
      fileName: filename,
      source: 's3',
      status: 'pending',
      ownerId: expect.stringMatching(/^ses_/),
      sessionId: body.ownerId,
      expiresAt: expect.any(String),
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
  });

  it('answers the pinned version once it is there', async () => {
    const { uploadId, versionId } = await uploaded(visitor);
    const { body } = await visitor.get(`/uploads/${uploadId}`);
    expect(body).toMatchObject({ status: 'uploaded', versionId, uploadedAt: expect.any(String) });
  });
});
