import * as z from 'zod';

export type Json = Record<string, unknown>;

// Shared schemas are named once and referred to. The schemas of input and output may differ in
// defaults and transforms.
export const reference = (id: string): string => `#/components/schemas/${id}`;

export const registry = z.globalRegistry;

export const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const id = registry.get(schema)?.id;
  if (id) return { $ref: reference(id) };
  const { $schema: _draft, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return shareDefinitions(json) as Json;
};

// zod copies a named schema that lies inside another into `$defs` of its own. Inside the document
// that pointer leads nowhere.
const shareDefinitions = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(shareDefinitions);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => key !== '$defs')
      .map(([key, value]) => [
        key,
        key === '$ref' ? String(value).replace('#/$defs/', reference('')) : shareDefinitions(value),
      ]),
  );
};

export const content = (answer: z.ZodType | string, examples: Json): Json =>
  typeof answer === 'string'
    ? { [answer]: { schema: { type: 'string' }, ...examples } }
    : { 'application/json': { schema: jsonSchema(answer, 'output'), ...examples } };
