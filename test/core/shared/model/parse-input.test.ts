import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { parseInput } from '../../../../core/shared/model/parse-input.ts';

const schema = z.object({
  name: z.string('must be a string'),
  files: z.array(z.object({ role: z.string('must be a string') })),
});

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

  it('names the body when it is no object at all', () => {
    expect(() => parseInput(schema, 'text')).toThrow(
      expect.objectContaining({ context: { fields: ['body'] } }),
    );
  });
});
