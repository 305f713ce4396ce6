import { createHmac, timingSafeEqual } from 'node:crypto';

type Signed = { body: string; header: string | undefined };
type Check = { secrets: readonly string[]; now: Date; toleranceSeconds: number };

/**
 * Why a webhook is not Stripe's, or `undefined` if it is: HMAC-SHA256 over `<time>.<body>` by one
 * of the secrets, and the time within the tolerance. Source: Stripe, "Verify webhook signatures
 * manually".
 */
export const signatureFault = (
  { body, header }: Signed,
  { secrets, now, toleranceSeconds }: Check,
): string | undefined => {
  const { time, signatures } = partsOf(header);
  if (time === undefined || !/^\d{1,12}$/.test(time) || signatures.length === 0)
    return 'has no Stripe-Signature header with a time and a v1 signature';
  // Everyone can sign with an empty secret.
  const keys = secrets.filter((secret) => secret.trim() !== '');
  const hmacs = keys.map((secret) =>
    createHmac('sha256', secret).update(`${time}.${body}`).digest(),
  );
  if (!hmacs.some((hmac) => signatures.some((signature) => isEqual(hmac, signature))))
    return 'is signed with none of the secrets of this stage';
  const ageSeconds = Math.abs(now.getTime() / 1000 - Number(time));
  return ageSeconds > toleranceSeconds
    ? `was signed ${Math.round(ageSeconds)} s from now`
    : undefined;
};

/** `t=1700000000,v1=…,v1=…`: several `v1` while a secret is being replaced. */
const partsOf = (
  header: string | undefined,
): { time: string | undefined; signatures: string[] } => {
  const parts = (header?.split(',') ?? []).map((part) => part.trim().split('=', 2));
  return {
    time: parts.find(([name]) => name === 't')?.[1],
    signatures: parts.flatMap(([name, value]) => (name === 'v1' && value ? [value] : [])),
  };
};

const isEqual = (expected: Buffer, signature: string): boolean => {
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
};
