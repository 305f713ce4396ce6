import { Template } from 'aws-cdk-lib/assertions';
import { templatesOf } from '../synthesize.ts';

type Json = {
  Resources: Record<string, unknown>;
  Parameters: Record<string, { Default?: string }>;
  Outputs: Record<string, unknown>;
};

/** `/Keepsake-dev-Service/BusEA82B648.Arn` */
const ofService = /^\/[\w-]+-Service\/(\w+)\.(\w+)$/;

const referenceTo = (id: string, attribute: string): object =>
  attribute === 'Ref' ? { Ref: id } : { 'Fn::GetAtt': [id, attribute] };

/** The same template with references again where values of the Service stack are handed over. */
const withReferences = (template: Json): Json => {
  const text = JSON.stringify(template, (_key, value) => {
    const { Default } = template.Parameters[value?.Ref] ?? {};
    const [, id, attribute] = ofService.exec(Default ?? '') ?? [];
    return id && attribute ? referenceTo(id, attribute) : value;
  });
  return JSON.parse(text);
};

/** Everything behind the API as one template, made of two of a stage's. */
export const apiOf = (
  { service, operators }: { service?: Template; operators?: Template } = templatesOf(),
): Template => {
  if (!service || !operators) throw new Error('Every stage has the stacks Service and Operators.');
  const [one, other] = [service.toJSON() as Json, withReferences(operators.toJSON() as Json)];
  const both = Object.keys(one.Resources).filter((id) => id in other.Resources);
  if (both.length > 0) throw new Error(`Both stacks have a resource named ${both.join(', ')}.`);
  return Template.fromJSON({
    Parameters: { ...one.Parameters, ...other.Parameters },
    Resources: { ...one.Resources, ...other.Resources },
    Outputs: { ...one.Outputs, ...other.Outputs },
  });
};
