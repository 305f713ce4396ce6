import * as z from 'zod';
import type { Json } from '../json-schema.ts';
import type { BusEvents, BusEventType } from './bus-events.ts';
import { jobsOnTheBus } from './job-events.ts';
import { ordersOnTheBus } from './order-events.ts';
import { paymentsOnTheBus } from './payment-events.ts';
import { scansOnTheBus } from './scan-events.ts';
import { uploadsOnTheBus } from './upload-events.ts';
import { webhooksOnTheBus } from './webhook-events.ts';

/** Every event on the bus, by detail type. */
export const busEvents: BusEvents = {
  ...ordersOnTheBus,
  ...paymentsOnTheBus,
  ...jobsOnTheBus,
  ...uploadsOnTheBus,
  ...scansOnTheBus,
  ...webhooksOnTheBus,
};

const text = { type: 'string' };

/** The envelope that EventBridge adds to the detail of every event. */
const envelope = {
  version: text,
  id: text,
  'detail-type': text,
  source: text,
  account: text,
  time: { type: 'string', format: 'date-time' },
  region: text,
  resources: { type: 'array', items: text },
};

/** The schema of an event as EventBridge's schema registry takes it (type `OpenApi3`). */
export const eventSchema = (detailType: string, event: BusEventType): Json => ({
  openapi: '3.0.0',
  info: { version: event.version, title: detailType },
  paths: {},
  components: {
    schemas: {
      AWSEvent: {
        type: 'object',
        required: [...Object.keys(envelope), 'detail'],
        'x-amazon-events-detail-type': detailType,
        'x-amazon-events-source': event.source,
        properties: {
          ...envelope,
          detail: { $ref: `#/components/schemas/${detailType}` },
        },
      },
      [detailType]: detailSchema(event),
    },
  },
});

/**
 * The detail as OpenAPI 3.0 describes it. Listeners must accept fields that a later minor version
 * adds, so additional properties stay allowed.
 */
const detailSchema = ({ detail, summary, example }: BusEventType): Json => {
  const schema = z.toJSONSchema(detail, {
    target: 'openapi-3.0',
    io: 'output',
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return { ...schema, description: summary, example };
};

/** Where the schema lies in docs/events; EventBridge names schemas `source@detail-type`, too. */
export const schemaFile = (detailType: string, { source }: BusEventType): string =>
  `${source}@${detailType}.json`;
