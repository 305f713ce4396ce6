import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uploadAnswers } from '../../../openapi/examples/upload-answers.ts';
import { type ExampleApi, startExampleApi } from '../example-api.ts';
import { callBy, makeClients } from './generator-kit.ts';

const { uploadInOnePut } = uploadAnswers;

describe('docs/openapi.json', () => {
  let api: ExampleApi;

  beforeAll(async () => {
    api = await startExampleApi();
    await makeClients();
  });

  afterAll(() => api.stop());

  it.each(['orval', 'hey-api'])('makes a client by %s that compiles and calls', async (caller) => {
    expect(await callBy(caller, { url: api.url, token: `kst_${caller}` })).toEqual({
      uploadId: uploadInOnePut.uploadId,
      sent: uploadInOnePut.url,
    });
    expect(api.received.at(-1)).toEqual({
      request: 'POST /uploads',
      authorization: `Bearer kst_${caller}`,
      departure: undefined,
    });
  });
});
