import type * as z from 'zod';

/** An event on the bus: its source, the schema of its detail, and an example of a detail. */
export type BusEventType = {
  /**
   * Of the detail's schema, as Semantic Versioning has it. A new optional field raises the minor
   * version; a field that goes, changes its type or becomes optional raises the major one.
   */
  version: `${number}.${number}.${number}`;
  source: string;
  summary: string;
  /** Strict, so that a test fails when more is sent than is published. */
  detail: z.ZodType;
  example: Record<string, unknown>;
};

/** By detail type. */
export type BusEvents = Record<string, BusEventType>;
