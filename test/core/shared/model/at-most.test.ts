import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { createJobSchema } from '../../../../core/jobs/create-job.ts';
import { createOrderSchema } from '../../../../core/orders/create-order.ts';
import { atMost } from '../../../../core/shared/model/at-most.ts';
import { announcementFields } from '../../../../core/uploads/model/announcement.ts';
import { signPartsSchema } from '../../../../core/uploads/sign-parts.ts';

describe('a list or an object of at most so many entries', () => {
  let looked = 0;
  const item = z.string().refine(() => {
    looked += 1;
    return true;
  });

  it.each([
    ['list', z.array(item), ['a', 'b', 'c']],
    ['object', z.record(z.string(), item), { a: 'a', b: 'b', c: 'c' }],
  ])('is counted before an entry is looked at: %s', (_what, schema, value) => {
    looked = 0;
    const { error } = atMost(2, 'must be two', schema).safeParse(value);
    expect(error?.issues).toMatchObject([{ path: [], message: 'must be two' }]);
    expect(looked).toBe(0);
    expect(atMost(3, 'must be three', schema).safeParse(value).success).toBe(true);
    expect(looked).toBe(3);
  });

  it('leaves what is neither to the schema', () => {
    const list = atMost(2, 'must be two', z.array(item, 'must be a list'));
    for (const value of [undefined, null, 7, 'text'])
      expect(list.safeParse(value).error?.issues).toMatchObject([{ message: 'must be a list' }]);
  });
});

describe('100,000 wrong entries', () => {
  const list = Array.from({ length: 100_000 }, () => 7);
  const object = Object.fromEntries(list.map((value, index) => [`!${index}`, value]));

  it.each<[string, z.ZodType, string, unknown]>([
    ['inputs of a job', createJobSchema, 'inputs', object],
    ['tags of a job', createJobSchema, 'tags', list],
    ['metadata', z.object(announcementFields), 'metadata', object],
    ['files of an order', createOrderSchema, 'files', list],
    ['parts', signPartsSchema, 'parts', list],
  ])('are one issue: %s', (_what, schema, field, value) => {
    const issues = schema.safeParse({ [field]: value }).error?.issues ?? [];
    expect(issues.filter(({ path }) => path[0] === field)).toHaveLength(1);
  });
});
