import type { OrderFile } from '../../../../core/orders/model/order.ts';
import type { FailureCode } from '../../../../core/storage/model/failure.ts';
import { aFile } from '../../builders/records.ts';

export const now = '2030-01-01T01:00:00.000Z';

export const failed = (code: FailureCode, fields: Partial<OrderFile> = {}): OrderFile =>
  aFile('photo', {
    status: 'failed',
    attempt: 1,
    failure: { code, message: `because of ${code}.`, role: 'photo' },
    ...fields,
  });
