import type { OperatorClient } from '@keepsake/client/operator';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useApi } from './api-context.tsx';

/**
 * Something an operator does. Afterwards every screen's answers are asked again, however it ended:
 * a request without an answer may have been carried out. A second call while one runs does nothing,
 * because both clicks of a double click come before a button can be drawn as disabled.
 */
export const useAction = <Input, Answer>(
  act: (api: OperatorClient, input: Input) => Promise<Answer>,
): UseMutationResult<Answer, Error, Input> => {
  const api = useApi();
  const queries = useQueryClient();
  const isRunning = useRef(false);
  const action = useMutation({
    mutationFn: (input: Input) => act(api, input),
    onSettled: () => {
      isRunning.current = false;
      return queries.invalidateQueries();
    },
  });
  const mutate: typeof action.mutate = (...given) => {
    if (isRunning.current) return;
    isRunning.current = true;
    action.mutate(...given);
  };
  return { ...action, mutate };
};
