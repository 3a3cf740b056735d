import cliProgress from 'cli-progress'

/** Shows how far the work is: a bar on a terminal, a line a step elsewhere. */
export interface Progress {
  update(step: string, done: number, total: number): void
  stop(): void
}

const steps: Record<string, string> = {
  land: 'Fichiers',
  read: 'Lecture',
  build: 'Modèles',
  export: 'Exports',
}

/** Progress on a stream; standard error, so that standard output stays clean. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? bar(stream) : lines(stream)
}

function bar(stream: NodeJS.WriteStream): Progress {
  const one = new cliProgress.SingleBar({
    stream,
    format: '{step} {bar} {value}/{total}',
    clearOnComplete: true,
    hideCursor: true,
  })
  let current = ''
  return {
    update(step, done, total) {
      const name = (steps[step] ?? step).padEnd(9)
      if (step !== current) {
        if (current !== '') one.stop()
        one.start(Math.max(total, 1), done, { step: name })
        current = step
      } else {
        one.update(done, { step: name })
      }
    },
    stop() {
      if (current !== '') one.stop()
    },
  }
}

function lines(stream: NodeJS.WriteStream): Progress {
  let current = ''
  return {
    update(step, _done, total) {
      if (step === current) return
      current = step
      const count = total > 0 ? ` (${total})` : ''
      stream.write(`${steps[step] ?? step}${count}\n`)
    },
    stop() {},
  }
}
