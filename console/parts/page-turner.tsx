import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useUrlFilter } from './url-filter.ts';

/**
 * Leads through a list that the API answers page by page. The cursor stands in the address: the
 * browser's back button goes back a page.
 */
export const PageTurner = ({ next }: { next: string | undefined }) => {
  const { get, set } = useUrlFilter();
  const isFirst = get('cursor') === undefined;
  if (isFirst && next === undefined) return null;
  return (
    <Box textAlign="center">
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        <Button disabled={isFirst} onClick={() => set({ cursor: undefined })}>
          First page
        </Button>
        <Button disabled={next === undefined} onClick={() => set({ cursor: next })}>
          Next page
        </Button>
      </SpaceBetween>
    </Box>
  );
};
