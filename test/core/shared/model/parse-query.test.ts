import { describe, expect, it } from '@jest/globals';
import { listBatchesSchema, listBatchFilesSchema } from '../../../../core/bulk/list-batches.ts';
import { InvalidInput } from '../../../../core/errors.ts';
import { listJobsSchema } from '../../../../core/jobs/list-jobs.ts';
import { listOrdersSchema } from '../../../../core/orders/list-orders.ts';
import { statsQuerySchema } from '../../../../core/retention/get-stats.ts';
import { parseQuery } from '../../../../core/shared/model/parse-query.ts';
import { listUploadsSchema } from '../../../../core/uploads/list-uploads.ts';

describe.each([
  ['uploads', listUploadsSchema],
  ['orders', listOrdersSchema],
  ['jobs', listJobsSchema],
  ['batches', listBatchesSchema],
  ['files of a batch', listBatchFilesSchema],
  ['statistics', statsQuerySchema],
])('the query of the list of %s', (_, schema) => {
  it('refuses parameters it does not have, by name, with those it has', () => {
    const parse = () => parseQuery(schema, { stauts: 'failed', _: '1' });
    expect(parse).toThrow(InvalidInput);
    expect(parse).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ field: 'stauts' })] }),
    );
  });

  it('passes over what programs add to keep caches from answering', () => {
    expect(parseQuery(schema, { _: '1764400000000' })).toEqual(parseQuery(schema, {}));
  });
});
