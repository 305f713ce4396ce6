import { NotSignedIn } from '../errors.ts';
import type { Clock } from '../shared/ports.ts';
import { callerOfKey } from './machine-keys.ts';
import { machineKeyPrefix } from './model/machine-key.ts';
import { type Caller, sessionTokenPrefix } from './model/session.ts';
import { hashToken } from './model/token-hash.ts';
import type { MachineKeys, Sessions, TokenVerifier } from './ports.ts';

type Deps = {
  sessions: Sessions;
  keys: Pick<MachineKeys, 'find'>;
  tokens: TokenVerifier;
  clock: Clock;
  adminGroup: string;
  workerGroup: string;
  viewerGroup: string;
};

/**
 * Resolves `Authorization: Bearer …` to its caller: an anonymous session, a machine key, or a user
 * of the configured issuer. Throws `NotSignedIn`.
 */
export const authenticate = async (
  deps: Deps,
  authorization: string | undefined,
): Promise<Caller> => {
  const token = authorization?.match(/^Bearer ([^\s]+)$/i)?.[1];
  if (!token) throw new NotSignedIn('Send Authorization: Bearer <token>.');
  if (token.startsWith(machineKeyPrefix)) return callerOfKey(deps, token);
  return token.startsWith(sessionTokenPrefix) ? fromSession(deps, token) : fromJwt(deps, token);
};

/** Expiry is checked here: DynamoDB's TTL may take days to remove an expired item. */
const fromSession = async ({ sessions, clock }: Deps, token: string): Promise<Caller> => {
  const session = await sessions.findByTokenHash(hashToken(token));
  if (!session || session.claimedBy !== undefined || session.expiresAt <= clock.now().toISOString())
    throw new NotSignedIn(
      'This session is unknown, was claimed or has expired. Start a new one: POST /sessions.',
    );
  return { ownerId: session.sessionId, admin: false, worker: false };
};

const fromJwt = async (
  { tokens, adminGroup, workerGroup, viewerGroup }: Deps,
  token: string,
): Promise<Caller> => {
  const { subject, groups } = await tokens.verify(token);
  const admin = groups.includes(adminGroup);
  return {
    ownerId: `usr_${subject}`,
    admin,
    worker: admin || groups.includes(workerGroup),
    ...(groups.includes(viewerGroup) && { viewer: true }),
  };
};
