import stringWidth from 'string-width'

/** How a part of the tree looks where colours are wanted. */
export type Style = 'bold' | 'dim' | 'kept' | 'refused' | 'asked'
/** Gives a text its looks, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string

/** One line of a tree (wrapped where it is too long), with what hangs below it. */
export interface Branch {
  text: string
  /** Put at the right margin. */
  value?: string
  style?: Style
  below?: Branch[]
}

/** Branches as lines of at most `width` characters, joined by rules. */
export function treeLines(branches: readonly Branch[], width: number, paint: Paint): string[] {
  return lines(branches, '', width, paint)
}

function lines(branches: readonly Branch[], indent: string, width: number, paint: Paint): string[] {
  return branches.flatMap((branch, i) => {
    const last = i === branches.length - 1
    const first = `${indent}${last ? '└─ ' : '├─ '}`
    const rest = `${indent}${last ? '   ' : '│  '}`
    const value = branch.value ?? ''
    const room = width - stringWidth(first) - (value === '' ? 0 : stringWidth(value) + 2)
    const texts = wrap(branch.text, Math.max(room, 20))
    const style = (text: string) => (branch.style === undefined ? text : paint(branch.style, text))
    const own = texts.map((text, j) => {
      const start = j === 0 ? first : rest
      if (j > 0 || value === '') return paint('dim', start) + style(text)
      const gap = width - stringWidth(start) - stringWidth(text) - stringWidth(value)
      return paint('dim', start) + style(text) + ' '.repeat(Math.max(gap, 1)) + paint('bold', value)
    })
    return [...own, ...lines(branch.below ?? [], rest, width, paint)]
  })
}

/** A text in lines of at most `width`, broken at spaces (not at no-break ones), and inside a word only where it has to be. */
export function wrap(text: string, width: number): string[] {
  const wrapped: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((one) => pieces(one, width))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (stringWidth(longer) <= width) line = longer
    else {
      if (line !== '') wrapped.push(line)
      line = word
    }
  }
  return [...wrapped, line]
}

function pieces(word: string, width: number): string[] {
  const found: string[] = []
  let piece = ''
  for (const { segment } of segmenter.segment(word)) {
    if (stringWidth(piece + segment) > width && piece !== '') {
      found.push(piece)
      piece = ''
    }
    piece += segment
  }
  return [...found, piece]
}

const segmenter = new Intl.Segmenter('fr')
