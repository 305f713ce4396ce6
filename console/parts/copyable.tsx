import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import { visibleText } from '../words/visible-text.ts';
import { Name } from './name.tsx';

/** An id, a key or a command with a button that copies it. */
export const Copyable = ({ text, name }: { text: string; name: string }) => (
  <CopyToClipboard
    variant="inline"
    textToCopy={text}
    textToDisplay={
      <span className="keepsake-id">
        <Name text={text} />
      </span>
    }
    wrapText
    copyButtonAriaLabel={`Copy ${name} ${visibleText(text)}`}
    copySuccessText="Copied"
    copyErrorText="Could not be copied. Select the text and copy it."
  />
);
