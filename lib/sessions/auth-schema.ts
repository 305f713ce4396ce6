import * as z from 'zod';

/** One audience, or several where each application has its own. */
const audienceSchema = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

/** Groups of users, and the issuer of their tokens. */
export const authSchema = z.strictObject({
  adminGroup: z.string().min(1),
  /** Whose members' programs read the inputs of jobs and finish them. */
  workerGroup: z.string().min(1),
  /** Whose members see what operators see, and change nothing. */
  viewerGroup: z.string().min(1),
  /** Any OpenID Connect issuer; the stack makes a Cognito pool when absent. */
  issuer: z
    .strictObject({ issuer: z.url(), jwksUri: z.url(), audience: audienceSchema })
    .optional(),
  /**
   * The Cognito pool of a stage of version 0.1.0, which no stack of this stage holds. `inService`
   * is for the one deployment after which the Service stack can let go of the pool.
   */
  pool: z
    .strictObject({
      id: z.string().regex(/^[\w-]+_[0-9a-zA-Z]+$/, 'must be the id of a user pool'),
      client: z.string().regex(/^\w+$/, 'must be the id of an app client'),
      inService: z.boolean().optional(),
    })
    .optional(),
  /** Lets clients sign in with a password: for scripts on the emulator, never in production. */
  passwordSignIn: z.boolean(),
});
