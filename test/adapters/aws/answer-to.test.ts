import { request } from 'node:http';
import { devNull } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { answerTo } from '../../../adapters/aws/answer-to.ts';
import { SystemClock } from '../../../adapters/aws/system-clock.ts';
import { HttpChallenges } from '../../../adapters/sessions/http-challenges.ts';
import { StandardWebhooks } from '../../../adapters/webhooks/standard-webhooks.ts';
import { saveFile } from '../../../cli/operator/saved-file.ts';
import { downloadTo } from '../../../client/node/download.ts';
import { rawServer, switching } from './raw-server.ts';

const webhook = { endpoint: 'shop', id: 'evt_1', type: 'X', timestamp: '2030-01-01', data: {} };
const patient = 60_000;

/** Everything of ours that asks a server that is not ours. */
const asking: [string, (url: string) => Promise<unknown>][] = [
  [
    'a challenge',
    (verifyUrl) =>
      new HttpChallenges({
        ...{ verifyUrl, secret: async () => 'word', timeoutMs: patient, allowPrivate: true },
      }).isPassed('a'),
  ],
  [
    'a webhook',
    (url) =>
      new StandardWebhooks({
        endpoints: new Map([
          ['shop', { url, secrets: async () => ['whsec_bmV3ZXItc2VjcmV0LTAwMDAw'] }],
        ]),
        ...{ clock: new SystemClock(), allowPrivate: true, timeoutMs: patient },
      }).send(webhook),
  ],
  ['a download of the client', (url) => downloadTo(devNull, url)],
];

describe('a server that switches protocols', () => {
  it.each(asking)('ends %s, which would wait for ever', async (_, ask) => {
    using server = await rawServer(switching);
    await expect(ask(server.url)).rejects.toThrow();
  });

  it('ends the download of an export', async () => {
    using server = await rawServer(switching);
    const wanted = { url: async () => server.url, sizeBytes: 3 };
    expect(await saveFile('/nowhere/file', wanted)).toBe('closed without an answer');
  });

  it('is a lost connection, which is tried again', async () => {
    using server = await rawServer(switching);
    await expect(answerTo(request(server.url).end())).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
  });
});
