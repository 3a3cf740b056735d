import { readFileSync } from 'node:fs'
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander'

/** Parses arguments and runs the command they name; gives its exit status. */
export async function program(args: string[]): Promise<number> {
  let status = 0
  const bilan = commands((given) => {
    status = given
  })
  try {
    await bilan.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // Help and version are asked for; anything else is wrong usage, which commander has already explained.
    return error.exitCode === 0 ? 0 : 2
  }
  return status
}

/** All commands; each loads when it is called, so that help is instant, and tells `end` its exit status. */
export function commands(end: (status: number) => void): Command {
  const debug = () => new Option('--debug', 'show the stack of an error')
  const bilan = new Command('bilan')
    .description(
      'From a folder of reports to a DuckDB warehouse that reproduces, explains and completes a published bilan.',
    )
    .version(version(), '--version', 'print the version')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(usageError(text)) })
    .addOption(debug())

  bilan
    .command('run')
    .description('read the reports, build the models, publish the warehouse and its exports')
    .option('--raw <dir>', 'folder of the register and the reports', 'raw')
    .option('--warehouse <dir>', 'folder to publish to', 'warehouse')
    .option('--strict', 'a report that cannot be read is an error', false)
    .option('--keep <n>', 'earlier warehouses to keep in its history', wholeNumber, 10)
    .option('--memory <MiB>', 'memory for all processes of the run', wholeNumber, 1024)
    .addOption(
      new Option('--engine <name>', 'where models are made: here, or on a cluster (docs/trino.md)')
        .choices(['duckdb', 'trino'])
        .default('duckdb'),
    )
    .option('--trino-url <url>', 'the coordinator; TRINO_PASSWORD or TRINO_ACCESS_TOKEN with https')
    .option('--catalog <name>', 'the Hive catalogue')
    .option('--schema <name>', 'the schema that readers know', 'bilan')
    .option('--user <name>', 'who asks (default: who runs this)')
    .option('--source <name>', 'what asks, for the rules of the cluster', 'bilan')
    .option('--client-tags <tag...>', 'tags for the rules of the cluster')
    .option('--session <name=value...>', 'session properties of the cluster')
    .option('--staging <dir>', 'a folder that this machine writes and the cluster reads')
    .option(
      '--staging-uri <uri>',
      'how the cluster names that folder (default: file:// and its path)',
    )
    .option('--ca <file>', 'certificates to trust (PEM)')
    .option('--insecure', 'trust any certificate', false)
    .addOption(new Option('--json', 'print the result as JSON, for machines').conflicts('quiet'))
    .option('--quiet', 'print nothing unless something is wrong', false)
    .addOption(debug())
    .action(async (options) => {
      const { runCommand } = await import('./run.ts')
      end(await runCommand(options))
    })

  bilan
    .command('inspect')
    .description('show one report: its grid, what is read where and why, and whose it is')
    .argument('<file>', 'a report, anywhere')
    .option('--raw <dir>', 'folder of the register; without one nobody is recognised', 'raw')
    .option('--sheet <name>', 'this sheet only')
    .option('--json', 'print all of it as JSON, for machines')
    .option('--width <n>', 'characters of a line (default: those of the terminal)', wholeNumber)
    .addOption(debug())
    .action(async (file, options) => {
      const { inspectCommand } = await import('./inspect.ts')
      end(await inspectCommand(file, options))
    })

  bilan
    .command('review')
    .description('answer the questions of the published warehouse, one by one')
    .option('--raw <dir>', 'folder where decisions and labels are written', 'raw')
    .option('--warehouse <dir>', 'folder of the published warehouse', 'warehouse')
    .option('--auteur <name>', 'who decides (default: asked)')
    .option('--all', 'ask again what has been decided', false)
    .addOption(debug())
    .action(async (options) => {
      const { reviewCommand } = await import('./review.ts')
      end(await reviewCommand(options))
    })

  bilan
    .command('relances')
    .description('write letters and reply workbooks for what is missing or unclear')
    .argument('[conventions...]', 'only these (default: all of whom something must be asked)')
    .option('--raw <dir>', 'folder where what is asked is noted', 'raw')
    .option('--warehouse <dir>', 'folder of the published warehouse', 'warehouse')
    .option('--out <dir>', 'folder of the letters', 'relances')
    .option('--expediteur <text>', 'who writes (default: left to fill in)')
    .option('--contact <text>', 'where the answer goes (default: left to fill in)')
    .option('--avant <day>', 'until when an answer helps, as 2026-01-31')
    .option('--approximatifs', 'also ask for figures said to be approximate', false)
    .option('--envoyees <conventions...>', 'write nothing, note that these letters were sent')
    .option('--le <day>', 'the day they were sent (default: today)')
    .option('--json', 'print what was written as JSON, for machines')
    .addOption(debug())
    .action(async (conventions, options) => {
      const { relancesCommand } = await import('./relances.ts')
      end(await relancesCommand(conventions, options))
    })

  bilan
    .command('simulate')
    .description('show the bilan as it would be with other figures; nothing is written')
    .option('--warehouse <dir>', 'folder of the published warehouse', 'warehouse')
    .option('--set <figures...>', 'as 2019-017.pass_scannes=1200, or =NC for none', [])
    .option('--corrections <file>', 'a file of the form of raw/corrections.csv')
    .addOption(
      new Option('--lecture <name>', 'whose figures are shown')
        .choices(['publie', 'coherent'])
        .default('publie'),
    )
    .option('--json', 'print every change as JSON, for machines')
    .addOption(debug())
    .action(async (options) => {
      const { simulateCommand } = await import('./simulate.ts')
      end(await simulateCommand(options))
    })

  bilan
    .command('explain')
    .description('show where a figure comes from, down to file, sheet, cell and text')
    .argument(
      '<table>',
      'chiffres, reconciliation, bornes, laureats, donnees_manquantes, observations, fichiers, a_verifier…',
    )
    .argument('<key>', 'such as 2020/TOTAL/pass_achetes or 2019-017.pass_scannes')
    .option('--warehouse <path>', 'folder or file of a published warehouse', 'warehouse')
    .option('--lecture <name>', 'reading: publie or coherent', 'publie')
    .option('--full', 'every cell, however many', false)
    .addOption(new Option('--json', 'print all of it as JSON, for machines').conflicts('sql'))
    .option('--sql', 'print the queries that give it, to run them oneself')
    .option('--width <n>', 'characters of a line (default: those of the terminal)', wholeNumber)
    .addOption(debug())
    .action(async (table, key, options) => {
      const { explainCommand } = await import('./explain.ts')
      end(await explainCommand(table, key, options))
    })

  bilan
    .command('publish')
    .description('copy the published warehouse to a PostgreSQL database, all of it or nothing')
    .requiredOption(
      '--postgres [url]',
      'postgres://user@host/database; what it leaves out is taken from PGHOST, PGUSER, PGPASSWORD…',
    )
    .option('--warehouse <dir>', 'folder of the published warehouse', 'warehouse')
    .option('--role <name>', 'role that may read it, made when missing', 'bilan_lecture')
    .option('--wait <s>', 'seconds to wait for others who read it just then', wholeNumber, 30)
    .option('--quiet', 'print nothing unless something is wrong', false)
    .addOption(debug())
    .action(async (options) => {
      const { publishCommand } = await import('./publish.ts')
      end(await publishCommand(options))
    })

  bilan
    .command('diff')
    .description(
      'show which figures differ between two warehouses, and what did it (status 0 also when they differ)',
    )
    .argument('[before]', 'folder, file or moment of the history (default: the publication before)')
    .argument('[after]', 'the same (default: the one that stands)')
    .option('--warehouse <dir>', 'folder whose history is meant', 'warehouse')
    .option('--full', 'every difference, however many', false)
    .option('--json', 'print all of it as JSON, for machines')
    .option('--width <n>', 'characters of a line (default: those of the terminal)', wholeNumber)
    .addOption(debug())
    .action(async (before, after, options) => {
      const { diffCommand } = await import('./diff.ts')
      end(await diffCommand(before, after, options))
    })

  bilan
    .command('history')
    .description('list the publications that are kept, and what changed in each')
    .option('--warehouse <dir>', 'folder of the published warehouse', 'warehouse')
    .option('--json', 'print it as JSON, for machines')
    .addOption(debug())
    .action(async (options) => {
      const { historyCommand } = await import('./history.ts')
      end(await historyCommand(options))
    })

  bilan
    .command('corpus')
    .description('write an invented corpus of reports with its truth beside it')
    .requiredOption('--seed <n>', 'the same number gives the same files', wholeNumber)
    .requiredOption('--out <dir>', 'folder to write, as raw/')
    .option(
      '--conventions <n>',
      'how many conventions; only 79 meet the published margins',
      wholeNumber,
    )
    .option('--truth <file>', 'where to write the truth (default: <out>.truth.json)')
    .addOption(debug())
    .action(async (options) => {
      const { corpusCommand } = await import('./corpus.ts')
      end(await corpusCommand(options))
    })

  bilan
    .command('open')
    .description('show the page of the published bilan in the browser')
    .option('--warehouse <dir>', 'folder of the published warehouse', 'warehouse')
    .addOption(debug())
    .action(async (options) => {
      const { openCommand } = await import('./open.ts')
      end(await openCommand(options))
    })

  bilan
    .command('completion')
    .description('print what makes a shell complete commands and options')
    .addArgument(new Argument('<shell>', 'which shell').choices(['bash', 'zsh', 'fish']))
    .addOption(debug())
    .action(async (shell) => {
      const { completion } = await import('./completion.ts')
      console.log(completion(bilan, shell))
      end(0)
    })

  return bilan
}

/** That of package.json, the only place that says it. */
function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return String((JSON.parse(text) as { version: unknown }).version)
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) {
    throw new InvalidArgumentError('Expected a whole number.')
  }
  return Number(text)
}

/** What commander says over several lines (`error: unknown option '--strct'`, a guess below it), as one line with its remedy. */
function usageError(text: string): string {
  const fact = text
    .trim()
    .replace(/^error: /, '')
    .replaceAll(/\s*\n\s*/g, ' ')
  return `bilan: ${fact} — bilan --help lists the commands, bilan <command> --help its options\n`
}
