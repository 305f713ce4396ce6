/** One resource of a stack, as CloudFormation lists it. */
export const resource = (logicalId: string, type: string, physicalId: string): string =>
  `<member><LogicalResourceId>${logicalId}</LogicalResourceId><ResourceType>${type}</ResourceType><PhysicalResourceId>${physicalId}</PhysicalResourceId></member>`;

/** A page of a stack's resources; `next` is the token of the page after it. */
export const resourcesPage = (members: string, next?: string): string => {
  const token = next === undefined ? '' : `<NextToken>${next}</NextToken>`;
  return `<ListStackResourcesResponse><ListStackResourcesResult><StackResourceSummaries>${members}</StackResourceSummaries>${token}</ListStackResourcesResult></ListStackResourcesResponse>`;
};

/** A stack with these outputs. */
export const stackWith = (outputs: Readonly<Record<string, string>>): string => {
  const members = Object.entries(outputs)
    .map(
      ([key, value]) =>
        `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    )
    .join('');
  return `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><Outputs>${members}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
};

/** True of questions about stacks; those about queues and functions are JSON. */
export const asksAboutStacks = ({ body }: { body: string }): boolean => body.startsWith('Action=');
