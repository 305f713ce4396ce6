import type { OperatorClient } from '@keepsake/client/operator';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from './api-context.tsx';

/**
 * Something an operator does. Afterwards every screen's answers are asked again, however it ended:
 * a request without an answer may have been carried out.
 */
export const useAction = <Input, Answer>(
  act: (api: OperatorClient, input: Input) => Promise<Answer>,
) => {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => act(api, input),
    onSettled: () => queries.invalidateQueries(),
  });
};
