import type { Argument, Command, Option } from 'commander'

export type Shell = 'bash' | 'zsh' | 'fish'

/** What stands after an option or as an argument: some words, a folder, a file, anything, or nothing at all. */
interface Value {
  kind: 'words' | 'folder' | 'file' | 'any' | 'none'
  words: readonly string[]
}

interface Offered {
  name: string
  about: string
  value: Value
}

interface Described {
  name: string
  about: string
  options: Offered[]
  argument: Value
}

/** A script for a shell that completes the commands and options that the program has; to be sourced. */
export function completion(program: Command, shell: Shell): string {
  const all = program.commands.map(describe)
  const scripts = { bash, zsh, fish }
  return scripts[shell](all)
}

function describe(command: Command): Described {
  const [first] = command.registeredArguments
  const help = { name: '--help', about: 'display help for command', value: none }
  return {
    name: command.name(),
    about: command.description(),
    options: [...command.options.map(offered), help],
    argument: first === undefined ? none : valueAs(first, first.name()),
  }
}

const none: Value = { kind: 'none', words: [] }

function offered(option: Option): Offered {
  const name = option.long ?? option.short ?? ''
  const word = /[<[]([^\]>]+)[\]>]/.exec(option.flags)?.[1]
  const value = word === undefined ? none : valueAs(option, word)
  return { name, about: option.description, value }
}

function valueAs({ argChoices }: Option | Argument, word: string): Value {
  if (argChoices) return { kind: 'words', words: argChoices }
  const kind = word === 'dir' ? 'folder' : word.startsWith('file') ? 'file' : 'any'
  return { kind, words: [] }
}

function bash(commands: readonly Described[]): string {
  const reply = ({ kind, words }: Value): string => {
    const how = { words: `-W '${words.join(' ')}'`, folder: '-d', file: '-f', any: '', none: '' }
    return how[kind] === '' ? ':' : `mapfile -t COMPREPLY < <(compgen ${how[kind]} -- "$cur")`
  }
  const cases = commands.map(({ name, options, argument }) => {
    const valued = options
      .filter(({ value }) => value.kind !== 'none')
      .map((option) => `        ${option.name}) ${reply(option.value)}; return ;;`)
    const flags = options.map((option) => option.name).join(' ')
    return [
      `    ${name})`,
      ...(valued.length === 0 ? [] : ['      case "$prev" in', ...valued, '      esac']),
      `      if [[ "$cur" == -* ]]; then mapfile -t COMPREPLY < <(compgen -W '${flags}' -- "$cur")`,
      `      else ${reply(argument)}; fi ;;`,
    ].join('\n')
  })
  return `# bilan: completion for bash
_bilan() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}"
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W '${commands.map((one) => one.name).join(' ')} --help --version' -- "$cur")
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
}
complete -o filenames -F _bilan bilan`
}

/** In a text between single quotes. */
function quoted(text: string): string {
  return text.replaceAll("'", "'\\''")
}

function zsh(commands: readonly Described[]): string {
  const action = ({ kind, words }: Value): string => {
    const how = {
      words: `(${words.join(' ')})`,
      folder: '_files -/',
      file: '_files',
      any: ' ',
      none: '',
    }
    return how[kind]
  }
  const spec = ({ name, about, value }: Offered): string => {
    const said = quoted(about.replaceAll(/[[\]:]/g, '\\$&'))
    return `'${name}[${said}]${value.kind === 'none' ? '' : `:value:${action(value)}`}'`
  }
  const names = commands.map(({ name, about }) => `    '${name}:${quoted(about)}'`)
  const cases = commands.map(({ name, options, argument }) => {
    const rest = argument.kind === 'none' ? [] : [`'*:value:${action(argument)}'`]
    return `    ${name}) _arguments ${[...options.map(spec), ...rest].join(' ')} ;;`
  })
  return `#compdef bilan
# bilan: completion for zsh
_bilan() {
  local -a commands=(
${names.join('\n')}
  )
  if (( CURRENT == 2 )); then _describe 'command' commands; return; fi
  local command=$words[2]
  shift words; (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
compdef _bilan bilan`
}

function fish(commands: readonly Described[]): string {
  const asks = ({ kind, words }: Value): string => {
    const how = {
      words: ` -x -a '${words.join(' ')}'`,
      folder: " -x -a '(__fish_complete_directories)'",
      file: ' -r -F',
      any: ' -x',
      none: '',
    }
    return how[kind]
  }
  const lines = commands.flatMap(({ name, about, options, argument }) => {
    const when = `-n '__fish_seen_subcommand_from ${name}'`
    return [
      `complete -c bilan -n __fish_use_subcommand -a ${name} -d '${quoted(about)}'`,
      ...options.map(
        (option) =>
          `complete -c bilan ${when} -l ${option.name.replace(/^--/, '')} -d '${quoted(option.about)}'${asks(option.value)}`,
      ),
      ...(argument.kind === 'none' || argument.kind === 'any'
        ? []
        : [`complete -c bilan ${when}${asks(argument).replace(' -r', '')}`]),
    ]
  })
  return ['# bilan: completion for fish', 'complete -c bilan -f', ...lines].join('\n')
}
