import fc from 'fast-check';
import { hostileValue } from './hostile-values.ts';

/** The parts of JSON Schema that the document uses. */
export type Schema = {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  propertyNames?: Schema;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
};

/**
 * The schemas that `$ref` leads to, and values by the name of their field that get past the first
 * checks.
 */
export type Surroundings = {
  resolve: (ref: string) => Schema;
  samples: Readonly<Record<string, readonly unknown[]>>;
};

const min = new Date('2020-01-01T00:00:00Z');
const max = new Date('2040-01-01T00:00:00Z');

const text = ({ pattern, format, minLength = 0, maxLength = 40 }: Schema): fc.Arbitrary<string> => {
  if (format === 'date-time')
    return fc.date({ min, max, noInvalidDate: true }).map((at) => at.toISOString());
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, 'u'));
  return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)) });
};

const wholeNumber = ({ minimum, exclusiveMinimum, maximum }: Schema): fc.Arbitrary<number> => {
  const min = minimum ?? (exclusiveMinimum === undefined ? 0 : exclusiveMinimum + 1);
  return fc.integer({ min: Math.max(min, -1e6), max: Math.min(maximum ?? 1e6, 1e6) });
};

const object = (schema: Schema, around: Surroundings): fc.Arbitrary<unknown> => {
  const { properties, required = [], additionalProperties, propertyNames = {} } = schema;
  if (properties === undefined && typeof additionalProperties === 'object')
    return fc.dictionary(text(propertyNames), anyValue(additionalProperties, around), {
      maxKeys: 4,
    });
  const fields = Object.entries(properties ?? {});
  return fc.record(
    Object.fromEntries(fields.map(([name, field]) => [name, fieldValue(name, field, around)])),
    { requiredKeys: required.filter((name) => properties?.[name] !== undefined) },
  );
};

const plain = (schema: Schema, around: Surroundings): fc.Arbitrary<unknown> => {
  if (schema.$ref !== undefined) return plain(around.resolve(schema.$ref), around);
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => anyValue(choice, around)));
  switch (schema.type) {
    case 'string':
      return text(schema);
    case 'integer':
      return wholeNumber(schema);
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e12, max: schema.maximum ?? 1e12 });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(anyValue(schema.items ?? {}, around), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, Math.max(4, schema.minItems ?? 0)),
      });
    case 'object':
      return object(schema, around);
    default:
      return fc.jsonValue();
  }
};

/** The value of a field: most often one that exists, so that requests get past the look-ups. */
export const fieldValue = (
  name: string,
  schema: Schema,
  around: Surroundings,
): fc.Arbitrary<unknown> => {
  const samples = Object.hasOwn(around.samples, name) ? around.samples[name] : undefined;
  const other = anyValue(schema, around);
  if (samples === undefined) return other;
  return fc.oneof(
    { arbitrary: fc.constantFrom(...samples), weight: 6 },
    { arbitrary: other, weight: 1 },
  );
};

/** Mostly values that the schema allows; now and then, at any depth, one that breaks programs. */
export const anyValue = (schema: Schema, around: Surroundings): fc.Arbitrary<unknown> =>
  fc.oneof(
    { arbitrary: plain(schema, around), weight: 24 },
    { arbitrary: hostileValue, weight: 1 },
  );
