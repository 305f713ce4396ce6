import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { CopyRequest, ObjectStore } from '../../../core/storage/ports.ts';
import { freshId } from '../shared/samples.ts';

/** A store, and the ways around it that customers and crashes take. */
export type ObjectsSubject = {
  objects: ObjectStore;
  source: string;
  target: string;
  /** As a customer would: with a SHA-256 that storage keeps. */
  put(
    bucket: string,
    key: string,
    bytes: Uint8Array,
    facts: { contentType: string; metadata: Record<string, string> },
  ): Promise<void>;
  /** Begins a multipart upload and walks away. */
  leaveMultipart(bucket: string, key: string): Promise<void>;
  countMultiparts(bucket: string, key: string): Promise<number>;
  /** Puts a delete marker on top, where the store has such. */
  hide(bucket: string, key: string): Promise<void>;
  countMarkers(bucket: string, key: string): Promise<number>;
  /** The Content-Disposition the object is served with. */
  dispositionOf(bucket: string, key: string): Promise<string | undefined>;
  /** True for a server that answers 400 where AWS answers the removal of a gone version with 204. */
  refusesGoneVersions?: boolean;
};

const oddKeys = [
  'plain',
  'a b/ü+ñ',
  'what?is=this&that',
  'hash#tag',
  'per%41cent',
  "quotes'(!)*",
  'tilde~@:$,;',
];

/** Contract tests of every object store. */
export function describeObjects(name: string, makeSubject: () => ObjectsSubject): void {
  const {
    objects,
    source,
    target,
    put,
    leaveMultipart,
    countMultiparts,
    hide,
    countMarkers,
    dispositionOf,
    refusesGoneVersions = false,
  } = makeSubject();
  const bytes = Buffer.from('the bytes a customer paid for');
  const sha256 = createHash('sha256').update(bytes).digest('base64');
  const facts = { contentType: 'image/jpeg', metadata: { sha: 'abc' } };
  const disposition = `inline; filename="Gr__e.jpg"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.jpg`;
  let key: string;

  const sent = async (at = key) => {
    await put(source, at, bytes, facts);
    const head = await objects.head({ bucket: source, key: at });
    if (!head) throw new Error('the object just put is not there');
    return head;
  };

  const requestFor = async (
    at = key,
  ): Promise<CopyRequest & { source: { versionId: string } }> => ({
    source: { bucket: source, key: at, ...(await sent(at)) },
    target: { bucket: target, key: at },
    contentType: 'image/png',
    disposition,
    metadata: { owner: 'ses_1' },
    storageClass: 'STANDARD',
  });

  beforeEach(() => {
    key = `temp/${freshId('obj')}`;
  });

  describe(`${name} as ObjectStore`, () => {
    it('knows size, type, metadata and the full-object SHA-256', async () => {
      expect(await sent()).toMatchObject({ ...facts, sizeBytes: bytes.length, sha256 });
    });

    it('knows each version by its id', async () => {
      const first = await sent();
      await put(source, key, Buffer.from('other'), facts);
      expect(await objects.head({ bucket: source, key, versionId: first.versionId })).toEqual(
        first,
      );
      expect((await objects.head({ bucket: source, key }))?.sizeBytes).toBe(5);
    });

    it('answers nothing for an object or a version that does not exist', async () => {
      const { versionId } = await sent();
      expect(await objects.head({ bucket: source, key: `${key}-not` })).toBeUndefined();
      await objects.removeVersion({ bucket: source, key, versionId });
      expect(await objects.head({ bucket: source, key, versionId })).toBeUndefined();
    });

    it.each(oddKeys)(
      'copies %s with the type and metadata it is told, not those it finds',
      async (odd) => {
        const request = await requestFor(`${key}/${odd}`);
        const { versionId } = await objects.copy(request);
        const copied = await objects.head({ ...request.target, versionId });
        expect(copied).toMatchObject({
          versionId,
          sizeBytes: bytes.length,
          contentType: 'image/png',
          metadata: { owner: 'ses_1' },
        });
        expect(await objects.sha256({ ...request.target, versionId })).toBe(sha256);
      },
    );

    it('hides the current version and keeps it; hides nothing where there is nothing', async () => {
      const { versionId } = await sent();
      await objects.hide(source, key);
      expect(await objects.head({ bucket: source, key })).toBeUndefined();
      expect(await objects.head({ bucket: source, key, versionId })).toBeDefined();
      await objects.hide(source, `${key}-not`);
      expect(await objects.versions(source, `${key}-not`)).toEqual([]);
    });

    it('reveals what was hidden, however often, and nothing beside it', async () => {
      const { versionId } = await sent();
      await sent(`${key}2`);
      for (const hidden of [key, key, `${key}2`]) await objects.hide(source, hidden);
      await objects.reveal(source, key);
      await objects.reveal(source, key);
      expect(await objects.head({ bucket: source, key })).toMatchObject({ versionId });
      expect(await objects.head({ bucket: source, key: `${key}2` })).toBeUndefined();
      expect(await countMarkers(source, key)).toBe(0);
    });

    it('keeps the Content-Disposition a copy is given', async () => {
      await objects.copy(await requestFor());
      expect(await dispositionOf(target, key)).toBe(disposition);
    });

    it('copies the pinned version when the source has a newer one', async () => {
      const request = await requestFor();
      await put(source, key, Buffer.from('evil'), facts);
      await objects.copy(request);
      expect(await objects.sha256(request.target)).toBe(sha256);
    });

    it('does not copy a version that is gone', async () => {
      const request = await requestFor();
      await objects.removeVersion(request.source);
      await expect(objects.copy(request)).rejects.toMatchObject({ name: 'SourceMissing' });
      expect(await objects.versions(target, key)).toEqual([]);
    });

    it('does not copy bytes with another ETag than the pinned one', async () => {
      const request = await requestFor();
      const copy = objects.copy({
        ...request,
        source: { ...request.source, etag: '"0123456789abcdef0123456789abcdef"' },
      });
      await expect(copy).rejects.toMatchObject({ name: 'SourceChanged' });
      expect(await objects.versions(target, key)).toEqual([]);
    });

    it('never overwrites', async () => {
      const request = await requestFor();
      const { versionId } = await objects.copy(request);
      await expect(objects.copy(request)).rejects.toMatchObject({ name: 'DestinationExists' });
      expect(await objects.versions(target, key)).toEqual([versionId]);
    });

    it('hashes the version it is asked for', async () => {
      const { versionId } = await sent();
      await put(source, key, Buffer.from('other'), facts);
      expect(await objects.sha256({ bucket: source, key, versionId })).toBe(sha256);
    });

    it('cannot hash what does not exist', async () => {
      await expect(objects.sha256({ bucket: source, key })).rejects.toMatchObject({
        name: 'SourceMissing',
      });
    });

    it('lists the versions of exactly this key', async () => {
      const first = await sent();
      const second = await sent();
      await sent(`${key}-longer`);
      expect((await objects.versions(source, key)).sort()).toEqual(
        [first.versionId, second.versionId].sort(),
      );
      expect(await objects.versions(source, `${key}-not`)).toEqual([]);
    });

    it('removes one version for good, and again without complaint', async () => {
      const first = await sent();
      const second = await sent();
      const doomed = { bucket: source, key, versionId: first.versionId };
      await objects.removeVersion(doomed);
      if (!refusesGoneVersions) await objects.removeVersion(doomed);
      expect(await objects.versions(source, key)).toEqual([second.versionId]);
    });

    it('removes everything under exactly this key, hidden or unfinished, and says what went', async () => {
      const neighbour = `${key}2`;
      await Promise.all([sent(), sent(neighbour)]);
      await sent();
      await hide(source, key);
      await leaveMultipart(source, key);
      expect(await objects.removeAll(source, key)).toEqual({
        versions: 2,
        bytes: 2 * bytes.length,
      });
      expect([
        await objects.versions(source, key),
        await countMultiparts(source, key),
        await countMarkers(source, key),
      ]).toEqual([[], 0, 0]);
      expect(await objects.versions(source, neighbour)).toHaveLength(1);
      expect(await objects.removeAll(source, key)).toEqual({ versions: 0, bytes: 0 });
    });

    it('aborts unfinished multipart uploads of exactly this key', async () => {
      await leaveMultipart(target, key);
      await leaveMultipart(target, `${key}-longer`);
      await objects.abortMultiparts(target, key);
      await objects.abortMultiparts(target, key);
      expect(await countMultiparts(target, key)).toBe(0);
      expect(await countMultiparts(target, `${key}-longer`)).toBe(1);
    });
  });
}
