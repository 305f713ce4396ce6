import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { CommandLine } from './command-line.tsx';

type PageProps = {
  title: string;
  /** Stands beside the title, e.g. `(25+)`. */
  counter?: string | undefined;
  description?: ReactNode;
  /** Buttons on the right of the title. */
  actions?: ReactNode;
  /** The words of a `keepsake` command that shows or does the same, where there is one. */
  command?: readonly string[];
  children: ReactNode;
};

/** A screen: its title, its actions, its content, and the command that does the same, if any. */
export const Page = ({ title, counter, description, actions, command, children }: PageProps) => (
  <ContentLayout
    header={
      <Header
        variant="h1"
        {...(counter !== undefined && { counter })}
        description={description}
        actions={actions}
      >
        {title}
      </Header>
    }
  >
    <SpaceBetween size="l">
      {children}
      {command && <CommandLine words={command} />}
    </SpaceBetween>
  </ContentLayout>
);
