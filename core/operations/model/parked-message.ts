import * as z from 'zod';
import { cutText } from '../../shared/model/text.ts';

/** A message as operators see it. */
export const parkedViewSchema = z.strictObject({
  messageId: z.string(),
  /** When it was sent first, ISO 8601. */
  sentAt: z.string(),
  body: z.string(),
  errorCode: z.string().optional(),
  errorMessage: z.string().optional(),
});

type ParkedView = z.infer<typeof parkedViewSchema>;

/** A message that waits in a dead-letter queue. `handle` is good while it is hidden from others. */
export type ParkedMessage = Pick<ParkedView, 'messageId' | 'sentAt' | 'body'> & {
  attributes: Readonly<Record<string, { StringValue?: string | undefined }>>;
  handle: string;
};

const mostCharacters = 4096;

/** A message as operators see it: its texts are cut off after 4,096 characters. */
export const parkedView = (message: ParkedMessage): ParkedView => {
  const { messageId, sentAt, body } = message;
  const errorCode = attributeOf(message, 'ERROR_CODE');
  const errorMessage = attributeOf(message, 'ERROR_MESSAGE');
  return {
    messageId,
    sentAt,
    body: cutText(body, mostCharacters),
    ...(errorCode !== undefined && { errorCode }),
    ...(errorMessage !== undefined && { errorMessage: cutText(errorMessage, mostCharacters) }),
  };
};

const attributeOf = ({ attributes }: ParkedMessage, name: string): string | undefined =>
  attributes[name]?.StringValue;
