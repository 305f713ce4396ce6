import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Announcement, NewOrder } from '../../../client/api/api-types.ts';
import { routes } from '../../../core/contract.ts';
import type { createOrderSchema } from '../../../core/orders/create-order.ts';
import type { createUploadSchema } from '../../../core/uploads/create-upload.ts';
import { type ApiDocument, bodyTypeTexts } from '../../../tools/client-types/body-types.ts';

/** Compiles only where what the client sends fits what the server takes. */
const fits = <To>(_: (value: To) => void) => true;

const document: ApiDocument = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));

describe('the client’s types', () => {
  it('are those of docs/openapi.json: `npm run client:types` writes them', async () => {
    for (const [file, text] of await bodyTypeTexts(document))
      expect([file, readFileSync(file, 'utf8')]).toEqual([file, text]);
  });

  it('send what the server takes', () => {
    expect(fits<NewOrder>((order: (typeof createOrderSchema)['_zod']['input']) => order)).toBe(
      true,
    );
    expect(
      fits<Announcement & { sha256: string }>(
        (upload: (typeof createUploadSchema)['_zod']['input']) => upload,
      ),
    ).toBe(true);
  });

  it('are about routes the API has', () => {
    expect(Object.values(routes).map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining([
        'POST /uploads',
        'POST /uploads/{id}/complete',
        'GET /uploads/{id}',
        'GET /uploads/{id}/download',
        'POST /orders',
        'GET /orders/{id}',
      ]),
    );
  });
});
