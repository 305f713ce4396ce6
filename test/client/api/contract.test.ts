import { describe, expect, it } from '@jest/globals';
import type {
  AnnouncedUpload,
  Announcement,
  NewOrder,
  Order,
  Upload,
} from '../../../client/api/api-types.ts';
import { routes } from '../../../core/contract.ts';
import type { createOrderSchema } from '../../../core/orders/create-order.ts';
import type { OrderView } from '../../../core/orders/model/order-view.ts';
import type { CreatedUpload, createUploadSchema } from '../../../core/uploads/create-upload.ts';
import type { UploadView } from '../../../core/uploads/model/upload-view.ts';

/**
 * Compiles only where what the server answers (or takes) fits what the client expects (or sends).
 */
const fits = <To>(_: (value: To) => void) => true;

describe('the client’s types', () => {
  it('take what the server answers', () => {
    expect(fits<UploadView>((upload: Upload) => upload)).toBe(true);
    expect(fits<OrderView>((order: Order) => order)).toBe(true);
    expect(fits<CreatedUpload>((upload: AnnouncedUpload) => upload)).toBe(true);
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
