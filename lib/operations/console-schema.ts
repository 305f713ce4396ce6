import * as z from 'zod';
import { domainSchema, originSchema, webAcl } from '../delivery/delivery-schema.ts';

/** The operators' web console. Sign-in: the pool's, or the stage's own issuer (`client`). */
export const consoleSchema = z.strictObject({
  /** Where operators open it. A domain of its own: never the one of customers' files. */
  domain: domainSchema,
  /** Prefix of Cognito's sign-in pages, unique in the region. For stages with our own pool. */
  signInPrefix: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'must be 1 to 63 of a-z, 0-9 and -')
    .refine(
      (prefix) => !/aws|amazon|cognito/.test(prefix),
      'must not contain aws, amazon or cognito, which Cognito refuses',
    )
    .optional(),
  /** The console as `auth.issuer` knows it: a public PKCE client with callback `/sign-in`. */
  client: z
    .strictObject({
      id: z.string().min(1),
      /** Scopes of a sign-in; `offline_access` where the issuer renews tokens for it. */
      scope: z.string().min(1).default('openid email'),
      /** Origins other than the issuer's that answer the token endpoint. */
      origins: z.array(originSchema).default([]),
    })
    .optional(),
  webAclArn: webAcl.optional(),
});

/** The console's settings. */
export type ConsoleSettings = z.infer<typeof consoleSchema>;

type Signing = { console?: ConsoleSettings | undefined; auth: { issuer?: object | undefined } };

/** The reason why no operator could sign in to the console; undefined if there is none. */
export const consoleProblem = ({ console, auth }: Signing): string | undefined => {
  if (!console) return undefined;
  if (auth.issuer && !console.client)
    return 'needs client: the id under which auth.issuer knows the console';
  if (!(auth.issuer || console.signInPrefix))
    return 'needs signInPrefix: the prefix of the address of Cognito’s sign-in pages';
  return undefined;
};
