import { createHash } from 'node:crypto';
import type { Quotas } from '../../contract.ts';
import { QuotaExceeded } from '../../errors.ts';
import { type Caller, isSession } from '../../sessions/model/session.ts';
import { daysAfter } from '../../shared/model/later.ts';
import { ipNetwork } from './ip-network.ts';
import type { Upload } from './upload.ts';

/** One file of `bytes`, to be added to a counter that must not exceed its limit. */
export type Reservation = {
  counter: string;
  bytes: number;
  limit: { files: number; bytes: number };
  quota: keyof Quotas;
  /** When there will be room again by itself. */
  retryAfterSeconds?: number;
  /** When the counter itself may be forgotten. */
  forgetAfter: string;
};

/**
 * Records stay a month after their expiry, and are removed up to days later; only then may the
 * counter they are released from go.
 */
const daysAfterExpiry = 60;

/** The most that an owner may have in temporary storage. */
export const temporaryLimit = (quotas: Quotas, ownerId: string): { files: number; bytes: number } =>
  quotas[quotaKind(ownerId)];

const quotaKind = (ownerId: string): 'session' | 'owner' =>
  isSession(ownerId) ? 'session' : 'owner';

/** The caller that announces an upload, and its address. */
export type Sender = { caller: Caller; sourceIp: string };

/**
 * Quotas that a new upload uses, of its owner and its sender. Workers and operators are trusted:
 * nothing is reserved for them.
 */
export const reservationsFor = (
  quotas: Quotas,
  { caller, sourceIp }: Sender,
  upload: Upload,
): Reservation[] =>
  caller.worker || caller.admin
    ? []
    : [temporary(quotas, upload), announcedFrom(sourceIp, quotas, upload)];

/** An owner's quota in temporary storage; given back when the upload leaves it. */
const temporary = (quotas: Quotas, { ownerId, sizeBytes, expiresAt }: Upload): Reservation => {
  return {
    quota: quotaKind(ownerId),
    counter: ownerId,
    bytes: sizeBytes,
    limit: temporaryLimit(quotas, ownerId),
    forgetAfter: daysAfter(expiresAt, daysAfterExpiry).toISOString(),
  };
};

/** An address's daily quota. Never given back: aborting would make announcing free. */
const announcedFrom = (
  ip: string,
  { ip: limit }: Quotas,
  { sizeBytes, createdAt }: Upload,
): Reservation => {
  const day = createdAt.slice(0, 10);
  const midnight = daysAfter(`${day}T00:00:00.000Z`, 1);
  return {
    quota: 'ip',
    counter: ipCounter(ip, day),
    bytes: sizeBytes,
    limit: { files: limit.filesPerDay, bytes: limit.bytesPerDay },
    retryAfterSeconds: Math.ceil((midnight.getTime() - Date.parse(createdAt)) / 1000),
    forgetAfter: daysAfter(midnight, 1).toISOString(),
  };
};

/** Addresses are personal data: the counter's name is a hash that means nothing the next day. */
const ipCounter = (ip: string, day: string): string => {
  const hash = createHash('sha256').update(`${day} ${ipNetwork(ip)}`);
  return `ip#${day}#${hash.digest('base64url').slice(0, 22)}`;
};

/**
 * The record with the holder of its quota. The same holder gets the quota back, even if the upload
 * has another owner by then.
 */
export const withReservation = (upload: Upload, reservations: readonly Reservation[]): Upload => {
  const holder = reservations.find(({ quota }) => quota !== 'ip');
  return holder ? { ...upload, reservedFor: holder.counter } : upload;
};

/** The most a counter may show for the reservation to fit; negative when it never does. */
export const roomFor = ({ bytes, limit }: Reservation): { files: number; bytes: number } => ({
  files: limit.files - 1,
  bytes: limit.bytes - bytes,
});

const rules: Record<keyof Quotas, (limit: string) => string> = {
  session: (limit) =>
    `A session may hold ${limit} in temporary storage. Order, erase or abort some of it, or ` +
    'sign in.',
  owner: (limit) =>
    `One owner may hold ${limit} in temporary storage. Order, erase or abort some of it.`,
  ip: (limit) => `${limit} may be announced from one address a day. Try again tomorrow (UTC).`,
};

/** The refusal of a reservation that does not fit. */
export const quotaExceeded = ({ quota, limit, retryAfterSeconds }: Reservation): QuotaExceeded =>
  new QuotaExceeded(rules[quota](`${limit.files} files and ${limit.bytes} bytes`), {
    context: { quota, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) },
  });
