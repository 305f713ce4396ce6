import * as z from 'zod';
import { nearest } from './suggestion.ts';

/** What to say of fields that an object does not have: the name that was meant, or all of them. */
export const unknownFields = (
  schema: z.ZodType,
  path: readonly PropertyKey[],
  keys: readonly string[],
): string[] => {
  const known = fieldsAt(schema, path);
  return keys.map((key) => {
    const meant = nearest(key, known);
    if (meant !== undefined) return `is no field here; did you mean ${meant}?`;
    return known.length === 0
      ? 'is no field here'
      : `is no field here; there are ${known.join(', ')}`;
  });
};

/** The fields of the object at a path into a schema; none where the path leads through a choice. */
const fieldsAt = (schema: z.ZodType, path: readonly PropertyKey[]): string[] => {
  const inner = unwrapped(path.reduce(child, schema as unknown));
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
};

/** The schema inside of defaults, pre-processing and the like. */
const unwrapped = (schema: unknown): unknown => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return unwrapped(schema.def.innerType);
  if (schema instanceof z.ZodPipe) return unwrapped(schema.def.out);
  return schema;
};

const child = (schema: unknown, part: PropertyKey): unknown => {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodArray) return inner.element;
  return inner instanceof z.ZodObject ? inner.shape[String(part)] : undefined;
};
