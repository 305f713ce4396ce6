import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uploadAnswers } from '../../../openapi/examples/upload-answers.ts';
import { type ExampleApi, startExampleApi } from '../example-api.ts';
import { callBy, makeClients } from './generator-kit.ts';
import { callByPython, makePythonClient } from './python-client.ts';

const { uploadInOnePut } = uploadAnswers;

describe('docs/openapi.json', () => {
  let api: ExampleApi;

  beforeAll(async () => {
    api = await startExampleApi();
    await Promise.all([makeClients(), makePythonClient()]);
  });

  afterAll(() => api.stop());

  const callers = {
    orval: (token: string) => callBy('orval', { url: api.url, token }),
    'hey-api': (token: string) => callBy('hey-api', { url: api.url, token }),
    'openapi-python-client': (token: string) => callByPython(api.url, token),
  };

  it.each(Object.entries(callers))(
    'makes a client by %s that compiles and calls',
    async (name, call) => {
      expect(await call(`kst_${name}`)).toEqual({
        uploadId: uploadInOnePut.uploadId,
        sent: uploadInOnePut.url,
      });
      expect(api.received.at(-1)).toEqual({
        request: 'POST /uploads',
        authorization: `Bearer kst_${name}`,
        departure: undefined,
      });
    },
  );
});
