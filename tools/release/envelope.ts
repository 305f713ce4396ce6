import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import * as z from 'zod';
import type { Statement } from './statements.ts';

// DSSE 1.0: a signature over type and payload, so that no payload passes for another kind.
const payloadType = 'application/vnd.in-toto+json';

const envelopeSchema = z.strictObject({
  payloadType: z.literal(payloadType),
  payload: z.base64(),
  signatures: z.array(z.strictObject({ sig: z.base64() })).min(1),
});

/** A signed statement: https://github.com/secure-systems-lab/dsse. */
export type Envelope = z.infer<typeof envelopeSchema>;

/** Signs a statement by a private key (PEM: Ed25519, ECDSA or RSA). Throws for anything else. */
export const signStatement = (statement: Statement, privateKeyPem: string): Envelope => {
  const key = createPrivateKey(privateKeyPem);
  const payload = Buffer.from(JSON.stringify(statement));
  const sig = sign(hashOf(key), signedBytes(payload), key).toString('base64');
  return { payloadType, payload: payload.toString('base64'), signatures: [{ sig }] };
};

// Ed25519 has its own hash; keys of other kinds sign a SHA-256.
const hashOf = ({ asymmetricKeyType }: KeyObject): string | null =>
  asymmetricKeyType === 'ed25519' ? null : 'sha256';

const signedBytes = (payload: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `),
    payload,
  ]);

/** The statement in an envelope. Throws if the public key (PEM) did not sign it. */
export const openEnvelope = (envelope: unknown, publicKeyPem: string): Statement => {
  const { payload, signatures } = envelopeSchema.parse(envelope);
  const key = createPublicKey(publicKeyPem);
  const bytes = Buffer.from(payload, 'base64');
  const isSigned = signatures.some(({ sig }) =>
    verify(hashOf(key), signedBytes(bytes), key, Buffer.from(sig, 'base64')),
  );
  if (!isSigned) throw new Error('The statement is not signed by this key.');
  return JSON.parse(bytes.toString()) as Statement;
};
