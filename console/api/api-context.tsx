import { createOperatorClient, type OperatorClient } from '@keepsake/client/operator';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { useSession } from '../session/session.ts';

const ApiContext = createContext<OperatorClient | undefined>(undefined);

/** Gives its children the operators' API, called with the session's token. */
export const ApiProvider = ({ children }: { children: ReactNode }) => {
  const { getToken } = useSession();
  const [api] = useState(() => createOperatorClient({ baseUrl: '/api', token: getToken }));
  return <ApiContext value={api}>{children}</ApiContext>;
};

/** The operators' API. */
export const useApi = (): OperatorClient => {
  const api = useContext(ApiContext);
  if (!api) throw new Error('There is no API here.');
  return api;
};
