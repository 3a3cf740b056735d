/** A mail taken apart, whatever format it was saved in: what its reader and all that reads it know of it. */
export interface SentMail {
  /** Who wrote it; null where it says nothing of that. */
  sender: { name: string; address: string } | null
  /** The day on which it was written, where it was written, ISO; null when it says none. */
  day: string | null
  subject: string | null
  /** Its plain text, the lines that a program broke put together again; empty where it has none. */
  text: string
  /** Its page; empty where it has none. */
  html: string
  /** Whether it has a text of its own that can't be read. */
  isUnread: boolean
  /** A notice that another mail didn't arrive. */
  isNotice: boolean
  files: EnclosedFile[]
}

/** A file that is attached to a mail. */
export interface EnclosedFile {
  /** As the mail calls it; empty where it has no name. */
  name: string
  /** In small letters; empty where the mail doesn't say. */
  mimeType: string
  size: number
  /** Whether it was attached by itself, and isn't shown in the text. */
  isApart: boolean
  /** Its bytes, or the mail that it is where that is kept taken apart. Throws a `Rejection` for one that isn't there. */
  open: () => Buffer | SentMail
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The day that the header `Date` of a mail tells, ISO; null when it tells none. */
export function dayOfHeader(said: string): string | null {
  const found = /(?<!\d)(\d{1,2})\s+([A-Z][a-z]{2})[a-z]*\s+(\d{4})(?!\d)/.exec(said)
  const month = months.indexOf(found?.[2] ?? '') + 1
  if (found === null || month === 0) return null
  const day = `${found[3]}-${String(month).padStart(2, '0')}-${found[1]!.padStart(2, '0')}`
  return Number.isNaN(Date.parse(day)) ? null : day
}
