import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** A letter of pdf.js, or a number by which the next one is moved back. */
type Glyph = number | { unicode: string; width: number; isSpace: boolean }

interface State {
  size: number
  /** Widths of letters are in its units. */
  unit: number
  charSpacing: number
  wordSpacing: number
  scale: number
  leading: number
  rise: number
}

/** Text that is shown: where it starts in the coordinates that hold, how far it goes, and the height of its letters. */
export interface Shown {
  text: string
  start: number[]
  width: number
  height: number
}

/** Where the texts of a page stand, while its operators go by. */
export class PdfText {
  private state: State = {
    size: 0,
    unit: 0.001,
    charSpacing: 0,
    wordSpacing: 0,
    scale: 1,
    leading: 0,
    rise: 0,
  }
  private readonly saved: State[] = []
  private matrix: ArrayLike<number> = [1, 0, 0, 1, 0, 0]
  private line: [number, number] = [0, 0]
  private at: [number, number] = [0, 0]

  save(): void {
    this.saved.push({ ...this.state })
  }

  restore(): void {
    this.state = this.saved.pop() ?? this.state
  }

  /** The font that is set: fonts made of drawings state a unit of their own. */
  font(font: unknown): void {
    const { fontMatrix } = (font ?? {}) as { fontMatrix?: number[] }
    this.state.unit = fontMatrix?.[0] ?? 0.001
  }

  /** Takes notice of an operator that places text or says how it is spaced. */
  step(operator: number, args: unknown): void {
    const { state } = this
    const [first, second] = (args ?? []) as [number, number]
    if (operator === OPS.beginText) this.place([1, 0, 0, 1, 0, 0])
    else if (operator === OPS.setTextMatrix) this.place((args as [ArrayLike<number>])[0])
    else if (operator === OPS.moveText) this.move(first, second)
    else if (operator === OPS.setLeadingMoveText) {
      state.leading = second
      this.move(first, second)
    } else if (operator === OPS.nextLine) this.move(0, state.leading)
    else if (operator === OPS.setFont) state.size = second
    else if (operator === OPS.setCharSpacing) state.charSpacing = first
    else if (operator === OPS.setWordSpacing) state.wordSpacing = first
    else if (operator === OPS.setHScale) state.scale = first / 100
    else if (operator === OPS.setLeading) state.leading = -first
    else if (operator === OPS.setTextRise) state.rise = first
  }

  /** Shows letters and moves past them. */
  show(glyphs: readonly Glyph[]): Shown {
    const { size, unit, charSpacing, wordSpacing, scale, rise } = this.state
    let width = 0
    let text = ''
    for (const glyph of glyphs) {
      if (typeof glyph === 'number') {
        width -= (glyph * size) / 1000
        continue
      }
      text += glyph.unicode
      width += glyph.width * size * unit + charSpacing + (glyph.isSpace ? wordSpacing : 0)
    }
    const [x, y] = this.at
    const [a, b, c, d, e, f] = Array.from(this.matrix) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ]
    const up = y + rise
    this.at = [x + width * scale, y]
    const start = [a, b, c, d, a * x + c * up + e, b * x + d * up + f]
    return { text, start, width: width * scale, height: size }
  }

  private place(matrix: ArrayLike<number>): void {
    this.matrix = matrix
    this.line = [0, 0]
    this.at = [0, 0]
  }

  private move(x: number, y: number): void {
    this.line = [this.line[0] + x, this.line[1] + y]
    this.at = this.line
  }
}
