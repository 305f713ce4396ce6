import * as z from 'zod';
import type { RouteName } from '../core/route-functions.ts';
import { routes } from '../core/routes.ts';
import { answerValues } from './examples/answer-examples.ts';
import { bodyExamples } from './examples/body-examples.ts';
import { pathExample, queryExamples } from './examples/parameter-examples.ts';
import { type Json, jsonSchema, reference, registry } from './json-schema.ts';
import { type Operation, tags } from './operation.ts';
import { operations } from './operations.ts';
import { problemExamples } from './refusals.ts';
import {
  location,
  problemContent,
  refused,
  retryAfter,
  successes,
  unauthorized,
} from './responses.ts';

const idempotencyKey: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Your own name for the request, best a UUID: repeated within a day, it is answered again and ' +
    'creates nothing more',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[ -~]{1,255}$' },
};

/** Each stage has its own address: see `keepsake doctor` or the deployment's output. */
const servers: Json[] = [
  {
    url: 'https://{host}',
    description: 'The API of one stage',
    variables: {
      host: {
        default: 'api.example.com',
        description: "The stage's API host, from the deployment's output",
      },
    },
  },
];

/** The HTTP API as an OpenAPI 3.1 document, made from the schemas that validate. */
export const openApi = (): Json => ({
  openapi: '3.1.1',
  info: {
    title: 'Keepsake',
    version: '1',
    description: 'Files your customers paid for, kept.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers,
  tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
  paths: paths(),
  components: {
    securitySchemes: {
      token: {
        type: 'http',
        scheme: 'bearer',
        description: 'A session token, or an access token of the configured issuer',
      },
    },
    headers: { Location: location, RetryAfter: retryAfter },
    examples: Object.fromEntries(
      Object.entries({ ...answerValues, ...problemExamples }).map(([name, value]) => [
        name,
        { value },
      ]),
    ),
    schemas: components(),
  },
});

const paths = (): Json => {
  const byPath: Record<string, Json> = {};
  for (const name of Object.keys(routes) as RouteName[]) {
    const { method, path } = routes[name];
    const described = describeRoute(name);
    byPath[path] = {
      ...byPath[path],
      [method.toLowerCase()]: described,
      ...('head' in routes[name] && { head: withoutBodies(name, described) }),
    };
  }
  return byPath;
};

const describeRoute = (name: RouteName): Json => {
  const operation = operations[name];
  const { access } = routes[name];
  return {
    operationId: name,
    summary: operation.summary,
    ...(operation.description !== undefined && { description: operation.description }),
    tags: [operation.tag],
    security: access === 'public' ? [] : [{ token: [] }],
    parameters: parameters(name, operation),
    ...requestBody(name, operation),
    responses: {
      ...successes(name, operation),
      ...unauthorized(access, operation),
      ...refused(operation),
      500: { description: 'Our mistake', content: problemContent },
    },
  };
};

const parameters = (route: RouteName, { query, isIdempotent }: Operation): Json[] => [
  ...pathParameters(routes[route].path),
  ...Object.entries(query?.shape ?? {}).map(([name, field]) =>
    queryParameter(route, name, field as z.ZodType),
  ),
  ...(isIdempotent ? [idempotencyKey] : []),
];

const pathParameters = (path: string): Json[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = 'id']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
    example: pathExample(path, name),
  }));

const queryParameter = (route: RouteName, name: string, field: z.ZodType): Json => {
  const schema = jsonSchema(field, 'input');
  const example = queryExamples[route]?.[name];
  return {
    name,
    in: 'query',
    required: !field.safeParse(undefined).success,
    schema,
    ...(example !== undefined && { example: asTyped(example, schema) }),
  };
};

const asTyped = (text: string, { type }: Json): string | number =>
  type === 'integer' || type === 'number' ? Number(text) : text;

const requestBody = (name: RouteName, { body, bodyOptional, isForm }: Operation): Json =>
  body
    ? {
        requestBody: {
          required: !bodyOptional,
          content: {
            [isForm ? 'multipart/form-data' : 'application/json']: {
              schema: { $ref: reference(bodyName(name)) },
              example: bodyExamples[name],
            },
          },
        },
      }
    : {};

/** The component a route's body is named as: generators make their type names of it. */
const bodyName = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}Request`;

/** The answers of GET without their bodies, for HEAD. */
const withoutBodies = (name: RouteName, { responses, summary, ...described }: Json): Json => ({
  ...described,
  operationId: `${name}Head`,
  summary: `${String(summary)}: headers alone`,
  responses: Object.fromEntries(
    Object.entries(responses as Json).map(([status, response]) => [
      status,
      withoutContent(response),
    ]),
  ),
});

const withoutContent = (response: unknown): Json => {
  const { content: _content, ...rest } = response as Json;
  return rest;
};

// Every schema with an id, wherever it is used, is a component.
const components = (): Json => {
  const { schemas } = z.toJSONSchema(registry, { uri: reference, unrepresentable: 'any' }) as {
    schemas: Record<string, Json>;
  };
  const views = Object.entries(schemas).map(
    ([id, { $schema: _draft, $id: _id, ...schema }]) => [id, schema] as const,
  );
  return Object.fromEntries(
    [...views, ...Object.entries(bodies())].sort(([a], [b]) => (a < b ? -1 : 1)),
  );
};

const bodies = (): Json =>
  Object.fromEntries(
    Object.entries(operations)
      .flatMap(([name, { body }]): [string, Json][] =>
        body ? [[bodyName(name), jsonSchema(body, 'input')]] : [],
      )
      .flatMap(withNamedChoices),
  );

/**
 * Generators name no type for an object in a choice, and openapi-python-client drops such a schema.
 * A choice with a title becomes a component of that name.
 */
const withNamedChoices = ([name, schema]: [string, Json]): [string, Json][] => {
  const choices = (schema.anyOf ?? []) as Json[];
  const titled = choices.filter(({ title }) => title !== undefined);
  if (titled.length === 0) return [[name, schema]];
  const anyOf = choices.map((choice) =>
    choice.title === undefined ? choice : { $ref: reference(String(choice.title)) },
  );
  return [
    [name, { ...schema, anyOf }],
    ...titled.map(({ title, ...choice }): [string, Json] => [String(title), choice]),
  ];
};
