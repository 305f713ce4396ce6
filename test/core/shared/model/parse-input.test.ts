import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { InvalidInput } from '../../../../core/errors.ts';
import { atMost } from '../../../../core/shared/model/at-most.ts';
import { parseInput } from '../../../../core/shared/model/parse-input.ts';

const schema = z.object({
  name: z.string('must be a string'),
  files: z.array(z.object({ role: z.string('must be a string') })),
});

const refusalOf = (of: z.ZodType, value: unknown): InvalidInput => {
  try {
    parseInput(of, value);
  } catch (error) {
    if (error instanceof InvalidInput) return error;
  }
  throw new Error('nothing was refused');
};

describe('parse input', () => {
  it('answers the value as the schema says it is', () => {
    expect(parseInput(schema, { name: 'a', files: [], extra: 1 })).toEqual({
      name: 'a',
      files: [],
    });
  });

  it('names every wrong field by its path', () => {
    const wrong = { files: [{ role: 'photo' }, { role: 1 }] };
    expect(() => parseInput(schema, wrong)).toThrow(
      expect.objectContaining({
        issues: [
          { field: 'name', message: 'must be a string' },
          { field: 'files[1].role', message: 'must be a string' },
        ],
      }),
    );
  });

  it('names every field that a strict schema does not have', () => {
    const strict = z.strictObject(
      {
        files: atMost(9, 'too many', z.array(z.strictObject({ role: z.string().optional() }))),
        days: z.int().optional(),
      },
      'must be a JSON object',
    );
    expect(refusalOf(strict, { files: [{ roll: 1 }], dys: 1, expiresIn: 1 }).issues).toEqual([
      { field: 'files[0].roll', message: 'is no field here; did you mean role?' },
      { field: 'dys', message: 'is no field here; did you mean days?' },
      { field: 'expiresIn', message: 'is no field here; there are files, days' },
    ]);
  });

  it('compares the fields that it tells, and no name as long as a body', () => {
    const strict = z.strictObject({ days: z.int().optional() });
    const keys = Array.from({ length: 1000 }, (_, index) => `day${'s'.repeat(index)}`);
    const { issues } = refusalOf(strict, Object.fromEntries(keys.map((key) => [key, 1])));
    expect(issues).toHaveLength(20);
    const long = 'days'.repeat(16_000);
    expect(refusalOf(strict, { [long]: 1 }).issues[0]?.message).toBe(
      'is no field here; there are days',
    );
  });

  it('says what is wrong with a name in a record, not with its value', () => {
    const name = z.string().regex(/^[a-z]+$/, 'must be lower-case letters');
    const labels = z.object({ labels: z.record(name, z.string(), 'must be an object') });
    expect(refusalOf(labels, { labels: { 'A b': 'x' } }).issues).toEqual([
      { field: 'labels.A b', message: 'its name must be lower-case letters' },
    ]);
  });

  it.each([
    [z.object({}), [], 'must be an object'],
    [z.array(z.string()), {}, 'must be a list'],
    [z.string(), 1, 'must be a string'],
    [z.number(), '1', 'must be a number'],
    [z.int(), 1.5, 'must be a whole number'],
    [z.boolean(), 'yes', 'must be true or false'],
    [z.enum(['keep', 'delete']), 'promote', 'must be one of keep, delete'],
    [z.literal(true), false, 'must be true'],
  ])('has words of its own where the schema has none: %#', (of, value, message) => {
    expect(refusalOf(of, value).issues).toEqual([{ field: 'body', message }]);
  });

  it('names the first 20 of many issues, and says how many more there are', () => {
    const wrong = { name: 'a', files: Array.from({ length: 100_000 }, () => ({ role: 1 })) };
    const error = refusalOf(schema, wrong);
    expect(error.issues).toHaveLength(20);
    expect(error.message).toMatch(/files\[19\]\.role: must be a string; and 99980 more$/);
    expect(error.context.fields).toHaveLength(20);
  });

  it('shortens what repeats the sender: names of fields and values', () => {
    const keys = z.record(z.string().regex(/^a$/, 'must be a'), z.string());
    expect(JSON.stringify(refusalOf(keys, { ['b'.repeat(1e6)]: 'x' })).length).toBeLessThan(2000);
    const strict = refusalOf(z.strictObject({}), { ['😀'.repeat(1e6)]: 'x' });
    expect(JSON.stringify(strict).length).toBeLessThan(6000);
    expect(strict.message.isWellFormed()).toBe(true);
  });

  it('names the body when it is no object at all', () => {
    expect(() => parseInput(schema, 'text')).toThrow(
      expect.objectContaining({ context: { fields: ['body'] } }),
    );
  });
});
