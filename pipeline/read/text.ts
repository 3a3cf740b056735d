/**
 * Text as every reader gives it: control characters dropped (tabs and line breaks kept, as `\n`), and no half
 * of a surrogate pair, which databases refuse.
 */
export function cleanText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  if (!/[\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]/.test(text)) return text
  return (
    text
      .toWellFormed()
      .replaceAll(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
      .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/g, '')
  )
}

const superscripts = [...'⁰¹²³⁴⁵⁶⁷⁸⁹']

/** A text that stands above its line: the number of a note is written as such, lest it continue the figure before it. */
export function raised(text: string): string {
  if (!/^\D*\d{1,2}\D*$/.test(text)) return text
  return text.replaceAll(/[0-9]/g, (digit) => superscripts[Number(digit)]!)
}

/** Whether a text is to count as unseen because all of it is, or its figures, if only its words are seen. */
export function isConcealed(visible: string, concealed: string): boolean {
  if (concealed.trim() === '') return false
  return visible.trim() === '' || (/\d/.test(concealed) && !/\d/.test(visible))
}

/** Boxes to tick in the fonts of signs, whose letters stand in an area of their own. */
const boxes: Record<string, string> = {
  '\uf0fe': '☑',
  '\uf0fd': '☒',
  '\uf078': '☒',
  '\uf06f': '☐',
  '\uf071': '☐',
  '\uf0a8': '☐',
}

/** A text whose boxes to tick are those that every font has. */
export function withBoxes(text: string): string {
  return text.replaceAll(/[\uf020-\uf0ff]/g, (sign) => boxes[sign] ?? sign)
}
