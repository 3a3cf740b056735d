import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { commands } from './program.ts'

/** Characters of a line, whatever the terminal of whoever writes it. */
const width = 100

/** `docs/cli.md`: the help of every command, as the program itself prints it. */
export function reference(): string {
  const program = commands(() => undefined)
  const parts = [program, ...program.commands].map((command) => {
    const name = command === program ? 'bilan' : `bilan ${command.name()}`
    return `## ${name}\n\n\`\`\`text\n${help(command)}\n\`\`\`\n`
  })
  return `# Commands\n\nWritten by \`npm run generate\` from the program itself; a test compares.\n\nAs \`npx bilan <command>\` in the project's folder. Exit status: 0 done, 1 not done (the reason is one line), 2 wrong usage.\n\n${parts.join('\n')}`
}

/** The marks in the README between which the list of commands stands. */
const marks = ['<!-- commands -->', '<!-- /commands -->'] as const

/** A README with the present list of commands between its marks. */
export function withCommands(readme: string): string {
  const [start, end] = marks.map((mark) => readme.indexOf(mark))
  if (start === undefined || end === undefined || start < 0 || end < start) {
    throw new Error(`the README has no ${marks.join(' … ')}`)
  }
  const rows = commands(() => undefined).commands.map(
    (command) => `| \`bilan ${command.name()}\` | ${command.description()} |`,
  )
  const table = `${marks[0]}\n| command | what it does |\n| --- | --- |\n${rows.join('\n')}\n`
  return readme.slice(0, start) + table + readme.slice(end)
}

function help(command: Command): string {
  return command.configureHelp({ helpWidth: width }).helpInformation().trimEnd()
}

export const referenceFile = fileURLToPath(new URL('../../docs/cli.md', import.meta.url))
export const readmeFile = fileURLToPath(new URL('../../README.md', import.meta.url))

if (import.meta.main) {
  await writeFile(referenceFile, reference())
  await writeFile(readmeFile, withCommands(await readFile(readmeFile, 'utf8')))
}
