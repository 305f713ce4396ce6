import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';

/** An id, a key or a command with a button that copies it. */
export const Copyable = ({ text, name }: { text: string; name: string }) => (
  <CopyToClipboard
    variant="inline"
    textToCopy={text}
    copyButtonAriaLabel={`Copy ${name} ${text}`}
    copySuccessText="Copied"
    copyErrorText="Could not be copied. Select the text and copy it."
  />
);
