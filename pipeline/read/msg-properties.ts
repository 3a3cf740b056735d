import { decodeCodePage, decodeText } from './encoding.ts'
import type { Ole, Storage } from './ole.ts'

const entryBytes = 16
/** Kinds of values, as the last four digits of the name of a property say them. */
const kinds = { number: 0x0003, flag: 0x000b, time: 0x0040 } as const
/** 100 ns since 1601, in which times are counted, in ms, and the years between that and 1970. */
const ticksPerMs = 10_000n
const msTo1970 = 11_644_473_600_000n

/** The properties of one folder of a msg file: a mail, or a file that is attached to it ([MS-OXMSG]). What isn't there is null. */
export class Properties {
  readonly #ole: Ole
  readonly #folder: Storage
  readonly #fixed: Map<number, Buffer>
  #page: number | null

  /**
   * Throws a `Rejection` where they can't be read.
   * @param header bytes before the first property: 32 for the mail that the file is, 24 for one inside of it, 8 for an attached file
   * @param page the code page of texts that aren't in Unicode; of the folder itself where it says one
   */
  constructor(ole: Ole, folder: Storage, header: number, page: number | null = null) {
    this.#ole = ole
    this.#folder = folder
    const stream = folder.streams.get('__properties_version1.0')
    const bytes = stream === undefined ? Buffer.alloc(0) : ole.read(stream)
    this.#fixed = new Map()
    for (let at = header; at + entryBytes <= bytes.length; at += entryBytes)
      this.#fixed.set(bytes.readUInt32LE(at), bytes.subarray(at + 8, at + entryBytes))
    this.#page = page
    this.#page = this.number(0x3ffd) ?? page
  }

  /** The code page of its texts that aren't in Unicode. */
  get page(): number | null {
    return this.#page
  }

  text(id: number): string | null {
    const wide = this.#stream(id, '001f')
    if (wide !== null) return wide.toString('utf16le').replace(/\0+$/, '')
    const narrow = this.#stream(id, '001e')
    if (narrow === null) return null
    const text = this.#page === null ? decodeText(narrow) : decodeCodePage(narrow, this.#page)
    return (text ?? narrow.toString('latin1')).replace(/\0+$/, '')
  }

  bytes(id: number): Buffer | null {
    return this.#stream(id, '0102')
  }

  /** How many bytes a property has, without reading it. */
  size(id: number): number | null {
    return this.#folder.streams.get(nameOf(id, '0102'))?.size ?? null
  }

  number(id: number): number | null {
    return this.#value(id, kinds.number)?.readUInt32LE(0) ?? null
  }

  flag(id: number): boolean {
    return (this.#value(id, kinds.flag)?.[0] ?? 0) !== 0
  }

  time(id: number): Date | null {
    const ticks = this.#value(id, kinds.time)?.readBigUInt64LE(0) ?? null
    if (ticks === null || ticks === 0n) return null
    const date = new Date(Number(ticks / ticksPerMs - msTo1970))
    return Number.isNaN(date.getTime()) ? null : date
  }

  /** The folder that is the value of a property. */
  folder(id: number): Storage | null {
    return (
      this.#folder.storages.find(({ name }) => name.toLowerCase() === nameOf(id, '000d')) ?? null
    )
  }

  #value(id: number, kind: number): Buffer | undefined {
    return this.#fixed.get(id * 2 ** 16 + kind)
  }

  #stream(id: number, kind: string): Buffer | null {
    const stream = this.#folder.streams.get(nameOf(id, kind))
    return stream === undefined ? null : this.#ole.read(stream)
  }
}

function nameOf(id: number, kind: string): string {
  return `__substg1.0_${id.toString(16).padStart(4, '0')}${kind}`
}
