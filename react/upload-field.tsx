import type { KeepsakeClient } from '@keepsake/client/browser';
import { type ChangeEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { FileItem } from './file-item.tsx';
import { englishTexts, type UploadTexts } from './upload-texts.ts';
import { type FileUpload, type UploadsOptions, useUploads } from './use-uploads.ts';

/** An uploaded file as `POST /orders` takes it. */
export type OrderedFile = { uploadId: string; role: string; required: boolean };

export type UploadFieldProps = UploadsOptions & {
  client: KeepsakeClient;
  /** Names the field. */
  label: ReactNode;
  /** The files' role in an order, like `photo`; by default their category. */
  orderRole?: string;
  /** Whether an order fails without the files; by default true. */
  required?: boolean;
  /** As the attribute of `<input type="file">`. */
  accept?: string;
  /** Whether several files are taken; by default, choosing again replaces the file. */
  multiple?: boolean;
  disabled?: boolean;
  className?: string;
  texts?: Partial<UploadTexts>;
  /** Called with the uploaded files whenever they change. */
  onChange?: (files: OrderedFile[]) => void;
};

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
  const uploaded = useReport(files, { role: orderRole ?? options.category, required }, onChange);
  const failed = files.filter(({ state }) => state === 'failed').length;

  const choose = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    const chosen = [...(target.files ?? [])];
    if (!multiple && chosen.length > 0) for (const { id } of files) remove(id);
    add(chosen);
    // The same file can be chosen again.
    target.value = '';
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
        {files.map((file) => (
          <FileItem
            key={file.id}
            file={file}
            texts={texts}
            onRetry={() => retry(file.id)}
            onRemove={() => remove(file.id)}
            focusField={() => input.current?.focus()}
          />
        ))}
      </ul>
      <p role="status">{texts.summary(uploaded, files.length, failed)}</p>
    </fieldset>
  );
};

/** Reports the uploaded files whenever they change. Returns their number. */
const useReport = (
  files: readonly FileUpload[],
  { role, required }: Omit<OrderedFile, 'uploadId'>,
  onChange: UploadFieldProps['onChange'],
): number => {
  const tell = useRef(onChange);
  tell.current = onChange;
  const uploaded = files.flatMap(({ upload }) => upload?.uploadId ?? []);
  // Compared by its text: the list is another array at every progress.
  const ids = JSON.stringify(uploaded);
  useEffect(() => {
    const all: string[] = JSON.parse(ids);
    tell.current?.(all.map((uploadId) => ({ uploadId, role, required })));
  }, [ids, role, required]);
  return uploaded.length;
};
