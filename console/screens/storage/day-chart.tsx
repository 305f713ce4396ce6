import BarChart from '@cloudscape-design/components/bar-chart';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { Stats } from '@keepsake/client/operator';
import { Empty } from '../../parts/empty.tsx';
import { bytesText } from '../../words/figure-text.ts';

/** Bytes announced on each day, as bars; the same figures as a table for screen readers. */
export const DayChart = ({ byDay }: { byDay: Stats['byDay'] }) => {
  const days = Object.entries(byDay).sort(([one], [other]) => one.localeCompare(other));
  return (
    <Container header={<Header variant="h2">By day</Header>}>
      <BarChart
        series={[
          {
            title: 'Bytes',
            type: 'bar',
            data: days.map(([day, { bytes }]) => ({ x: day, y: bytes })),
            valueFormatter: bytesText,
          },
        ]}
        xDomain={days.map(([day]) => day)}
        height={200}
        hideFilter
        hideLegend
        ariaLabel="Bytes announced by day"
        xTitle="Day (UTC)"
        yTitle="Bytes"
        i18nStrings={{ yTickFormatter: bytesText }}
        empty={<Empty title="Nothing yet">Figures appear with the first upload.</Empty>}
      />
    </Container>
  );
};
