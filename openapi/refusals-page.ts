import { problemExamples } from './refusals.ts';

/** The page with the answers that the API gives today; its words stay. */
export const withExamples = (page: string): string => {
  const headings = new Map(
    Object.values(problemExamples).map((problem) => [headingOf(problem.type), problem]),
  );
  return page.replace(
    /^(### [\w-]+ \()\d+(\)\n[^#]*?```json\n)[\s\S]*?\n```/gm,
    (section, start: string, middle: string) => {
      const problem = headings.get(start);
      return problem === undefined
        ? section
        : `${start}${problem.status}${middle}${JSON.stringify(problem, null, 2)}\n\`\`\``;
    },
  );
};

/** The heading below which docs/refusals.md shows an answer, without its status. */
const headingOf = (type: string): string => `### ${type.split(':').at(-1)} (`;
