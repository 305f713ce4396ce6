import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { type AskPage, noList } from './list-pages.ts';

/** Turns the errors of a request into ours. */
type Asking = <Answer>(ask: () => Promise<Answer>) => Promise<Answer>;

/** Asks for pages of a listing by the SDK, which most programs have loaded anyway. */
export const sdkPages =
  (client: S3Client, asking: Asking): AskPage =>
  (query) =>
    asking(async () => {
      try {
        return await client.send(new ListObjectsV2Command(query));
      } catch (error) {
        throw isUnreadable(error) ? noList(query.Bucket, error) : error;
      }
    });

/** True for the SDK's words about an answer that it could not read: a cut, or another document. */
const isUnreadable = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('Deserialization error');
