import * as z from 'zod';
import { InvalidInput } from '../../errors.ts';
import { parseInput } from './parse-input.ts';

/** Programs add this parameter to keep caches from answering. Its value has no meaning. */
const cacheBuster = '_';

/**
 * The query of a list as the schema says it is. Unknown parameters are refused: a misspelt filter
 * would list everything. Throws `InvalidInput` naming every parameter that is wrong.
 */
export const parseQuery = <Schema extends z.ZodObject>(
  schema: Schema,
  query: unknown,
): z.infer<Schema> => {
  const { [cacheBuster]: _, ...parameters } = query as Record<string, unknown>;
  const known = Object.keys(schema.shape);
  const there = known.length === 0 ? 'is none' : `are ${known.join(', ')}`;
  const issues = Object.keys(parameters)
    .filter((name) => !known.includes(name))
    .map((field) => ({ field, message: `is no parameter here; there ${there}` }));
  if (issues.length > 0) throw new InvalidInput(issues);
  return parseInput(schema, parameters);
};

const noParameters = z.object({});

/** The query of a list that takes no parameters. Throws `InvalidInput` if it has one. */
export const assertNoParameters = (query: unknown): void => {
  parseQuery(noParameters, query);
};
