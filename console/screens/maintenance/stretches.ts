import type { OperatorClient } from '@keepsake/client/operator';
import { useEffect, useRef, useState } from 'react';
import { useAction } from '../../api/action.ts';

type Answer = { dryRun: boolean; cursor?: string };

/** A task that the API does a stretch at a time: `cursor` leads to the next. */
type Ask<Input, Found extends Answer> = (
  api: OperatorClient,
  input: Input & { dryRun: boolean; cursor?: string },
) => Promise<Found>;

/**
 * Runs a task call after call to its end, and keeps every answer. A page that is left ends the task
 * early; finished calls stay done.
 */
export const useStretches = <Input, Found extends Answer>(ask: Ask<Input, Found>) => {
  const [run, setRun] = useState<{ input: Input; found: readonly Found[] }>();
  const hasLeft = useRef(false);
  useEffect(() => {
    hasLeft.current = false;
    return () => {
      hasLeft.current = true;
    };
  }, []);
  const action = useAction(async (api, { input, dryRun }: { input: Input; dryRun: boolean }) => {
    let found: readonly Found[] = [];
    let cursor: string | undefined;
    setRun(undefined);
    do {
      const answer = await ask(api, {
        ...input,
        dryRun,
        ...(cursor !== undefined && { cursor }),
      });
      found = [...found, answer];
      cursor = answer.cursor;
      setRun({ input, found });
    } while (cursor !== undefined && !hasLeft.current);
  });
  const last = run?.found.at(-1);
  return {
    action,
    /** Every answer so far, of a look or of the act itself. */
    found: run?.found ?? [],
    /** The input of a dry run that has come to its end. */
    looked: last?.dryRun === true && last.cursor === undefined ? run?.input : undefined,
  };
};
