import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useConfig } from '../../api/config-context.ts';
import { Facts } from '../../parts/facts.tsx';
import { Page } from '../../parts/page.tsx';
import { themes, useTheme } from '../../parts/theme.ts';
import { useSession } from '../../session/session.ts';

const limits = {
  admin: 'You see everything and may change it. Every change is recorded under your name.',
  viewer: 'You see everything and change nothing. Ask an administrator of the stage for more.',
  none: 'You are in none of the operators’ groups. Ask an administrator of the stage.',
} as const;

/** `/me`: the signed-in operator, their rights, the theme. */
export const Screen = () => {
  const { name, role, signOut } = useSession();
  const { stage } = useConfig();
  const [theme, setTheme] = useTheme();
  return (
    <Page title="You" actions={<Button onClick={signOut}>Sign out</Button>}>
      <Container header={<Header variant="h2">Your session</Header>}>
        <SpaceBetween size="m">
          <Facts
            facts={{
              'Signed in as': name,
              Stage: stage,
              Role: role,
              'What you may do': limits[role],
            }}
          />
          <FormField label="Theme">
            <SegmentedControl
              label="Theme"
              selectedId={theme}
              options={themes}
              onChange={({ detail }) => {
                const chosen = themes.find(({ id }) => id === detail.selectedId);
                if (chosen) setTheme(chosen.id);
              }}
            />
          </FormField>
        </SpaceBetween>
      </Container>
    </Page>
  );
};
