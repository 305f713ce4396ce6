import type { KeepsakeClient } from '@keepsake/client/browser';
import { type ChangeEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { englishTexts, type UploadTexts } from './upload-texts.ts';
import { type FileUpload, type UploadsOptions, useUploads } from './use-uploads.ts';

/** An uploaded file as `POST /orders` takes it. */
export type OrderedFile = { uploadId: string; role: string; required: boolean };

export type UploadFieldProps = UploadsOptions & {
  client: KeepsakeClient;
  /** Names the field. */
  label: ReactNode;
  /** The files' role in an order, like `photo`. The category when absent. */
  orderRole?: string;
  /** Whether an order fails without the files. true. */
  required?: boolean;
  /** As the attribute of `<input type="file">`. */
  accept?: string;
  multiple?: boolean;
  disabled?: boolean;
  className?: string;
  texts?: Partial<UploadTexts>;
  /** Told the uploaded files whenever they change. */
  onChange?: (files: OrderedFile[]) => void;
};

const percentOf = ({ progress }: FileUpload): number =>
  progress && progress.totalBytes > 0
    ? Math.floor((progress.sentBytes / progress.totalBytes) * 100)
    : 0;

/**
 * A labelled field that sends files as they are chosen, with progress, retry and removal of each.
 * The field has no styles: `className` is of the fieldset, and `data-state` of each file.
 */
export const UploadField = (props: UploadFieldProps) => {
  const { client, label, accept, multiple, disabled, className, onChange, ...more } = props;
  const { orderRole, required = true, texts: own, ...options } = more;
  const { files, add, retry, remove } = useUploads(client, options);
  const texts = { ...englishTexts, ...own };
  const inputId = useId();
  const role = orderRole ?? options.category;
  const tell = useRef(onChange);
  tell.current = onChange;

  // Compared by its text: the list is another array at every progress.
  const uploaded = files.flatMap(({ upload }) => upload?.uploadId ?? []);
  const ids = JSON.stringify(uploaded);
  useEffect(() => {
    const all: string[] = JSON.parse(ids);
    tell.current?.(all.map((uploadId) => ({ uploadId, role, required })));
  }, [ids, role, required]);

  const choose = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    add(target.files ?? []);
    // The same file can be chosen again.
    target.value = '';
  };

  return (
    <fieldset className={className} disabled={disabled}>
      <legend>
        <label htmlFor={inputId}>{label}</label>
      </legend>
      <input id={inputId} type="file" accept={accept} multiple={multiple} onChange={choose} />
      <ul>
        {files.map((one) => (
          <li key={one.id} data-state={one.state}>
            <span>{one.file.name}</span>
            {one.state === 'sending' && (
              <progress
                aria-label={texts.progressOf(one.file.name)}
                max={100}
                value={percentOf(one)}
              />
            )}
            <span>{texts.state(one, percentOf(one))}</span>
            {one.state === 'failed' && (
              <button
                type="button"
                aria-label={texts.retry(one.file.name)}
                onClick={() => retry(one.id)}
              >
                ↻
              </button>
            )}
            <button
              type="button"
              aria-label={texts.remove(one.file.name)}
              onClick={() => remove(one.id)}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <p role="status">{texts.summary(uploaded.length, files.length)}</p>
    </fieldset>
  );
};
