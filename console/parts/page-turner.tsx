import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { UseQueryResult } from '@tanstack/react-query';
import { useUrlFilter } from './url-filter.ts';

export type TurnerProps = {
  /** The page that is shown, or on its way. */
  query: Pick<UseQueryResult<{ cursor?: string }>, 'data' | 'isPending'>;
};

/**
 * Leads through a list that the API answers page by page. The cursor stands in the address: the
 * browser's back button goes back a page. The buttons stay while a page loads, outside of what is
 * loaded: they keep the keyboard's place.
 */
export const PageTurner = ({ query: { data, isPending } }: TurnerProps) => {
  const { get, set } = useUrlFilter();
  const isFirst = get('cursor') === undefined;
  const next = data?.cursor;
  if (isFirst && next === undefined) return null;
  return (
    <Box textAlign="center">
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        <Button
          disabled={isFirst}
          disabledReason="This is the first page."
          onClick={() => set({ cursor: undefined })}
        >
          First page
        </Button>
        <Button
          loading={isPending}
          loadingText="The next page loads."
          disabled={next === undefined}
          disabledReason="This is the last page."
          onClick={() => set({ cursor: next })}
        >
          Next page
        </Button>
      </SpaceBetween>
    </Box>
  );
};
