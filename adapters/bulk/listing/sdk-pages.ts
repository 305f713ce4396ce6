import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { AskPage } from './list-pages.ts';

/** Turns the errors of a request into ours. */
type Asking = <Answer>(ask: () => Promise<Answer>) => Promise<Answer>;

/** Asks for pages of a listing by the SDK, which most programs have loaded anyway. */
export const sdkPages =
  (client: S3Client, asking: Asking): AskPage =>
  (query) =>
    asking(() => client.send(new ListObjectsV2Command(query)));
