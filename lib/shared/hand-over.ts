import {
  CfnElement,
  CfnOutput,
  CfnParameter,
  DefaultTokenResolver,
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
  Reference,
  Stack,
  StringConcat,
  Token,
  Tokenization,
} from 'aws-cdk-lib';
import { CfnParameter as StoredParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';

/** A reference, with the CDK's own means to say what it is in another stack. */
type Crossing = Reference & {
  hasValueForStack(stack: Stack): boolean;
  assignValueForStack(stack: Stack, value: IResolvable): void;
};

/** Collects the references that it meets. */
class References extends DefaultTokenResolver {
  readonly found = new Set<Crossing>();

  constructor() {
    super(new StringConcat());
  }

  override resolveToken(
    token: IResolvable,
    context: IResolveContext,
    postProcessor: IPostProcessor,
  ): unknown {
    if (Reference.isReference(token) && 'assignValueForStack' in token)
      this.found.add(token as Crossing);
    return super.resolveToken(token, context, postProcessor);
  }
}

/**
 * Hands every value that a stack below `scope` uses of another one over through the parameter
 * store: decision 34. Call it when all stacks are complete.
 */
export const handOverValues = (scope: Construct): void => {
  const elements = scope.node.findAll().filter(CfnElement.isCfnElement);
  for (const element of elements) {
    const consumer = Stack.of(element);
    for (const reference of referencesOf(element)) {
      const producer = Stack.of(reference.target);
      if (producer !== consumer && !reference.hasValueForStack(consumer))
        handOver(consumer, producer, reference);
    }
  }
};

/** The template part of an element. The CDK declares this method as internal. */
type Rendered = { _toCloudFormation(): object };

const referencesOf = (element: CfnElement): ReadonlySet<Crossing> => {
  const resolver = new References();
  const rendered = (element as unknown as Rendered)._toCloudFormation();
  Tokenization.resolve(rendered, { scope: element, resolver, preparing: true });
  return resolver.found;
};

const handOver = (consumer: Stack, producer: Stack, reference: Crossing): void => {
  if (consumer.region !== producer.region)
    throw new Error(`${consumer.stackName} cannot read ${reference} of another region.`);
  consumer.addStackDependency(producer);
  const { value } = lookUp(consumer, producer, reference);
  reference.assignValueForStack(consumer, value as IResolvable);
};

/** CloudFormation looks the value up once per operation on the consumer. */
const lookUp = (consumer: Stack, producer: Stack, reference: Reference): CfnParameter => {
  const lookUps = groupOf(consumer, `From${partOf(producer)}`);
  return childOf(
    lookUps,
    valueName(producer, reference),
    () =>
      new CfnParameter(lookUps, valueName(producer, reference), {
        type: 'AWS::SSM::Parameter::Value<String>',
        default: publish(producer, reference),
      }),
  );
};

const groupOf = (stack: Stack, id: string): Construct =>
  childOf(stack, id, () => new Construct(stack, id));

const childOf = <Child extends Construct>(
  parent: Construct,
  id: string,
  make: () => Child,
): Child => (parent.node.tryFindChild(id) as Child | undefined) ?? make();

/** `Data` of `Keepsake-prod-Data`, which is the id in an app of its own. */
const partOf = ({ node: { id } }: Stack): string => id.split('-').at(-1) ?? id;

/** `UploadsTableFE9AB9DB.StreamArn`; `.Ref` for what `Ref` answers. */
const valueName = (producer: Stack, { target, displayName }: Reference): string =>
  `${producer.resolve((target as CfnElement).logicalId)}.${displayName}`;

/** Writes the value into the parameter store, once for all stacks that read it. */
const publish = (producer: Stack, reference: Reference): string => {
  const name = storedName(producer, reference);
  const values = groupOf(producer, 'HandedOver');
  childOf(
    values,
    valueName(producer, reference),
    () =>
      new StoredParameter(values, valueName(producer, reference), {
        name,
        type: 'String',
        value: Token.asString(reference),
      }),
  );
  outputOf010(producer, reference);
  return name;
};

/**
 * The name in the parameter store: `/Keepsake-prod-Data/UploadsTableFE9AB9DB.StreamArn`. A resource
 * that is replaced under another logical id gets another name.
 */
const storedName = (producer: Stack, reference: Reference): string =>
  `/${producer.stackName}/${valueName(producer, reference)}`;

/** The output that 0.1.0 read, so that a failed update of its reader can roll back. */
const outputOf010 = (producer: Stack, reference: Reference): void => {
  const outputs = groupOf(producer, 'Publish');
  const id = `Output${JSON.stringify(producer.resolve(reference))}`;
  childOf(outputs, id, () => new CfnOutput(outputs, id, { value: Token.asString(reference) }));
};
