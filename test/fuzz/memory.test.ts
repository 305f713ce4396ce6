import { afterEach, describe, it, jest } from '@jest/globals';
import fc from 'fast-check';

import { catchLogs } from '../lambdas/log-lines.ts';
import { wrongWith } from './departures.ts';
import { callers, memoryApi } from './memory-api.ts';
import { anyRequest } from './requests.ts';

const requests = Number(process.env.FUZZ_REQUESTS ?? 2_000);

afterEach(() => {
  jest.restoreAllMocks();
});

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

describe('any request that the OpenAPI document suggests, or nearly', () => {
  it(
    'gets a documented answer below 256 KiB, and never a 500',
    async () => {
      const lines = catchLogs();
      const { known } = await memoryApi();
      await fc.assert(
        fc.asyncProperty(
          anyRequest(known),
          fc.constantFrom(...callers),
          async (request, caller) => {
            lines.length = 0;
            const { ask } = await memoryApi();
            const {
              statusCode: status = 0,
              headers = {},
              body: text = '',
            } = await ask(request, caller);
            const contentType = String(headers['content-type'] ?? '');
            const error = lines.find(({ level }) => level === 'ERROR')?.error;
            const wrong = wrongWith(request, { status, contentType, text, body: parsed(text) });
            if (wrong) throw new Error(`${wrong} ${JSON.stringify(error ?? '')}`);
          },
        ),
        { numRuns: requests },
      );
    },
    60_000 + requests * 20,
  );
});
