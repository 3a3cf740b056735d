import './tiers.ts'
import { BilanError } from './error.ts'

/**
 * Runs the command line and gives its exit status: 0 published or done, 1 not published, 2 wrong usage. Every error is one line on
 * standard error; `--debug` adds the stack.
 */
export async function main(args: string[]): Promise<number> {
  const debug = args.includes('--debug')
  try {
    const { program } = await import('./commands/program.ts')
    return await program(args)
  } catch (error) {
    if (debug) console.error(error)
    else if (error instanceof BilanError) console.error(`bilan: ${error.line}`)
    else
      console.error(
        `bilan: unexpected error: ${oneLine(error)} — run again with --debug and report it`,
      )
    return error instanceof BilanError ? error.exitCode : 1
  }
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!
}
