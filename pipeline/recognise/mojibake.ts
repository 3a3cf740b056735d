/** What Windows-1252 shows for the bytes 0x80 to 0x9F, in order; an empty place where it shows nothing. */
const shown = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ'
/** « Ã© », « â€™ »: the bytes of one letter of UTF-8 shown as letters of their own, which no text in French has beside each other. */
const misread = new RegExp(
  String.raw`[\u00c2-\u00df][\u0080-\u00bf${shown.replaceAll(' ', '')}]|[\u00e2-\u00ef][\u0080-\u00bf${shown.replaceAll(' ', '')}]{2}`,
  'g',
)

/** A text that was written in UTF-8 and read as Windows-1252 as it was written: « achetÃ©s » is « achetés ». Any other is left alone. */
export function legible(text: string): string {
  return /[\u00c2-\u00ef]/.test(text) ? text.replaceAll(misread, decoded) : text
}

function decoded(letters: string): string {
  const bytes = [...letters].map((letter) => {
    const at = letter === ' ' ? -1 : shown.indexOf(letter)
    return at < 0 ? letter.charCodeAt(0) : 0x80 + at
  })
  const letter = new TextDecoder().decode(Uint8Array.from(bytes))
  return letter.includes('\ufffd') ? letters : letter
}
