import type * as z from 'zod';
import { type FieldIssue, InvalidInput } from '../../errors.ts';
import { unknownFields } from './known-fields.ts';
import { mostIssues } from './told-issues.ts';

const typeWords: Readonly<Record<string, string>> = {
  object: 'must be an object',
  array: 'must be a list',
  string: 'must be a string',
  number: 'must be a number',
  int: 'must be a whole number',
  boolean: 'must be true or false',
};

/** The value as the schema says it is, or `InvalidInput` naming every field that is not. */
export const parseInput = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.infer<Schema> => {
  const result = schema.safeParse(value, { error: ownWords });
  if (result.success) return result.data;
  throw new InvalidInput(result.error.issues.flatMap((issue) => issuesOf(schema, issue)));
};

/** For schemas without a message of their own: zod's begin `Invalid input: expected`. */
const ownWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'invalid_type') return typeWords[issue.expected];
  if (issue.code !== 'invalid_value') return undefined;
  return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`;
};

/**
 * An unknown field, and a wrong name in a record, are named themselves: the schema's message speaks
 * of the object around them.
 */
const issuesOf = (schema: z.ZodType, issue: z.core.$ZodIssue): FieldIssue[] => {
  const field = fieldPath(issue.path);
  if (issue.code === 'invalid_key')
    return issue.issues.map(({ message }) => ({ field, message: `its name ${message}` }));
  if (issue.code !== 'unrecognized_keys') return [{ field, message: issue.message }];
  const messages = unknownFields(schema, issue.path, issue.keys.slice(0, mostIssues));
  return issue.keys.map((key, index) => ({
    field: fieldPath([...issue.path, key]),
    message: messages[index] ?? 'is no field here',
  }));
};

/** `['files', 0, 'role']` as `files[0].role`. */
const fieldPath = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '') || 'body';
