import type { MouseEvent } from 'react';
import type { UploadTexts } from './upload-texts.ts';
import type { FileUpload } from './use-uploads.ts';

type Pressed = MouseEvent<HTMLButtonElement>;

type FileItemProps = {
  file: FileUpload;
  texts: UploadTexts;
  onRetry: () => void;
  onRemove: () => void;
  /** Takes the keyboard's place when the last file goes. */
  focusField: () => void;
};

/**
 * A file of the field, with its progress and buttons. A button that goes takes the keyboard's place
 * with it, and Tab would begin at the page's start: so the place moves first.
 */
export const FileItem = ({ file, texts, onRetry, onRemove, focusField }: FileItemProps) => {
  const { name } = file.file;
  const retryPressed = ({ currentTarget }: Pressed): void => {
    lastButtonIn(currentTarget.closest('li'))?.focus();
    onRetry();
  };
  const removePressed = ({ currentTarget, detail }: Pressed): void => {
    // The second click of a double click lands on the file that has moved up.
    if (detail > 1) return;
    const item = currentTarget.closest('li');
    const next = lastButtonIn(item?.nextElementSibling ?? item?.previousElementSibling);
    if (next) next.focus();
    else focusField();
    onRemove();
  };
  return (
    <li data-state={file.state}>
      <span>{name}</span>
      {file.state === 'sending' && (
        <progress aria-label={texts.progressOf(name)} max={100} value={percentOf(file)} />
      )}
      <span>{texts.state(file, percentOf(file))}</span>
      {file.state === 'failed' && (
        <button type="button" aria-label={texts.retry(name)} onClick={retryPressed}>
          ↻
        </button>
      )}
      <button type="button" aria-label={texts.remove(name)} onClick={removePressed}>
        ×
      </button>
    </li>
  );
};

const lastButtonIn = (item: Element | null | undefined): HTMLElement | null | undefined =>
  item?.querySelector<HTMLElement>('button:last-of-type');

const percentOf = ({ progress }: FileUpload): number =>
  progress && progress.totalBytes > 0
    ? Math.floor((progress.sentBytes / progress.totalBytes) * 100)
    : 0;
