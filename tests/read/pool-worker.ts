import { serve } from '../../pipeline/read/worker.ts'

/** What the tests of the pool ask of a worker. */
export type Task =
  | 'pid'
  | 'loop'
  | 'heap'
  | 'buffers'
  | 'exit'
  | 'throw'
  | 'leave'
  | 'wait'
  | 'rest'
  | 'never'
  | { echo: unknown }

serve(async (task: Task): Promise<unknown> => {
  if (typeof task === 'object') return task.echo
  switch (task) {
    case 'pid':
      return process.pid
    case 'exit':
      return process.exit(3)
    case 'throw':
      throw new RangeError('no such sheet')
    case 'leave':
      setTimeout(() => {
        throw new RangeError('left behind')
      }, 100)
      return process.pid
    case 'wait':
      await new Promise((resolve) => setTimeout(resolve, 400))
      return process.pid
    case 'rest':
      await new Promise((resolve) => setTimeout(resolve, 2_500))
      return process.pid
    case 'never':
      return await new Promise((resolve) => setTimeout(resolve, 3_600_000))
    case 'loop':
      for (;;) process.uptime()
    case 'heap': {
      const kept: string[][] = []
      for (;;) kept.push(Array.from({ length: 10_000 }, (_, n) => `${kept.length} ${n}`))
    }
    case 'buffers': {
      const kept: Buffer[] = []
      for (;;) {
        kept.push(Buffer.alloc(8 * 2 ** 20, 1))
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
    }
  }
})
