import type { Described, Grammar } from '../command.ts';
import { CommandProblem } from '../command-problem.ts';
import type { Options } from '../options.ts';

const optionsOf = ({ everywhere }: Grammar, { options }: Described): [string, Options[string]][] =>
  Object.entries({ ...options, ...everywhere });

/** Words of an option's value, where its table names them: `skip|fail|overwrite`. */
const choices = ({ value }: Options[string]): string[] =>
  value !== undefined && /^[\w:.-]+(\|[\w:.-]+)+$/.test(value) ? value.split('|') : [];

const flags = (grammar: Grammar, command: Described): string =>
  optionsOf(grammar, command)
    .map(([name]) => `--${name}`)
    .join(' ');

const bash = (grammar: Grammar): string => {
  const verbs = [...grammar.commands];
  const cases = verbs.map(([verb, command]) => {
    const words = [...(command.words ?? []), flags(grammar, command)].join(' ');
    return `    ${verb}) words='${words}' ;;`;
  });
  const values = new Map(
    verbs.flatMap(([, command]) =>
      optionsOf(grammar, command).map(([name, option]) => [name, choices(option)] as const),
    ),
  );
  const chosen = [...values]
    .filter(([, words]) => words.length > 0)
    .map(
      ([name, words]) =>
        `    --${name}) COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$cur"))\n      return ;;`,
    );
  const names = [...verbs.map(([verb]) => verb), '--help', '--version'].join(' ');
  return `# keepsake completion bash >> ~/.bashrc
_keepsake() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} words=
  case $prev in
${chosen.join('\n')}
  esac
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then words='${names}'; fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _keepsake keepsake
`;
};

/** A single quote would end the word of the shell that the text stands in. */
const quoted = (help: string): string => help.replace(/'/g, '’').replace(/\\/g, '\\\\');

/** In zsh, brackets and colons end a part of such a word. */
const zshQuoted = (help: string): string => quoted(help).replace(/[[\]:]/g, '\\$&');

const zsh = (grammar: Grammar): string => {
  const verbs = [...grammar.commands];
  const lists = verbs.map(([verb, command]) => {
    const options = optionsOf(grammar, command).map(([name, option]) => {
      const words = choices(option).join(' ');
      const value = option.type === 'string' ? `:value:${words ? `(${words})` : '_files'}` : '';
      return `      '*--${name}[${zshQuoted(option.help)}]${value}'`;
    });
    const operands = command.words ? `(${command.words.join(' ')})` : '_files';
    return `    ${verb}) _arguments \\\n${options.join(' \\\n')} '*:operand:${operands}' ;;`;
  });
  const described = verbs.map(([verb, { summary }]) => `    '${verb}:${zshQuoted(summary)}'`);
  return `#compdef keepsake
# keepsake completion zsh > "\${fpath[1]}/_keepsake"
_keepsake() {
  local -a verbs=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then _describe verb verbs; return; fi
  local verb=$words[2]
  shift words; (( CURRENT-- ))
  case $verb in
${lists.join('\n')}
  esac
}
_keepsake "$@"
`;
};

const fish = (grammar: Grammar): string => {
  const lines = [...grammar.commands].flatMap(([verb, command]) => {
    const isVerb = `'__fish_seen_subcommand_from ${verb}'`;
    const options = optionsOf(grammar, command).map(([name, option]) => {
      const words = choices(option);
      const needs = option.type === 'string' ? (words.length > 0 ? ' -x' : ' -r') : '';
      const values = words.length > 0 ? ` -a '${words.join(' ')}'` : '';
      const help = quoted(option.help);
      return `complete -c keepsake -n ${isVerb} -l ${name}${needs}${values} -d '${help}'`;
    });
    const words = command.words
      ? [`complete -c keepsake -n ${isVerb} -f -a '${command.words.join(' ')}'`]
      : [];
    const first = '__fish_use_subcommand';
    const summary = quoted(command.summary);
    return [`complete -c keepsake -n ${first} -f -a ${verb} -d '${summary}'`, ...options, ...words];
  });
  const remark = '# keepsake completion fish > ~/.config/fish/completions/keepsake.fish';
  return `${[remark, ...lines].join('\n')}\n`;
};

const scripts = { bash, zsh, fish } as const;

const shells = Object.keys(scripts);

/** `keepsake completion`, which needs the tables of all verbs and no settings. */
export const completion: Described = {
  summary: 'print completions for a shell',
  operands: shells.join('|'),
  words: shells,
  examples: ['keepsake completion bash >> ~/.bashrc'],
  options: {},
};

/** A script that completes verbs, options and their values. Throws `CommandProblem`. */
export const completionScript = (shell: string | undefined, grammar: Grammar): string => {
  if (shell === 'bash' || shell === 'zsh' || shell === 'fish') return scripts[shell](grammar);
  throw new CommandProblem(`keepsake completion needs one of: ${shells.join(', ')}.`);
};
