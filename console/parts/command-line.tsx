import Box from '@cloudscape-design/components/box';
import { useConfig } from '../api/config-context.ts';
import { keepsakeCommand } from '../words/shell-words.ts';
import { Copyable } from './copyable.tsx';

/** The page's action as a `keepsake` command, to copy. */
export const CommandLine = ({ words }: { words: readonly string[] }) => {
  const command = keepsakeCommand(words, useConfig().stage);
  return (
    <Box color="text-body-secondary" fontSize="body-s">
      On the command line:{' '}
      <Box variant="code" display="inline">
        <Copyable text={command} name="command" />
      </Box>
    </Box>
  );
};
