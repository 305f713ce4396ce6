import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  type Stack,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { askUntil } from './ask-until.ts';
import type { DeployedStage } from './deployed-stage.ts';

/** Stacks of their own, deployed by the API so that a failure leaves a stack to look at. */
export class DrillStacks {
  readonly #client: CloudFormationClient;
  readonly #known = new Set<string>();
  readonly #stage: DeployedStage;

  constructor(stage: DeployedStage) {
    const { region, endpoint } = stage.operator;
    this.#client = new CloudFormationClient({
      region,
      ...(endpoint !== undefined && { endpoint }),
    });
    this.#stage = stage;
  }

  /** Creates or updates a stack; returns it once CloudFormation has ended, well or badly. */
  async deploy(StackName: string, TemplateBody: string): Promise<Stack> {
    if (this.#known.has(StackName)) await this.#update(StackName, TemplateBody);
    else await this.#create(StackName, TemplateBody);
    return this.#ended(StackName);
  }

  /** CloudFormation refuses an update that changes nothing. */
  async #update(StackName: string, TemplateBody: string): Promise<void> {
    try {
      await this.#client.send(new UpdateStackCommand({ StackName, TemplateBody }));
    } catch (error) {
      if (!/No updates are to be performed/.test(String(error))) throw error;
    }
  }

  async #create(StackName: string, TemplateBody: string): Promise<void> {
    this.#known.add(StackName);
    this.#stage.leftovers.add(`stack ${StackName}`, () => this.#remove(StackName));
    await this.#client.send(new CreateStackCommand({ StackName, TemplateBody }));
  }

  async #remove(StackName: string): Promise<void> {
    await this.#client.send(new DeleteStackCommand({ StackName }));
    await askUntil(`the deletion of ${StackName}`, async () => {
      const status = (await this.#describe(StackName))?.StackStatus;
      return status === undefined || status === 'DELETE_COMPLETE' ? true : undefined;
    });
  }

  async #describe(StackName: string): Promise<Stack | undefined> {
    try {
      const { Stacks } = await this.#client.send(new DescribeStacksCommand({ StackName }));
      return Stacks?.[0];
    } catch (error) {
      if (/does not exist/.test(String(error))) return undefined;
      throw error;
    }
  }

  #ended(StackName: string): Promise<Stack> {
    return askUntil(`the deployment of ${StackName}`, async () => {
      const stack = await this.#describe(StackName);
      return stack?.StackStatus?.endsWith('_IN_PROGRESS') ? undefined : stack;
    });
  }
}
