import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { CreatedLink } from '@keepsake/client/operator';
import { Copyable } from '../../parts/copyable.tsx';
import { When } from '../../parts/when.tsx';

/** A new link as a card to print: its QR code and address. Its token is never shown again. */
export const PrintedCard = ({ link: { token, url, expiresAt } }: { link: CreatedLink }) => (
  <Container
    header={
      <Header
        variant="h2"
        description="Print or copy it now: the address is not shown again."
        actions={<Button onClick={() => window.print()}>Print the card</Button>}
      >
        The new link
      </Header>
    }
  >
    <div className="keepsake-card">
      <SpaceBetween size="s">
        <img
          src={`/api/l/${encodeURIComponent(token)}/qr.svg`}
          width={200}
          height={200}
          alt="QR code of the link"
        />
        <Copyable text={url} name="address" />
        <Box>
          Works until <When at={expiresAt} />
        </Box>
      </SpaceBetween>
    </div>
  </Container>
);
