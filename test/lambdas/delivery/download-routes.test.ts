import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  downloadOrderFileRoute,
  downloadUploadRoute,
  trackRoute,
} from '../../../lambdas/delivery/download-routes.ts';
import { anUpload, arrived } from '../../core/builders/records.ts';
import { alice, mallory } from '../../core/builders/world.ts';
import { ask, type Told } from './gateway.ts';
import { NamedSigner } from './signers.ts';
import { aRouteWorld, kept, keptOrder, type RouteWorld } from './world.ts';

let world: RouteWorld;

beforeEach(() => {
  world = aRouteWorld();
});

const download = (id: string, query: Record<string, string> = {}, caller = alice): Promise<Told> =>
  ask(downloadUploadRoute(world), { params: { id }, query, caller });

const downloadRole = (
  id: string,
  role: string,
  query: Record<string, string> = {},
  caller = alice,
): Promise<Told> => ask(downloadOrderFileRoute(world), { params: { id, role }, query, caller });

const where = async (told: Promise<Told>) => JSON.parse((await told).text);

describe('GET /uploads/{id}/download', () => {
  it('redirects to storage while the file is temporary, to the CDN once it is permanent', async () => {
    arrived(world, 'upl_1');
    expect((await download('upl_1')).headers.location).toMatch(
      /^https:\/\/storage\.test\/temp\/usr_alice\/upl_1\?/,
    );
    kept(world, 'upl_1');
    expect((await download('upl_1')).headers.location).toMatch(
      /^https:\/\/cdn\.test\/photos\/ord_1\/upl_1\?/,
    );
  });

  it('is a 302 that nobody may keep and that does not tell the next server where it came from', async () => {
    arrived(world, 'upl_1');
    const { status, headers, text } = await download('upl_1');
    expect({ status, text }).toEqual({ status: 302, text: '' });
    expect(headers).toEqual({
      location: expect.any(String),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
  });

  it('answers with the URL, its source and its end for format=json', async () => {
    kept(world, 'upl_1');
    const { status, headers, text } = await download('upl_1', { format: 'json' });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'no-store',
    });
    const url = 'https://cdn.test/photos/ord_1/upl_1?Key-Pair-Id=K1&Expires=1893456300';
    expect(JSON.parse(text)).toEqual({
      url,
      source: 'cloudfront',
      expiresAt: '2030-01-01T00:05:00.000Z',
    });
  });

  it.each(['xml', 'JSON', '', 'json,json'])(
    'refuses format=%s, naming the field, and signs nothing',
    async (format) => {
      arrived(world, 'upl_1');
      const { status, headers, text } = await download('upl_1', { format });
      expect(status).toBe(400);
      expect(headers['content-type']).toBe('application/problem+json');
      expect(JSON.parse(text)).toMatchObject({
        type: 'urn:keepsake:problem:invalid-input',
        errors: [{ field: 'format' }],
      });
      expect(world.signer.asked).toEqual([]);
    },
  );

  it('serves what is on record: type and disposition come from the registry', async () => {
    arrived(world, 'upl_1', { fileName: 'Grüße "1".jpg', contentType: 'image/jpeg' });
    arrived(world, 'upl_2', { fileName: 'cat.jpg', contentType: 'text/html' });
    await download('upl_1');
    await download('upl_2');
    expect(
      world.signer.asked.map(({ contentType, disposition }) => [contentType, disposition]),
    ).toEqual([
      [
        'image/jpeg',
        `inline; filename="Gr__e__1_.jpg"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%221%22.jpg`,
      ],
      ['text/html', `attachment; filename="cat.jpg"; filename*=UTF-8''cat.jpg`],
    ]);
  });

  it('says 404 for a file that never came, 410 for one that is lost, has expired or was refused', async () => {
    world.uploads.put(anUpload({ uploadId: 'upl_pending' }));
    world.uploads.put(anUpload({ uploadId: 'upl_lost', status: 'uploaded', versionId: 'gone' }));
    arrived(world, 'upl_expired', { expiresAt: '2029-12-31T00:00:00.000Z' });
    world.uploads.put(anUpload({ uploadId: 'upl_refused', status: 'quarantined' }));
    const statuses = await Promise.all(
      ['upl_pending', 'upl_lost', 'upl_expired', 'upl_refused'].map(
        async (id) => (await download(id)).status,
      ),
    );
    expect(statuses).toEqual([404, 410, 410, 410]);
  });

  it('answers somebody else’s upload like one that does not exist', async () => {
    arrived(world, 'upl_1');
    const foreign = await download('upl_1', {}, mallory);
    const unknown = await download('upl_2', {}, mallory);
    expect(foreign.status).toBe(404);
    expect({
      ...foreign,
      text: foreign.text.replace('upl_1', 'upl_2'),
      bytes: unknown.bytes,
    }).toEqual(unknown);
  });

  it('signs with whatever key is current', async () => {
    kept(world, 'upl_1');
    world.signer = new NamedSigner('K2');
    expect((await download('upl_1')).headers.location).toMatch(/Key-Pair-Id=K2/);
  });
});

describe('a legacy record', () => {
  const legacy = { source: 'local', legacyPath: 'old stuff/2019/Müller & Söhne.mp3' } as const;

  it('is served from where the old system keeps it, and says so', async () => {
    world.uploads.put(anUpload({ uploadId: 'upl_old', status: 'uploaded', ...legacy }));
    expect(await where(download('upl_old', { format: 'json' }))).toMatchObject({
      url: 'https://old.example.com/files/old%20stuff/2019/M%C3%BCller%20%26%20S%C3%B6hne.mp3',
      source: 'local',
    });
  });

  it('is served from storage as soon as it is there', async () => {
    arrived(world, 'upl_old', legacy);
    expect(await where(download('upl_old', { format: 'json' }))).toMatchObject({ source: 's3' });
  });

  it('is a conflict to repair where no legacy system is configured', async () => {
    world.uploads.put(anUpload({ uploadId: 'upl_old', status: 'uploaded', ...legacy }));
    const { legacyBaseUrl: _none, ...without } = world;
    expect(
      (await ask(downloadUploadRoute(without), { params: { id: 'upl_old' }, caller: alice }))
        .status,
    ).toBe(409);
  });
});

describe('GET /orders/{id}/files/{role}', () => {
  it('redirects to the file in that role', async () => {
    await keptOrder(world, { photo: {}, audio: {} });
    expect((await downloadRole('ord_1', 'audio')).headers.location).toMatch(
      /^https:\/\/cdn\.test\/photos\/ord_1\/upl_ord_1_audio\?/,
    );
    expect(await where(downloadRole('ord_1', 'photo', { format: 'json' }))).toMatchObject({
      source: 'cloudfront',
    });
  });

  it('refuses a format it does not have', async () => {
    await keptOrder(world, { photo: {} });
    const { status, text } = await downloadRole('ord_1', 'photo', { format: 'pdf' });
    expect([status, JSON.parse(text).errors[0].field]).toEqual([400, 'format']);
  });

  it('says 404 for a role the order does not have', async () => {
    await keptOrder(world, { photo: {} });
    expect((await downloadRole('ord_1', 'audio')).status).toBe(404);
  });

  it('answers somebody else’s order like one that does not exist', async () => {
    await keptOrder(world, { photo: {} });
    const foreign = await downloadRole('ord_1', 'photo', {}, mallory);
    const unknown = await downloadRole('ord_2', 'photo', {}, mallory);
    expect(foreign.status).toBe(404);
    expect(foreign.text.replace('ord_1', 'ord_2')).toBe(unknown.text);
    expect(foreign.headers).toEqual(unknown.headers);
  });
});

describe('GET /tracks/{id}/audio/…, as older players ask', () => {
  const track = (id: string, end: string, caller = alice): Promise<Told> =>
    ask(trackRoute(world), { route: `GET /tracks/{id}/audio/${end}`, params: { id }, caller });

  it('answers with the URL of an upload, or redirects to it', async () => {
    arrived(world, 'upl_1');
    expect(await where(track('upl_1', 'url'))).toMatchObject({ source: 's3' });
    expect((await track('upl_1', 'stream')).status).toBe(302);
  });

  it('finds the audio file of an order', async () => {
    await keptOrder(world, { audio: {} });
    expect(await where(track('ord_1', 'url'))).toHaveProperty('url');
  });

  it('knows nothing of a stranger’s', async () => {
    arrived(world, 'upl_1');
    expect((await track('upl_1', 'url', mallory)).status).toBe(404);
  });
});
