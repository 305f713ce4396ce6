import { isObject, withoutNulls } from '../../shared/model/is-object.ts';

/** Fields of a job that older clients may write in today's words. Any other is passed over. */
const ours = ['ownerId', 'title', 'description', 'tags', 'metadata', 'onFinish'] as const;

const older: Readonly<Record<string, string>> = {
  video_upload_id: 'video',
  transcript_upload_id: 'transcript',
};

/** Fields of older clients that say how a job is to be done, not what it works on. */
const asMetadata = ['voice'] as const;

/**
 * A job as older clients describe it, in the words of POST /jobs: named uploads are inputs, a voice
 * is metadata, and the files stay unless the client says otherwise. What no job has is passed over,
 * as it was for them. Any other body is left as it is.
 */
export const fromOlderJob = (sent: unknown): unknown => {
  if (!isObject(sent) || (sent.inputs ?? undefined) !== undefined) return sent;
  const body = withoutNulls(sent);
  const uploads = taken(body, Object.keys(older)).map(([name, id]) => [older[name], id]);
  if (uploads.length === 0) return sent;
  const metadata = Object.fromEntries(taken(body, asMetadata));
  return {
    title: 'Processing',
    onFinish: { inputs: 'keep', outputs: 'keep' },
    ...Object.fromEntries(taken(body, ours)),
    inputs: Object.fromEntries(uploads),
    ...(Object.keys(metadata).length > 0 && {
      metadata: { ...(isObject(body.metadata) && body.metadata), ...metadata },
    }),
  };
};

const taken = (body: Record<string, unknown>, names: readonly string[]) =>
  names.flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]] as const]));
