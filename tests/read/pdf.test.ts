import { describe, expect, test } from 'vitest'
import { readDocument } from '../../pipeline/read/document.ts'
import { codeOf, textsOf } from './fixtures.ts'
import { pdf, shown } from './pdf-bytes.ts'

const read = (...pages: string[][]) =>
  readDocument(pdf(pages.map((page) => page.join('\n'))), 'pdf')

describe('pdf', () => {
  test('a row a line, a column where white runs down', async () => {
    const document = await read([
      shown(50, 800, 'Bilan du dispositif dans le département de la Marne pour 2023 et 2024'),
      shown(50, 760, 'Indicateur'),
      shown(250, 760, '2023'),
      shown(350, 760, '2024'),
      shown(50, 740, 'Pass achetés'),
      shown(250, 740, '1 250'),
      shown(350, 740, '300'),
      shown(50, 720, 'Pass scannés'),
      shown(350, 720, '120'),
    ])
    expect(document.sheets.map(({ name }) => name)).toEqual(['Page 1'])
    expect(textsOf(document)).toEqual({
      A1: 'Bilan du dispositif dans le département de la Marne pour 2023 et 2024',
      A2: 'Indicateur',
      B2: '2023',
      C2: '2024',
      A3: 'Pass achetés',
      B3: '1 250',
      C3: '300',
      A4: 'Pass scannés',
      C4: '120',
    })
  })

  test('pieces of one text are one cell, and columns written as spaces are apart', async () => {
    const document = await read([
      shown(50, 700, 'Pass'),
      shown(75, 700, 'achet'),
      shown(99.6, 700, 'és'),
      shown(50, 680, 'Total            45'),
    ])
    expect(Object.values(textsOf(document))).toEqual(['Pass achetés', 'Total', '45'])
  })

  test('drawn tables: wrapped texts are one cell, empty cells keep their column, spans are merges', async () => {
    const lines = [700, 670, 630, 600].map((y) => `50 ${y} m 450 ${y} l S`)
    const sides = [50, 250, 450].map((x) => `${x} 600 m ${x} 700 l S`)
    // The last one as word processors draw them: a filled bar; and only under the first row.
    const document = await read([
      '1 1 1 rg 0 0 595 842 re f 0 0 0 rg',
      ...lines,
      ...sides,
      '350 600 0.5 70 re f',
      shown(55, 750, 'Bilan du département de la Marne au 31 décembre de cette année 2023'),
      shown(55, 680, 'Indicateur'),
      shown(255, 680, 'Années'),
      shown(55, 655, 'Nombre de'),
      shown(55, 640, 'bénéficiaires'),
      shown(255, 648, '1 250'),
      shown(355, 648, '300'),
      shown(55, 610, 'Pass scannés'),
      shown(355, 610, '120'),
      shown(55, 560, 'Fait à Épernay'),
    ])
    expect(textsOf(document)).toEqual({
      A1: 'Bilan du département de la Marne au 31 décembre de cette année 2023',
      A2: 'Indicateur',
      B2: 'Années',
      A3: 'Nombre de\nbénéficiaires',
      B3: '1 250',
      C3: '300',
      A4: 'Pass scannés',
      C4: '120',
      A5: 'Fait à Épernay',
    })
    expect(document.sheets[0]!.merges).toEqual([{ top: 1, left: 1, bottom: 1, right: 2 }])
  })

  test.each([
    ['frames', (x: number, y: number) => [`${x} ${y} 140 60 re S`]],
    // Corners that are rounded leave four lines that touch nowhere.
    [
      'frames with round corners',
      (x: number, y: number) => [
        `${x + 8} ${y} m ${x + 132} ${y} l S`,
        `${x + 8} ${y + 60} m ${x + 132} ${y + 60} l S`,
        `${x} ${y + 8} m ${x} ${y + 52} l S`,
        `${x + 140} ${y + 8} m ${x + 140} ${y + 52} l S`,
      ],
    ],
  ])('%s side by side are columns, and none takes the place of another', async (_, frame) => {
    const tile = (x: number, y: number, figure: string, caption: string) => [
      ...frame(x, y),
      shown(x + 12, y + 36, figure),
      shown(x + 12, y + 16, caption),
    ]
    const document = await read([
      shown(50, 780, 'Les chiffres clés'),
      ...tile(50, 700, '5 100', 'pass achetés'),
      ...tile(210, 700, '3 744', 'pass utilisés'),
      ...tile(370, 700, '620', 'bénéficiaires uniques'),
      ...tile(50, 620, '9', 'lieux'),
      ...tile(210, 620, '4', 'agents'),
    ])
    expect(textsOf(document)).toEqual({
      A1: 'Les chiffres clés',
      A2: '5 100\npass achetés',
      B2: '3 744\npass utilisés',
      C2: '620\nbénéficiaires uniques',
      A3: '9\nlieux',
      B3: '4\nagents',
    })
    const { cells } = document.sheets[0]!
    expect(new Set(cells.map(({ row, col }) => `${row},${col}`)).size).toBe(cells.length)
  })

  test('a text that a rule runs down through is that of two cells', async () => {
    const lines = [700, 670].map((y) => `50 ${y} m 130 ${y} l S`)
    const sides = [50, 78, 130].map((x) => `${x} 670 m ${x} 700 l S`)
    const document = await read([...lines, ...sides, shown(54, 680, 'Nord 1 250')])
    expect(textsOf(document)).toEqual({ A1: 'Nord', B1: '1 250' })
  })

  test('digits in boxes of their own are one number on the line of their label', async () => {
    const boxes = (left: number, bottom: number, count: number) => [
      `${left} ${bottom} ${18 * count} 18 re S`,
      ...Array.from({ length: count - 1 }, (_, n) => {
        const at = left + 18 * (n + 1)
        return `${at} ${bottom} m ${at} ${bottom + 18} l S`
      }),
    ]
    const digits = (left: number, y: number, ...each: string[]) =>
      each.flatMap((one, n) => (one === '' ? [] : [shown(left + 6 + 18 * n, y, one)]))
    const page = (bottom: number, ...each: string[]) => [
      ...boxes(300, bottom, each.length),
      ...digits(300, bottom + 4, ...each),
    ]
    const document = await read([
      shown(50, 704, '2.1 Titres achetés'),
      ...page(700, '', '8', '4', '0', '0'),
      shown(50, 664, '2.2 Titres scannés'),
      ...page(660, '', '', '5', '9', '6'),
      shown(50, 624, '2.3 Titres remis'),
      // An empty box between two digits: one of them is missing.
      ...page(620, '', '7', '', '1', '1'),
      shown(50, 584, 'Commune de'),
      ...page(580, 'B', 'O', 'U', '', 'X'),
    ])
    expect(textsOf(document)).toEqual({
      ...{ A1: '2.1 Titres achetés', B1: '8400' },
      ...{ A2: '2.2 Titres scannés', B2: '596' },
      ...{ A3: '2.3 Titres remis', B3: '7?11' },
      ...{ A4: 'Commune de', B4: 'BOU X' },
    })
  })

  test('narrow columns of digits in a table stay columns, and so do wide boxes', async () => {
    const lines = [700, 680, 660].map((y) => `300 ${y} m 354 ${y} l S`)
    const sides = [300, 318, 336, 354].map((x) => `${x} 660 m ${x} 700 l S`)
    const narrow = await read([
      ...lines,
      ...sides,
      ...['8', '4', '0'].map((one, n) => shown(306 + 18 * n, 685, one)),
      ...['1', '2', '3'].map((one, n) => shown(306 + 18 * n, 665, one)),
    ])
    expect(Object.values(textsOf(narrow))).toEqual(['8', '4', '0', '1', '2', '3'])
    const wide = await read([
      '300 680 m 480 680 l S 300 700 m 480 700 l S',
      ...[300, 360, 420, 480].map((x) => `${x} 680 m ${x} 700 l S`),
      ...['8', '4', '0'].map((one, n) => shown(320 + 60 * n, 685, one)),
    ])
    expect(Object.values(textsOf(wide))).toEqual(['8', '4', '0'])
  })

  test('headings at the left of their columns and figures at the right are one column', async () => {
    const figures = (y: number, ...texts: string[]) =>
      texts.map((text, n) => shown(250 + n * 60 - text.length * 5, y, text))
    const document = await read([
      shown(50, 760, 'Indicateur'),
      shown(196, 760, '2022'),
      shown(256, 760, '2023'),
      shown(50, 740, 'Pass achetés'),
      ...figures(740, '400', '850'),
      shown(50, 720, 'Pass scannés'),
      ...figures(720, '300', '530'),
      shown(50, 700, 'Ateliers'),
      ...figures(700, '30'),
    ])
    expect(textsOf(document)).toEqual({
      ...{ A1: 'Indicateur', B1: '2022', C1: '2023' },
      ...{ A2: 'Pass achetés', B2: '400', C2: '850' },
      ...{ A3: 'Pass scannés', B3: '300', C3: '530' },
      ...{ A4: 'Ateliers', B4: '30' },
    })
  })

  describe('texts of several lines', () => {
    test.each([
      ['above', 740],
      ['in the middle of', 722],
      ['below', 704],
    ])('a label goes on %s its figures', async (_, y) => {
      const document = await read([
        shown(50, 760, 'Indicateur'),
        shown(250, 760, 'Total'),
        ...[
          'Nombre total de pass',
          'numériques achetés par la',
          'collectivité depuis le début',
          'de la convention',
        ].map((text, n) => shown(50, 740 - n * 12, text)),
        shown(250, y, '1 250'),
        shown(50, 680, 'Pass scannés'),
        shown(250, 680, '830'),
        shown(50, 668, 'dont en 2023'),
      ])
      expect(textsOf(document)).toEqual({
        ...{ A1: 'Indicateur', B1: 'Total' },
        A2: 'Nombre total de pass\nnumériques achetés par la\ncollectivité depuis le début\nde la convention',
        ...{ B2: '1 250', A3: 'Pass scannés', B3: '830', A4: 'dont en 2023' },
      })
    })

    test('short labels without figures stay labels of their own', async () => {
      const labels = ['Pass achetés', 'pass scannés', 'bénéficiaires uniques de la convention']
      const document = await read([
        ...labels.map((text, n) => shown(50, 740 - n * 12, text)),
        shown(350, 740, '1 250'),
      ])
      expect(Object.keys(textsOf(document))).toEqual(['A1', 'B1', 'A2', 'A3'])
    })

    test('lines that the margin broke are one paragraph, lines of a list are not', async () => {
      const document = await read([
        shown(
          50,
          780,
          'Au cours de la convention, la collectivité a commandé en trois fois puis acheté 17 900 pass dans les',
        ),
        shown(50, 766, 'Hautes-Sylvanes, dont 9 980 pass ont été scannés.'),
        shown(50, 740, 'Nombre de pass achetés par la collectivité depuis le début : 17 900'),
        shown(50, 726, 'Nombre de pass scannés par les médiateurs depuis le début : 9 980'),
      ])
      expect(Object.values(textsOf(document))).toEqual([
        'Au cours de la convention, la collectivité a commandé en trois fois puis acheté 17 900 pass dans les Hautes-Sylvanes, dont 9 980 pass ont été scannés.',
        'Nombre de pass achetés par la collectivité depuis le début : 17 900',
        'Nombre de pass scannés par les médiateurs depuis le début : 9 980',
      ])
    })

    test('two columns of text are read one after the other, answers beside questions are not', async () => {
      const column = (x: number, texts: string[]) =>
        texts.map((text, n) => shown(x, 760 - n * 12, text))
      const prose = (start: string) => [
        ...Array.from({ length: 6 }, () => `${start} au fil des années sur le territoire`),
        `${start} 1 250 pass.`,
      ]
      const columns = await read([
        ...column(50, prose('elle achète')),
        ...column(320, prose('elle distribue')),
      ])
      const cells = Object.values(textsOf(columns))
      expect(cells[0]).toMatch(/^elle achète au fil .*elle achète 1 250 pass\.$/)
      expect(cells[1]).toMatch(/^elle distribue au fil/)
      const questions = Array.from(
        { length: 7 },
        (_, n) => `Question ${n} sur le dispositif de la collectivité`,
      )
      const answers = [
        'oui, depuis le début de 2021',
        'non, et pas avant la fin',
        'environ 1 250 pass au total',
        'les mairies et les bibliothèques',
        'une fois par mois et par lieu',
        'deux agents à mi-temps',
        'rien de plus à dire là-dessus pour le moment hélas',
      ]
      const table = await read([...column(50, questions), ...column(320, answers)])
      expect(textsOf(table)).toMatchObject({ A3: questions[2], B3: answers[2] })
    })

    test('dots that lead to an answer are none of the label', async () => {
      const document = await read([
        shown(50, 740, `Pass achetés ${'.'.repeat(40)} 1 250`),
        shown(50, 720, `Pass scannés ${'_ '.repeat(20)}`),
      ])
      expect(textsOf(document)).toEqual({ A1: 'Pass achetés', B1: '1 250', A2: 'Pass scannés' })
    })
  })

  test('each page is a sheet; title and date are those that it states', async () => {
    const info = "/Title (Bilan) /ModDate (D:20240115110000+01'00')"
    const document = await readDocument(
      pdf([shown(50, 700, 'un'), shown(50, 700, 'deux')], { info }),
      'pdf',
    )
    expect(document.sheets.map((sheet, n) => [sheet.name, textsOf(document, n)])).toEqual([
      ['Page 1', { A1: 'un' }],
      ['Page 2', { A1: 'deux' }],
    ])
    expect(document.properties).toEqual({ title: 'Bilan', modified: '2024-01-15T10:00:00.000Z' })
  })

  test('text that stands upright nowhere but on a turned page is read as it is looked at', async () => {
    const lines = [
      shown(50, 400, 'Pass achetés'),
      shown(250, 400, '1 250'),
      shown(50, 380, 'Pass scannés'),
      shown(250, 380, '830'),
    ]
    const expected = { A1: 'Pass achetés', B1: '1 250', A2: 'Pass scannés', B2: '830' }
    const turned = ['q 0 1 -1 0 595 0 cm', ...lines, 'Q']
    expect(textsOf(await read(lines))).toEqual(expected)
    expect(textsOf(await read(turned))).toEqual(expected)
    const page = pdf([turned.join('\n')]).toString('latin1')
    const rotated = page.replace('/MediaBox', '/Rotate 90 /MediaBox')
    expect(textsOf(await readDocument(Buffer.from(rotated, 'latin1'), 'pdf'))).toEqual(expected)
    // A word up the side of an upright page is glued to nothing.
    const side = 'q 0 1 -1 0 300 300 cm BT /F1 10 Tf 100 50 Td (2019) Tj ET Q'
    expect(textsOf(await read([...lines, side]))).toEqual({ ...expected, A3: '2019' })
  })

  describe('pages that show more than they say', () => {
    const picture = (width: number, height: number) =>
      `q ${width} 0 0 ${height} 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q`
    const unseen = (text: string) => `3 Tr ${text} 0 Tr`
    const figures = shown(50, 700, 'Pass achetés : 1 250')

    test('a scan among pages of text is told, the others are read', async () => {
      const document = await read([figures], [picture(595, 842)], [''], [picture(100, 50)])
      expect(textsOf(document)).toEqual({ A1: 'Pass achetés : 1 250' })
      expect(document.sheets.map(({ cells }) => cells.length)).toEqual([1, 0, 0, 0])
      expect(document.remarks).toEqual([
        { sheet: 'Page 2', motif: expect.stringMatching(/^la page 2 est une image : /) },
      ])
    })

    test('so is one in strips, within a form, or under the stamp of a mail office', async () => {
      const strips = Array.from({ length: 10 }, (_, n) => `1 0 0 1 0 ${n * 84} cm`)
      const striped = strips.map((place) => `q ${place} ${picture(595, 84)} Q`)
      const stamped = [picture(595, 842), shown(300, 800, 'Reçu le 12/03/2024')]
      const document = await read([figures], striped, stamped)
      expect(document.remarks?.map(({ sheet }) => sheet)).toEqual(['Page 2', 'Page 3'])
    })

    test('text over a picture of the whole page is text like any other', async () => {
      const text = Array.from({ length: 20 }, (_, n) =>
        shown(50, 700 - 20 * n, `ligne ${n} du bilan`),
      )
      expect((await read([picture(595, 842), ...text])).remarks).toEqual([])
    })

    test('what software has read on a scan is hidden, and told', async () => {
      const document = await read([picture(595, 842), unseen(figures)], [figures])
      const cells = document.sheets.map((sheet) => sheet.cells.map(({ hidden }) => hidden))
      expect(cells).toEqual([[true], [false]])
      expect(document.remarks).toEqual([
        { sheet: 'Page 1', motif: expect.stringMatching(/reconnu par un logiciel/) },
      ])
    })

    test('letters turned into drawings are told', async () => {
      const letter = '10 10 m 20 10 l 20 20 l h f'
      const document = await read(
        [figures],
        Array.from({ length: 400 }, () => letter),
      )
      expect(document.remarks?.map(({ motif }) => motif)).toEqual([
        expect.stringMatching(/^la page 2 est un dessin sans texte/),
      ])
    })

    test('a picture that nothing can decode is none of the reader’s business', async () => {
      const broken = 'q 90 0 0 90 0 0 cm BI /W 900 /H 900 /CS /G /BPC 8 /F /DCT ID xxxx EI Q'
      expect(textsOf(await read([broken, figures]))).toEqual({ A1: 'Pass achetés : 1 250' })
    })
  })

  describe('text that nobody sees', () => {
    const white = '1 1 1 rg'
    const black = '0 0 0 rg'
    const dark = (x: number, y: number, width: number, height: number) =>
      `0.1 0.2 0.5 rg ${x} ${y} ${width} ${height} re f`
    /** Whether each text of a page is hidden, by its text. */
    const hiddenOf = async (...page: string[]) => {
      const { sheets } = await read([...page, black, shown(50, 20, 'seen')])
      return sheets[0]!.cells.filter(({ hidden }) => hidden).map(({ text }) => text)
    }

    test('in the colour of its ground, whatever is painted under it', async () => {
      expect(await hiddenOf(white, shown(50, 700, '1 250'))).toEqual(['1 250'])
      expect(await hiddenOf('0.98 g', shown(50, 700, '1 250'))).toEqual(['1 250'])
      expect(await hiddenOf('1 0 0 rg', shown(50, 700, '1 250'))).toEqual([])
      const band = dark(40, 690, 400, 24)
      expect(await hiddenOf(band, white, shown(50, 700, 'Indicateur'))).toEqual([])
      expect(await hiddenOf(band, shown(50, 700, 'bleu'))).toEqual(['bleu'])
      const over = `${band} ${white} 40 690 400 24 re f`
      expect(await hiddenOf(over, shown(50, 700, '1 250'))).toEqual(['1 250'])
    })

    test('on a picture, a shape of its own, half a band or a state that mixes nothing is lost', async () => {
      const text = shown(50, 700, '1 250')
      const picture = 'q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q'
      expect(await hiddenOf(picture, white, text)).toEqual([])
      const round = '0.1 0.2 0.5 rg 40 690 m 200 690 l 220 720 180 740 40 714 c f'
      expect(await hiddenOf(round, white, text)).toEqual([])
      expect(await hiddenOf(dark(40, 690, 20, 24), white, text)).toEqual([])
      expect(await hiddenOf('24 w 40 703 m 400 703 l S', white, text)).toEqual([])
      expect(await hiddenOf('/Mixed gs', white, text)).toEqual([])
      expect(await hiddenOf('2 Tr', white, text)).toEqual([])
    })

    test('transparent, without a mark, covered afterwards, cut off or beyond the page', async () => {
      const text = shown(50, 700, '1 250')
      expect(await hiddenOf('q /Clear gs', text, 'Q')).toEqual(['1 250'])
      expect(await hiddenOf('3 Tr', text, '0 Tr')).toEqual(['1 250'])
      expect(await hiddenOf(text, dark(40, 690, 200, 24))).toEqual(['1 250'])
      expect(await hiddenOf(text, '/Mixed gs', dark(40, 690, 200, 24))).toEqual([])
      expect(await hiddenOf('q 40 300 200 20 re W n', text, 'Q')).toEqual(['1 250'])
      expect(await hiddenOf('q 40 690 60 24 re W n', text, 'Q')).toEqual([])
    })

    test('text beyond the page isn’t there', async () => {
      const beyond = [shown(700, 700, '1 250'), shown(50, 900, '1 250')]
      expect(textsOf(await read([...beyond, shown(50, 700, 'seen')]))).toEqual({ A1: 'seen' })
    })

    test('a figure beside its label in one line, however the text is placed', async () => {
      const line = `BT /F1 10 Tf 1 0 0 1 50 700 Tm (Pass achet\\351s : ) Tj ${white} [(1 2) -10 (50)] TJ ET`
      expect(await hiddenOf(line)).toEqual(['Pass achetés : 1 250'])
      const next = `BT /F1 10 Tf 14 TL 50 700 Td (Pass) Tj ${white} (830) ' ET`
      expect(await hiddenOf(next)).toEqual(['830'])
    })

    test('another copy of it that is seen counts', async () => {
      const text = shown(50, 700, '1 250')
      expect(await hiddenOf(white, text, black, text)).toEqual([])
    })
  })

  test('fields of a form and what was typed over the page are read, hidden ones are hidden', async () => {
    const field = (y: number, rest: string) =>
      `<< /Type /Annot /Subtype /Widget /Rect [250 ${y} 350 ${y + 14}] /T (f${y}) ${rest} >>`
    const annotations = [
      field(697, '/FT /Tx /V (1 250)'),
      field(677, '/FT /Tx /V (830) /F 2'),
      field(657, '/FT /Btn /V /Oui /AS /Oui /AP << /N << /Oui 3 0 R /Off 3 0 R >> >>'),
      field(637, '/FT /Btn /V /Off /AS /Off /AP << /N << /Oui 3 0 R /Off 3 0 R >> >>'),
      '<< /Type /Annot /Subtype /FreeText /Rect [250 610 350 634] /Contents (410\\n12) /DA (/F1 10 Tf) >>',
    ].join(' ')
    const labels = ['Achetés', 'Scannés', 'Oui', 'Non', 'Uniques']
    const page = labels.map((text, n) => shown(50, 700 - n * 20, text))
    const document = await readDocument(pdf([page.join('\n')], { annotations }), 'pdf')
    const cells = document.sheets[0]!.cells.filter(({ col }) => col > 0)
    expect(cells.map(({ text, hidden }) => [text, hidden])).toEqual([
      ['1 250', false],
      ['830', true],
      ['☒', false],
      ['☐', false],
      ['410', false],
      ['12', false],
    ])
  })

  test('a figure with a line through it is struck, not one that is underlined', async () => {
    const line = (y: number) => `50 ${y} 30 0.6 re f`
    const document = await read([
      shown(50, 700, '1 250'),
      line(703),
      shown(50, 650, '1 300'),
      line(648),
    ])
    expect(document.sheets[0]!.cells.map(({ struck }) => struck)).toEqual([true, false])
  })

  test('the number of a note that stands above the line continues no figure', async () => {
    const document = await read([shown(50, 700, '1 250'), shown(75.2, 703.5, '2', 6)])
    expect(textsOf(document)).toEqual({ A1: '1 250²' })
  })

  test('pages without text, without end, with a password or damaged are refused', async () => {
    expect(await codeOf(pdf(['0 0 100 100 re f']), 'pdf')).toBe('image_seule')
    expect(await codeOf(pdf(['']), 'pdf')).toBe('vide')
    expect(await codeOf(pdf(['1 0 0 1 0 0 cm BT /F1 12 Tf ET']), 'pdf')).toBe('vide')
    const whole = pdf([shown(50, 700, 'x')])
    expect(await codeOf(whole.subarray(0, whole.length - 200), 'pdf')).toBe('tronque')
    const locked =
      '/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O (12345678901234567890123456789012) /U (12345678901234567890123456789012) >> /ID [(a) (a)]'
    expect(await codeOf(pdf([shown(50, 700, 'x')], { trailer: locked }), 'pdf')).toBe('protege')
    expect(await codeOf(Buffer.from('%PDF-1.7\nstartxref\n0\n%%EOF'), 'pdf')).toBe('corrompu')
  })
})
