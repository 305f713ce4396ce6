import { describe, expect, it } from '@jest/globals';
import { receiveArrival } from '../../../core/uploads/receive-arrival.ts';
import { storeText } from '../../../core/uploads/store-text.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { sha256 } from '../builders/records.ts';
import { alice, aWorld, errorOf } from '../builders/world.ts';

const text = 'Grüße';
const transcript = { filename: 'talk.txt', text, category: 'transcript' };

const aTextWorld = () => {
  const world = aWorld();
  world.fileTypes.says = undefined;
  const transcripts = {
    prefix: 'transcripts',
    contentTypes: ['text/vtt', 'text/plain'],
    maxSizeBytes: 2_000_000,
    storageClass: 'STANDARD',
  } as const;
  const captions = { ...transcripts, contentTypes: ['text/vtt'] };
  return {
    ...world,
    categories: {
      ...world.categories,
      transcript: transcripts,
      caption: captions,
      short: { ...transcripts, maxSizeBytes: 3 },
    },
  };
};

const refused = async (changes: Record<string, unknown>) => {
  const world = aTextWorld();
  const error = await errorOf(storeText(world, alice, { ...transcript, ...changes }));
  expect(world.objects.all).toEqual([]);
  return error;
};

describe('store text', () => {
  it('is uploaded at once: type, size and SHA-256 are those of the text', async () => {
    const world = aTextWorld();
    const upload = await storeText(world, alice, transcript);
    expect(upload).toMatchObject({
      status: 'uploaded',
      ownerId: 'usr_alice',
      fileName: 'talk.txt',
      contentType: 'text/plain',
      sizeBytes: 7,
      sha256: sha256(text),
      versionId: expect.any(String),
      uploadedAt: '2030-01-01T00:00:00.000Z',
    });
    expect(await world.uploads.find(upload.uploadId)).toEqual(upload);
    expect(Buffer.from(world.objects.bytesOf(upload) ?? []).toString()).toBe(text);
  });

  it('takes the type its category has where that is not plain text', async () => {
    const vtt = { ...transcript, category: 'caption', text: 'WEBVTT\n' };
    expect(await storeText(aTextWorld(), alice, vtt)).toMatchObject({ contentType: 'text/vtt' });
  });

  it('takes the type its name says where the client says none', async () => {
    const named = { ...transcript, filename: 'talk.vtt', text: 'WEBVTT\n' };
    expect(await storeText(aTextWorld(), alice, named)).toMatchObject({ contentType: 'text/vtt' });
    for (const filename of ['talk.docx', 'talk.vtt'])
      expect(await storeText(aTextWorld(), alice, { ...transcript, filename })).toMatchObject({
        contentType: 'text/plain',
      });
  });

  it('keeps what the client says about it', async () => {
    const labels = { partnerId: 'studio', metadata: { lang: 'de' }, isPublic: true };
    expect(await storeText(aTextWorld(), alice, { ...transcript, ...labels })).toMatchObject(
      labels,
    );
  });

  it('takes a megabyte of UTF-8 and no more', async () => {
    expect(
      await storeText(aTextWorld(), alice, { ...transcript, text: 'é'.repeat(500_000) }),
    ).toMatchObject({ sizeBytes: 1_000_000 });
    expect(await refused({ text: 'é'.repeat(500_001) })).toMatchObject({
      issues: [{ field: 'text' }],
    });
  });

  it.each<[string, Record<string, unknown>]>([
    ['text', { text: undefined }],
    ['text', { text: 'half a \ud800 character' }],
    ['text', { text: 'NUL\0' }],
    ['text', { text: '<html><script>alert(1)</script>' }],
    ['text', { text: ' <svg onload=alert(1)>' }],
    ['filename', { filename: 'a\nb' }],
    ['contentType', { contentType: 'text/html' }],
    ['contentType', { contentType: 'image/jpeg', category: 'photo' }],
    ['category', { category: 'photo' }],
    ['category', { category: 'nonsense' }],
    ['sizeBytes', { category: 'short' }],
  ])('refuses a wrong %s and stores nothing: %j', async (field, changes) => {
    expect(await refused(changes)).toMatchObject({ name: 'InvalidInput', issues: [{ field }] });
  });

  it('takes an empty text, as it takes an empty file', async () => {
    const upload = await storeText(aTextWorld(), alice, { ...transcript, text: '' });
    expect(upload).toMatchObject({ status: 'uploaded', sizeBytes: 0 });
  });

  it('takes a note that begins like an archive: what is text is text', async () => {
    const world = aTextWorld();
    world.fileTypes.says = 'application/x-msdownload';
    const { status } = await storeText(world, alice, { ...transcript, text: 'MZ signed it.' });
    expect(status).toBe('uploaded');
  });

  it('is completed by its arrival when the call dies before the record', async () => {
    const world = aTextWorld();
    const uploads = faulty(world.uploads, (operation) =>
      operation === 'save' ? 'before' : undefined,
    );
    await errorOf(storeText({ ...world, uploads }, alice, transcript));
    const [object] = world.objects.all;
    if (!object) throw new Error('nothing was stored');
    expect(await receiveArrival(world, object)).toBe('uploaded');
  });
});
