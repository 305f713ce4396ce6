import type { KeepsakeClient } from '@keepsake/client/browser';
import { type ChangeEvent, type MouseEvent, type ReactNode, useEffect, useId, useRef } from 'react';
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
  /** Whether several files are taken. Otherwise another choice replaces the file. false. */
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

type Pressed = MouseEvent<HTMLButtonElement>;

const lastButtonIn = (item: Element | null | undefined): HTMLElement | null | undefined =>
  item?.querySelector<HTMLElement>('button:last-of-type');

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
  const input = useRef<HTMLInputElement>(null);
  const role = orderRole ?? options.category;
  const tell = useRef(onChange);
  tell.current = onChange;

  // Compared by its text: the list is another array at every progress.
  const uploaded = files.flatMap(({ upload }) => upload?.uploadId ?? []);
  const failed = files.filter(({ state }) => state === 'failed');
  const ids = JSON.stringify(uploaded);
  useEffect(() => {
    const all: string[] = JSON.parse(ids);
    tell.current?.(all.map((uploadId) => ({ uploadId, role, required })));
  }, [ids, role, required]);

  const choose = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    const chosen = [...(target.files ?? [])];
    if (!multiple && chosen.length > 0) for (const { id } of files) remove(id);
    add(chosen);
    // The same file can be chosen again.
    target.value = '';
  };

  // A button that goes takes the keyboard's place with it, and Tab would begin at the page's start.
  const retryPressed = (id: string, { currentTarget }: Pressed): void => {
    lastButtonIn(currentTarget.closest('li'))?.focus();
    retry(id);
  };
  const removePressed = (id: string, { currentTarget, detail }: Pressed): void => {
    // The second click of a double click lands on the file that has moved up.
    if (detail > 1) return;
    const item = currentTarget.closest('li');
    const next = lastButtonIn(item?.nextElementSibling ?? item?.previousElementSibling);
    (next ?? input.current)?.focus();
    remove(id);
  };

  return (
    <fieldset className={className} disabled={disabled}>
      <legend>
        <label htmlFor={inputId}>{label}</label>
      </legend>
      <input
        id={inputId}
        ref={input}
        type="file"
        accept={accept}
        multiple={multiple}
        onChange={choose}
      />
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
                onClick={(event) => retryPressed(one.id, event)}
              >
                ↻
              </button>
            )}
            <button
              type="button"
              aria-label={texts.remove(one.file.name)}
              onClick={(event) => removePressed(one.id, event)}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <p role="status">{texts.summary(uploaded.length, files.length, failed.length)}</p>
    </fieldset>
  );
};
