import BarChart from '@cloudscape-design/components/bar-chart';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Stats } from '@keepsake/client/operator';
import { usePolled } from '../../api/polling.ts';
import { ChoiceFilter } from '../../parts/choice-filter.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { useUrlFilter } from '../../parts/url-filter.ts';
import { bytesText } from '../../words/figure-text.ts';

/**
 * Bytes announced on each day, those in permanent storage apart, of one category where it is
 * chosen. Pointer and arrow keys show the figures of a day.
 */
export const DayChart = ({ days, categories }: { days: number; categories: string[] }) => {
  const category = useUrlFilter().get('category');
  const query = { days, ...(category !== undefined && { category }) };
  const stats = usePolled({
    key: ['stats', 'by day', query],
    ask: (api, signal) => api.stats(query, signal),
  });
  return (
    <Container
      header={
        <Header variant="h2" description="Bytes by the day on which they were announced.">
          By day
        </Header>
      }
    >
      <SpaceBetween size="m">
        <ChoiceFilter
          name="category"
          label="Category"
          choices={categories.map((name) => ({ value: name, label: name }))}
        />
        <Loaded query={stats} what="the figures by day">
          {(found) => <Bars stats={found} />}
        </Loaded>
      </SpaceBetween>
    </Container>
  );
};

const Bars = ({ stats }: { stats: Stats }) => {
  const days = Object.keys(stats.byDay).sort();
  const of = (part: 'permanent' | 'other') =>
    Object.fromEntries(days.map((day) => [day, bytesOf(stats, day)[part]]));
  return (
    <BarChart
      series={[bars('Permanent', of('permanent')), bars('Temporary or gone', of('other'))]}
      stackedBars
      xDomain={days}
      height={200}
      hideFilter
      ariaLabel="Bytes announced by day"
      xTitle="Day (UTC)"
      yTitle="Bytes"
      i18nStrings={{ yTickFormatter: bytesText }}
      empty={<Empty title="Nothing yet">Figures appear with the first upload.</Empty>}
    />
  );
};

const bytesOf = ({ byDay, permanentByDay }: Stats, day: string) => {
  const permanent = permanentByDay[day]?.bytes ?? 0;
  return { permanent, other: (byDay[day]?.bytes ?? 0) - permanent };
};

const bars = (title: string, byDay: Readonly<Record<string, number>>) => ({
  title,
  type: 'bar' as const,
  data: Object.entries(byDay).map(([day, bytes]) => ({ x: day, y: bytes })),
  valueFormatter: bytesText,
});
