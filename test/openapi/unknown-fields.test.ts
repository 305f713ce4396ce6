import { describe, expect, it } from '@jest/globals';
import { openApi } from '../../openapi/document.ts';

type Schema = {
  type?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: unknown;
  items?: Schema;
  anyOf?: Schema[];
};

/** Older clients send what they always sent. */
const lenient = /^Older(?!CreateBatch|Files)/;

const { schemas } = (openApi() as { components: { schemas: Record<string, Schema> } }).components;
const bodies = Object.entries(schemas).filter(
  ([name]) => name.endsWith('Request') && !lenient.test(name),
);

/** Paths of the objects in a schema that take fields which they do not name. */
const openObjects = (schema: Schema, path: string): string[] => {
  const { properties = {}, additionalProperties, items, anyOf = [] } = schema;
  const isOpen = schema.type === 'object' && additionalProperties === undefined;
  return [
    ...(isOpen ? [path] : []),
    ...Object.entries(properties).flatMap(([name, each]) => openObjects(each, `${path}.${name}`)),
    ...(items ? openObjects(items, `${path}[]`) : []),
    ...anyOf.flatMap((each) => openObjects(each, path)),
  ];
};

describe('a body with a field that its route does not have', () => {
  it('is looked for in every body', () => {
    expect(bodies.length).toBeGreaterThan(20);
  });

  it.each(bodies)('is refused by %s: it might be a misspelt one', (name, schema) => {
    expect(openObjects(schema, name)).toEqual([]);
  });

  it('is missed where an object is open', () => {
    const planted = { type: 'object', properties: { at: { type: 'object' } } };
    expect(openObjects({ ...planted, additionalProperties: false }, 'p')).toEqual(['p.at']);
  });
});
