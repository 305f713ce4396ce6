import { type Json, type Measured, type Stacks, textOf } from './measured.ts';

/** A limit of AWS that a template of ours can break. */
export type Limit = {
  name: string;
  /** Page of docs.aws.amazon.com. */
  document: string;
  limit: number;
  /** Largest value today, about. */
  now: number;
  measure: (stacks: Stacks) => Measured[];
};

/** Characters that a value has in AWS, once its references are resolved. */
export const length = (value: Json): number => (value === undefined ? 0 : textOf(value).length);

/** Likewise in bytes. */
export const bytes = (value: Json): number => Buffer.byteLength(textOf(value));
