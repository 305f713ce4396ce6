import * as z from 'zod';
import { orderMigrationFailed } from '../../core/errors.ts';
import { deathCauses } from '../../core/orders/model/order-failure.ts';
import { recoverMigration } from '../../core/orders/recover-migration.ts';
import { parseInput } from '../../core/shared/model/parse-input.ts';
import { logger } from '../shared/observed.ts';

/** Step Functions Execution Status Change; `input` is the execution's own input, as JSON. */
export const executionEventSchema = z.object({
  detail: z.object({
    name: z.string(),
    status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']),
    error: z.string().nullish(),
    input: z.string(),
  }),
});

export const executionInputSchema = z.object({ orderId: z.string() });

/** Hands orders whose execution ended abnormally to a compensating run. */
export const consumeExecutions =
  (deps: Parameters<typeof recoverMigration>[0]) =>
  async (event: unknown): Promise<void> => {
    const { name: runId, status, error, input } = parseInput(executionEventSchema, event).detail;
    const { orderId } = parseInput(executionInputSchema, JSON.parse(input));
    const recovered = await recoverMigration(deps, {
      orderId,
      runId,
      cause: deathCauses[status],
      hasAlerted: error === orderMigrationFailed,
    });
    logger.info(recovered ? 'Dead execution taken over' : 'Execution ended as it should', {
      orderId,
      runId,
      status,
    });
  };
