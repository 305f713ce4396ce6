import * as z from 'zod';

/** A second region, where a copy of every permanent file lies. */
export const replicaSchema = z.strictObject({
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be the name of a region, e.g. eu-west-1'),
  /** `global`: the tables have replicas there, too. Absent: files alone. */
  tables: z.literal('global').optional(),
});
