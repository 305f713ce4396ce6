/** As `ownerId` of a list: the caller's own records, even an operator's. */
export const oneself = 'me';

/**
 * The owner that a user of the issuer is, from their `sub`. Older systems write the bare id; an
 * owner's id stays as it is.
 */
export const userOwner = (id: string): string => (/^(usr|ses)_/.test(id) ? id : `usr_${id}`);

type Owned = { ownerId: string; sessionId?: string | undefined };

/** Every owner a record may name: its present one, and the session that created it. */
export const ownersOf = ({ ownerId, sessionId }: Owned): string[] =>
  sessionId === undefined ? [ownerId] : [ownerId, sessionId];

/** True for two records of one owner, also while a claim has handed over only one of them. */
export const isSameOwner = (one: Owned, other: Owned): boolean =>
  ownersOf(one).some((owner) => ownersOf(other).includes(owner));
