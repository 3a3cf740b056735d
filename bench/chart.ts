import { writeFile } from 'node:fs/promises'
import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import type { Results } from './run.ts'

interface Point {
  conventions: number
  value: number
  run: string
}

/** Draws what was measured to `docs/benchmarks-time.svg` and `docs/benchmarks-memory.svg`, on logarithmic axes. */
export async function drawCharts({ sizes }: Results): Promise<void> {
  const points = (pick: (one: Results['sizes'][number]) => Record<string, number>): Point[] =>
    sizes.flatMap((one) =>
      Object.entries(pick(one)).map(([run, value]) => ({
        conventions: one.conventions,
        value,
        run,
      })),
    )
  const times = points(({ cold, oneChanged, unchanged, walk }) => ({
    'from nothing': cold.cpu,
    'one file changed': oneChanged.cpu,
    'nothing changed': unchanged.cpu,
    'a walk over the folder': walk.cpu,
  }))
  const memory = points(({ cold, oneChanged, unchanged }) => ({
    'from nothing': cold.peak,
    'one file changed': oneChanged.peak,
    'nothing changed': unchanged.peak,
  }))
  await draw('benchmarks-time.svg', 'seconds of processor', times)
  await draw('benchmarks-memory.svg', 'MiB, all processes', memory)
}

async function draw(name: string, label: string, points: Point[]): Promise<void> {
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  const series = { x: 'conventions', y: 'value', z: 'run', stroke: 'run' } as const
  const plot = Plot.plot({
    // A browser's document in all that Plot asks of it.
    document: document as unknown as NonNullable<Plot.PlotOptions['document']>,
    ariaLabel: `${label} by number of conventions`,
    width: 720,
    height: 400,
    marginLeft: 60,
    marginRight: 150,
    style: { background: 'white', fontFamily: 'sans-serif' },
    x: { type: 'log', label: 'conventions', tickFormat: ',', grid: true },
    y: { type: 'log', label, tickFormat: ',', grid: true },
    marks: [
      Plot.line(points, series),
      Plot.dot(points, { ...series, fill: 'run' }),
      Plot.text(
        points,
        Plot.selectLast({
          ...series,
          stroke: null,
          fill: 'run',
          text: 'run',
          dx: 8,
          textAnchor: 'start',
        }),
      ),
    ],
  })
  const svg = plot.outerHTML.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
  await writeFile(new URL(`../docs/${name}`, import.meta.url), `${svg}\n`)
}
