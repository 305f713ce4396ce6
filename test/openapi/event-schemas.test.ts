import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import * as z from 'zod';
import {
  jobEvents,
  orderEvents,
  paymentEvents,
  scanEvents,
  uploadEvents,
  webhookEvents,
} from '../../core/event-names.ts';
import type { BusEventType } from '../../openapi/events/bus-events.ts';
import { busEvents, eventSchema, schemaFile } from '../../openapi/events/event-schemas.ts';
import { writeEventSchemas } from '../../openapi/events/write-event-schemas.ts';

const sources = [orderEvents, jobEvents, uploadEvents, paymentEvents, scanEvents, webhookEvents];
const known = sources.flatMap(({ source, ...types }) =>
  Object.values<string>(types).map((detailType) => ({ source, detailType })),
);

const all = Object.entries(busEvents);

describe('the schemas of events', () => {
  it('are there for every event that Keepsake sends or hears, and for no other', () => {
    const described = all.map(([detailType, { source }]) => ({ source, detailType }));
    expect(described.length).toBe(known.length);
    expect(described).toEqual(expect.arrayContaining(known));
  });

  it('are those in docs/events: run `npm run openapi` after a change', () => {
    expect(readdirSync('docs/events').sort()).toEqual(
      all.map(([detailType, event]) => schemaFile(detailType, event)).sort(),
    );
  });

  it.each(all)(
    '%s: the published schema is current, valid and has a true example',
    async (detailType, event) => {
      const published = JSON.parse(
        readFileSync(`docs/events/${schemaFile(detailType, event)}`, 'utf8'),
      );
      expect(published).toEqual(eventSchema(detailType, event));
      expect(await new Validator().validate(published)).toEqual({ valid: true });
      expect(event.detail.parse(event.example)).toEqual(event.example);
    },
  );
});

describe('npm run openapi', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keepsake-events-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const event: BusEventType = {
    version: '1.0.0',
    source: 'keepsake.orders',
    summary: 'A test.',
    detail: z.strictObject({ orderId: z.string() }),
    example: { orderId: 'ord_1' },
  };
  const changed = { ...event, detail: z.strictObject({ orderId: z.string(), at: z.string() }) };

  it('refuses to publish another schema under the same version', () => {
    writeEventSchemas(folder, { Tested: event });
    expect(() => writeEventSchemas(folder, { Tested: changed })).toThrow(
      /Raise its version 1\.0\.0/,
    );
    writeEventSchemas(folder, { Tested: { ...changed, version: '1.1.0' } });
    const [file] = readdirSync(folder);
    expect(readFileSync(join(folder, `${file}`), 'utf8')).toContain('"version": "1.1.0"');
  });

  it('removes the schema of an event that is sent no more', () => {
    writeEventSchemas(folder, { Tested: event });
    writeEventSchemas(folder, {});
    expect(readdirSync(folder)).toEqual([]);
  });
});
