import * as z from 'zod';
import { configSchema } from '../../lib/config-schema.ts';
import { defaults } from '../../lib/defaults.ts';

/** As much of a JSON schema as settings use. */
export type JsonNode = {
  type?: string;
  properties?: Record<string, JsonNode>;
  required?: string[];
  items?: JsonNode;
  additionalProperties?: JsonNode | false;
  anyOf?: JsonNode[];
  oneOf?: JsonNode[];
  enum?: (string | number)[];
  const?: string | number;
  format?: string;
  default?: unknown;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  maxItems?: number;
};

/** One setting of a stage. Its path has dots: `retention.logDays`. */
export type Setting = {
  path: string;
  node: JsonNode;
  isOptional: boolean;
  /** An earlier setting with the same fields, which are not repeated if none has a default. */
  same?: string;
};

/** The value of a stage at a path. */
export const valueAt = (stage: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown>)?.[name], stage);

/**
 * Every setting of a stage in the schema's order. An optional object is a setting beside its
 * fields; a required one is its fields. The stage's name is the entry's name.
 */
export const settings = (): Setting[] => {
  const root = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' });
  return fieldsOf(root as JsonNode, '', new Map()).filter(({ path }) => path !== 'stage');
};

const fieldsOf = (node: JsonNode, under: string, seen: Map<string, string>): Setting[] =>
  Object.entries(node.properties ?? {}).flatMap(([name, field]) => {
    const path = under === '' ? name : `${under}.${name}`;
    const isOptional = !node.required?.includes(name);
    if (field.properties === undefined) return [{ path, node: field, isOptional }];
    const shape = JSON.stringify(field);
    const same = seen.get(shape);
    if (same !== undefined && valueAt(defaults.prod, path) === undefined)
      return [{ path, node: field, isOptional, same }];
    seen.set(shape, path);
    const fields = fieldsOf(field, path, seen);
    return isOptional ? [{ path, node: field, isOptional }, ...fields] : fields;
  });
