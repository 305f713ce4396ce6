import * as z from 'zod';

/** A second region, where a copy of every permanent file lies. */
export const replicaSchema = z.strictObject({
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be the name of a region, e.g. eu-west-1'),
  /**
   * `global`: the tables have replicas there, too. `export`: a copy of each is written there once a
   * day. Absent: files alone.
   */
  tables: z.enum(['global', 'export']).optional(),
});
