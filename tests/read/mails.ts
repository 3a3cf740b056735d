import * as XLSX from 'xlsx'
import { book, write } from './fixtures.ts'

/** The lines of a mail as they are sent, after headers that every mail has. */
export function mail(headers: readonly string[], body: string, subject = 'Bilan'): Buffer {
  const head = ['From: a@exemple.fr', 'Date: Tue, 14 Mar 2023 23:59:00 -0500', 'MIME-Version: 1.0']
  const lines = [...head, `Subject: ${subject}`, ...headers, '', body]
  return Buffer.from(lines.join('\n').replaceAll('\n', '\r\n'), 'latin1')
}

/** A mail of several parts, each with its own headers. */
export function multipart(kind: string, parts: readonly string[], boundary = 'b'): string {
  const written = parts.map((part) => `--${boundary}\n${part}\n`)
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\n\n${written.join('')}--${boundary}--`
}

/** The same as a whole mail. */
export function mixed(...parts: string[]): Buffer {
  const [type, ...body] = multipart('mixed', parts).split('\n\n')
  return mail([type!], body.join('\n\n'))
}

export function plain(text: string): string {
  return `Content-Type: text/plain; charset=utf-8\n\n${Buffer.from(text).toString('latin1')}`
}

export function html(page: string): string {
  return `Content-Type: text/html; charset=utf-8\n\n${Buffer.from(page).toString('latin1')}`
}

/** An attached file. */
export function attached(
  name: string,
  content: Buffer | string,
  type = 'application/octet-stream',
): string {
  const lines = Buffer.from(content).toString('base64').replaceAll(/.{76}/g, '$&\n')
  return `Content-Type: ${type}\nContent-Disposition: attachment; filename="${name}"\nContent-Transfer-Encoding: base64\n\n${lines}`
}

/** A workbook with one sheet of two columns. */
export function workbook(rows: (string | number)[][] = [['Pass achetés', 12]]): Buffer {
  return write(book({ Feuille: XLSX.utils.aoa_to_sheet(rows) }), 'xlsx')
}
