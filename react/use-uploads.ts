import type { KeepsakeClient, Progress, Upload, UploadOptions } from '@keepsake/client/browser';
import { useCallback, useEffect, useRef, useState } from 'react';

/** A chosen file on its way: `progress` is the last report, and `error` says why it failed. */
export type FileUpload = {
  /** Of this choice, in this page. */
  id: string;
  file: File;
  state: 'sending' | 'uploaded' | 'failed';
  progress: Progress | undefined;
  upload: Upload | undefined;
  error: Error | undefined;
};

/** Options of every file: all of an upload but what belongs to one file. */
export type UploadsOptions = Pick<
  UploadOptions,
  'category' | 'partnerId' | 'metadata' | 'isPublic' | 'jobId'
>;

export type Uploads = {
  /** In the order in which they were chosen. */
  files: readonly FileUpload[];
  /** Starts to send files. A file that was interrupted before sends only its missing parts. */
  add(files: Iterable<File>): void;
  /** Sends a file again that failed. */
  retry(id: string): void;
  /** Stops a file, or deletes its upload. */
  remove(id: string): void;
};

let filesSoFar = 0;

/** Sends files through a client, and stops when the component goes. */
export const useUploads = (client: KeepsakeClient, options: UploadsOptions): Uploads => {
  const [files, setFiles] = useState<readonly FileUpload[]>([]);
  const stops = useRef(new Map<string, AbortController>());
  const wanted = useRef(options);
  wanted.current = options;

  useEffect(() => {
    const { current } = stops;
    return () => {
      for (const stop of current.values()) stop.abort();
    };
  }, []);

  const change = useCallback((id: string, news: Partial<FileUpload>): void => {
    setFiles((known) => known.map((one) => (one.id === id ? { ...one, ...news } : one)));
  }, []);

  const send = useCallback(
    async ({ id, file }: FileUpload): Promise<void> => {
      const stop = new AbortController();
      stops.current.set(id, stop);
      try {
        const onProgress = (progress: Progress) => change(id, { progress });
        const { signal } = stop;
        const upload = await client.upload(file, { ...wanted.current, onProgress, signal });
        change(id, { state: 'uploaded', upload });
      } catch (error) {
        if (!stop.signal.aborted) change(id, { state: 'failed', error: asError(error) });
      } finally {
        stops.current.delete(id);
      }
    },
    [client, change],
  );

  const add = useCallback(
    (chosen: Iterable<File>): void => {
      const added = [...chosen].map(newFile);
      setFiles((known) => [...known, ...added]);
      for (const one of added) void send(one);
    },
    [send],
  );

  const retry = (id: string): void => {
    const failed = files.find((one) => one.id === id && one.state === 'failed');
    if (!failed) return;
    change(id, { state: 'sending', error: undefined });
    void send(failed);
  };

  const remove = (id: string): void => {
    stops.current.get(id)?.abort();
    const uploadId = files.find((one) => one.id === id)?.upload?.uploadId;
    setFiles((known) => known.filter((one) => one.id !== id));
    // Uploads that cannot be deleted now expire.
    if (uploadId !== undefined) void client.deleteUpload(uploadId).catch(() => undefined);
  };

  return { files, add, retry, remove };
};

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));

const newFile = (file: File): FileUpload => ({
  id: nextId(),
  file,
  state: 'sending',
  progress: undefined,
  upload: undefined,
  error: undefined,
});

/** Counted: browsers have no `crypto.randomUUID` on a page of plain http, as in a local network. */
const nextId = (): string => {
  filesSoFar += 1;
  return `${filesSoFar}`;
};
