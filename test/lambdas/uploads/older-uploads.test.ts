import { describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { httpHandler, type Route } from '../../../lambdas/shared/http.ts';
import { olderUploadRoutes } from '../../../lambdas/uploads/older-uploads.ts';
import { worker } from '../../core/builders/jobs.ts';
import { alice, aWorld } from '../../core/builders/world.ts';
import { MemoryIdempotentRequests } from '../../fakes/shared/memory-idempotent-requests.ts';

const categories = {
  video: {
    prefix: 'videos',
    contentTypes: ['image/jpeg', 'text/plain'],
    maxSizeBytes: 5 * 1024 ** 2,
    storageClass: 'STANDARD' as const,
  },
  transcript: {
    prefix: 'transcripts',
    contentTypes: ['text/plain', 'text/vtt'],
    maxSizeBytes: 1_000_000,
    storageClass: 'STANDARD' as const,
  },
};

const context = { awsRequestId: 'test' } as Context;

type Sent = {
  path: string;
  body: FormData | URLSearchParams | object;
  query?: Record<string, string>;
  caller?: typeof alice;
  headers?: Record<string, string>;
};

/** The body and its type as an older client puts them on the wire. */
const onWire = async (body: Sent['body']) => {
  const isForm = body instanceof FormData || body instanceof URLSearchParams;
  const request = isForm ? new Response(body) : new Response(JSON.stringify(body));
  const contentType = isForm ? request.headers.get('content-type') : 'application/json';
  const bytes = Buffer.from(await request.arrayBuffer());
  return { contentType, bytes };
};

const anOlderWorld = () => ({ ...aWorld(), requests: new MemoryIdempotentRequests() });

const send = async (
  { path, body, query = {}, caller = alice, headers = {} }: Sent,
  world = anOlderWorld(),
) => {
  const routeKey = `POST /api/upload/${path}`;
  const { contentType, bytes } = await onWire(body);
  const routes: Readonly<Record<string, Route>> = olderUploadRoutes({ ...world, categories });
  const route = routes[routeKey];
  if (!route) throw new Error(`no route ${routeKey}`);
  const answer = (await httpHandler(route)(
    {
      routeKey,
      headers: { 'content-type': contentType, ...headers },
      pathParameters: {},
      queryStringParameters: query,
      body: bytes.toString('base64'),
      isBase64Encoded: true,
      requestContext: { domainName: 'api.example.com', authorizer: { lambda: caller } },
    } as never,
    context,
  )) as APIGatewayProxyStructuredResultV2;
  return { status: answer.statusCode, body: JSON.parse(answer.body ?? '{}'), world };
};

const form = (fields: Record<string, string>, text?: string, type = 'text/plain'): FormData => {
  const sent = new FormData();
  for (const [name, value] of Object.entries(fields)) sent.append(name, value);
  if (text !== undefined) sent.append('file', new File([text], 'Grüße.txt', { type }));
  return sent;
};

describe('an older client that repeats a request with its Idempotency-Key', () => {
  const headers = { 'idempotency-key': '0b9f' };

  it.each<[string, () => Sent['body']]>([
    ['video', () => form({}, 'moving')],
    ['transcript-file', () => form({}, 'Hello')],
    ['transcript-text', () => ({ text: 'Hello' })],
  ])('sends one file: %s', async (path, body) => {
    const first = await send({ path, body: body(), headers });
    const again = await send({ path, body: body(), headers }, first.world);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(first.world.objects.all).toHaveLength(1);
  });

  it.each<[string, Partial<Sent>]>([
    ['file', { body: form({}, 'standing') }],
    ['query', { query: { partner_id: 'shop' } }],
  ])('is refused another %s under the same key', async (_, changes) => {
    const asked = { path: 'video', body: form({}, 'moving'), headers };
    const { world } = await send(asked);
    expect((await send({ ...asked, ...changes }, world)).status).toBe(422);
  });
});

describe('an older client that sends a file through the API', () => {
  it('gets an upload of these bytes, with its other fields as metadata', async () => {
    const fields = { partner_id: 'shop', voice: 'anna', is_temp: 'true' };
    const { status, body, world } = await send({ path: 'video', body: form(fields, 'moving') });
    expect([status, body]).toMatchObject([
      201,
      {
        uploadId: body.upload_id,
        ownerId: alice.ownerId,
        category: 'video',
        fileName: 'Grüße.txt',
        partnerId: 'shop',
        metadata: { voice: 'anna' },
        status: 'uploaded',
        sizeBytes: 6,
      },
    ]);
    expect(world.objects.all.map(({ key }) => key)).toEqual([`temp/usr_alice/${body.uploadId}`]);
    expect(await world.uploads.find(body.uploadId)).not.toHaveProperty('keep');
  });

  it('may ask for a file that is not temporary, where it may keep files', async () => {
    const permanent = { path: 'video', body: form({ is_temp: 'false' }, 'moving') };
    expect(await send(permanent)).toMatchObject({
      status: 403,
      body: { type: 'urn:keepsake:problem:not-allowed' },
    });
    const { status, body, world } = await send({ ...permanent, caller: worker });
    expect([status, await world.uploads.find(body.uploadId)]).toMatchObject([201, { keep: true }]);
  });

  it('is understood where is_temp is behind the question mark', async () => {
    const { status } = await send({
      path: 'video',
      body: form({}, 'moving'),
      query: { is_temp: 'False' },
    });
    expect(status).toBe(403);
  });

  it('sends a transcript as a file, of the type it has', async () => {
    const body = form({}, 'WEBVTT\n\n00:00.000 --> 00:01.000\nHi', 'text/vtt');
    expect(await send({ path: 'transcript-file', body })).toMatchObject({
      status: 201,
      body: { category: 'transcript', contentType: 'text/vtt' },
    });
  });

  it('is refused a file that is not what it is said to be, and nothing is registered', async () => {
    const { status, body, world } = await send({
      path: 'video',
      body: form({}, 'a\u0000text'),
    });
    expect([status, body.errors?.[0]?.field]).toEqual([400, 'file']);
    expect(world.objects.all).toEqual([]);
  });

  it.each([
    ['no file', form({ title: 'x' }), 'file'],
    ['JSON without a file', { filename: 'a.mp4' }, 'file'],
    ['a flag that is none', form({ is_temp: 'maybe' }, 'moving'), 'is_temp'],
    ['too many fields', new URLSearchParams('a=1&'.repeat(201)), 'body'],
    ['too many fields of JSON', Object.fromEntries(Array(201).fill(1).entries()), 'body'],
  ])('is told of %s', async (_what, body, field) => {
    const { status, body: problem } = await send({ path: 'video', body });
    expect([status, problem.errors?.[0]?.field]).toEqual([400, field]);
  });

  it('is told the new way when its file is larger than 4 MB', async () => {
    const { status, body } = await send({
      path: 'video',
      body: form({}, 'x'.repeat(4.2 * 1024 ** 2)),
    });
    expect([status, body.detail]).toEqual([
      413,
      expect.stringContaining('POST /uploads, PUT it to the URL of the answer'),
    ]);
  });
});

describe('an older client that sends a text', () => {
  const text = 'Once upon a time';

  it.each([
    ['JSON', { text, filename: 'story.txt' }],
    ['JSON in other words', { transcript: text, file_name: 'story.txt' }],
    ['a form', form({ text, filename: 'story.txt' })],
    ['a form as links have it', new URLSearchParams({ content: text, filename: 'story.txt' })],
  ])('may send it as %s', async (_how, body) => {
    expect(await send({ path: 'transcript-text', body })).toMatchObject({
      status: 201,
      body: { fileName: 'story.txt', category: 'transcript', sizeBytes: text.length },
    });
  });

  it('loses no field: a list or an object is kept as its JSON', async () => {
    const fields = { tags: ['choir', 'tour'], speaker: { name: 'Anna' }, take: 3, mood: null };
    expect((await send({ path: 'transcript-text', body: { text, ...fields } })).body).toMatchObject(
      {
        metadata: { tags: '["choir","tour"]', speaker: '{"name":"Anna"}', take: '3' },
      },
    );
  });

  it('keeps every text of a field that its form repeats', async () => {
    const body = new URLSearchParams('text=Once&tags=choir&tags=tour');
    expect((await send({ path: 'transcript-text', body })).body.metadata).toEqual({
      tags: '["choir","tour"]',
    });
  });

  it.each(['f', 'n', 'No', 0, false])(
    'asks by is_temp %j for a file that stays',
    async (is_temp) => {
      const body = { text, is_temp };
      expect((await send({ path: 'transcript-text', body })).status).toBe(403);
      const { body: upload, world } = await send({ path: 'transcript-text', body, caller: worker });
      expect(await world.uploads.find(upload.uploadId)).toMatchObject({ keep: true });
    },
  );

  it.each([{}, { text: {} }, { text: null, content: ['a'] }])(
    'is told when there is none: %j',
    async (body) => {
      expect(await send({ path: 'transcript-text', body })).toMatchObject({
        status: 400,
        body: { errors: [{ field: 'text' }] },
      });
    },
  );
});
