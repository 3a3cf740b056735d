#!/usr/bin/env node
// Plain JavaScript that any Node can read: the pipeline itself is TypeScript and wants the Node that
// comes with `npm ci`, so an older one hands over to it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'

const oldest = 24
if (Number.parseInt(process.versions.node, 10) >= oldest) {
  // Half of a short run is the making of modules: their compiled form is kept where `npm ci` clears it away. Workers find it by
  // the variable.
  const cache = fileURLToPath(new URL('../node_modules/.cache/bilan', import.meta.url))
  process.env.NODE_COMPILE_CACHE ??= cache
  nodeModule.enableCompileCache(process.env.NODE_COMPILE_CACHE)
  const { main } = await import('../pipeline/cli.ts')
  process.exitCode = await main(process.argv.slice(2))
} else {
  const own = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url))
  if (!existsSync(own)) {
    console.error(
      `bilan: Node ${process.versions.node} is too old (${oldest} is needed) and the project's own is not installed: run \`npm ci\` first`,
    )
    process.exit(1)
  }
  const run = spawnSync(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  process.exit(run.status ?? 1)
}
