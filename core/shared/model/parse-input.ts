import type * as z from 'zod';
import { type FieldIssue, InvalidInput } from '../../errors.ts';

/** `['files', 0, 'role']` as `files[0].role`. */
const fieldPath = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '') || 'body';

/** An unknown field is named itself: the schema's message speaks of the object around it. */
const issuesOf = (issue: z.core.$ZodIssue): FieldIssue[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({
        field: fieldPath([...issue.path, key]),
        message: 'is no field here',
      }))
    : [{ field: fieldPath(issue.path), message: issue.message }];

/** The value as the schema says it is, or `InvalidInput` naming every field that is not. */
export const parseInput = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.infer<Schema> => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new InvalidInput(result.error.issues.flatMap(issuesOf));
};
