import { readDocument } from '../../pipeline/read/document.ts'
import { serve } from '../../pipeline/read/worker.ts'

serve(async (bytes: Uint8Array): Promise<string> => {
  const { sheets } = await readDocument(bytes, 'xlsx')
  return sheets.flatMap(({ cells }) => cells.map(({ text }) => text)).join(' ')
})
