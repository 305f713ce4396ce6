import { createContext, useContext } from 'react';

/** A signed-in operator. `role` decides what the console shows; the API enforces it. */
export type Session = {
  /** The name to show: e-mail address, or the token's subject. */
  name: string;
  role: 'admin' | 'viewer' | 'none';
  /** An access token. A call after the API rejected the last token gets a new one or rejects. */
  getToken(): Promise<string>;
  signOut(): void;
};

const SessionContext = createContext<Session | undefined>(undefined);

/** Gives its children the session. */
export const SessionProvider = SessionContext.Provider;

/** The session of the signed-in operator. */
export const useSession = (): Session => {
  const session = useContext(SessionContext);
  if (!session) throw new Error('There is no session here.');
  return session;
};
