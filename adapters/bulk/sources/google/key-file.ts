import { createPrivateKey } from 'node:crypto';
import * as z from 'zod';
import type { ServiceAccount } from '../../../aws/http-guard.ts';

const keyFileSchema = z.object({
  type: z.literal('service_account'),
  client_email: z.string(),
  private_key_id: z.string(),
  private_key: z.string().startsWith('-----BEGIN'),
});

/** The account in a key file as Google writes it. Throws if the text is none. */
export const serviceAccountIn = (text: string): ServiceAccount => {
  const key = keyFileSchema.parse(JSON.parse(text));
  // Throws for a key that signs nothing.
  createPrivateKey(key.private_key);
  return { email: key.client_email, keyId: key.private_key_id, privateKey: key.private_key };
};
