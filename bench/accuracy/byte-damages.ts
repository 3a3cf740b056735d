import type { Random } from '../../pipeline/corpus/random.ts'

/** One way to damage the bytes of a file. */
export interface ByteDamage {
  name: string
  apply(bytes: Buffer, rng: Random): Buffer
}

function place(bytes: Buffer, rng: Random): number {
  return rng.int(0, Math.max(bytes.length - 1, 0))
}

/** Damages of transport and storage; each returns a damaged copy. */
export const byteDamages: ByteDamage[] = [
  {
    name: 'bits flipped',
    apply: (bytes, rng) => {
      const copy = Buffer.from(bytes)
      if (copy.length === 0) return copy
      for (let n = rng.int(1, 12); n > 0; n--) copy[place(copy, rng)]! ^= 1 << rng.int(0, 7)
      return copy
    },
  },
  {
    name: 'bytes replaced',
    apply: (bytes, rng) => {
      const copy = Buffer.from(bytes)
      if (copy.length === 0) return copy
      for (let n = rng.int(1, 40); n > 0; n--) copy[place(copy, rng)] = rng.int(0, 255)
      return copy
    },
  },
  {
    name: 'truncated',
    apply: (bytes, rng) => Buffer.from(bytes.subarray(0, place(bytes, rng))),
  },
  {
    name: 'bytes inserted',
    apply: (bytes, rng) => {
      const at = place(bytes, rng)
      const more = Buffer.from(Array.from({ length: rng.int(1, 64) }, () => rng.int(0, 255)))
      return Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)])
    },
  },
  {
    name: 'bytes removed',
    apply: (bytes, rng) => {
      const at = place(bytes, rng)
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + rng.int(1, 200))])
    },
  },
  {
    name: 'block of zeros',
    apply: (bytes, rng) => {
      const at = place(bytes, rng)
      return Buffer.from(bytes).fill(0, at, Math.min(at + rng.int(1, 1024), bytes.length))
    },
  },
  {
    name: 'block repeated',
    apply: (bytes, rng) => {
      const at = place(bytes, rng)
      const block = bytes.subarray(at, at + rng.int(1, 512))
      return Buffer.concat([bytes.subarray(0, at), block, bytes.subarray(at)])
    },
  },
]
