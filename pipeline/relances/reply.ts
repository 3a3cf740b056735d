import ExcelJS from 'exceljs'
import { spaced } from '../french.ts'
import { plain } from '../inspect/phrase.ts'
import type { Dossier } from './dossier.ts'
import { longDay } from './letter.ts'

/** Column of the figures that a laureate writes, and the row of the first one. */
const answerColumn = 2
const firstRow = 10

const precisions = ['exact', 'environ']

/**
 * The workbook that a laureate fills in: who it is about and what is asked are protected, one cell a figure is open, with its
 * rule and an example shown as the cell is chosen. It is read back like any report, as the last version for its laureate:
 * its labels are ordinary labels, so no reader of its own is needed, and any program may save it in any format.
 * @param today ISO day of the question; the answer counts as later than every report before it
 */
export async function replyWorkbook(dossier: Dossier, today: string): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  book.creator = 'bilan'
  // One fixed time: the same question gives the same bytes.
  book.created = new Date(`${today}T00:00:00Z`)
  book.modified = book.created
  const sheet = book.addWorksheet('Réponse', {
    pageSetup: {
      paperSize: 9,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
    },
    views: [{ state: 'frozen', ySplit: firstRow - 1 }],
  })
  sheet.columns = [{ width: 34 }, { width: 30 }, { width: 14 }, { width: 60 }]
  identity(sheet, dossier, today)
  demands(sheet, dossier)
  guide(book)
  await sheet.protect('', {
    selectLockedCells: true,
    selectUnlockedCells: true,
    formatColumns: true,
    formatRows: true,
  })
  return Buffer.from(await book.xlsx.writeBuffer())
}

function identity(sheet: ExcelJS.Worksheet, dossier: Dossier, today: string): void {
  const [year, month, day] = today.split('-')
  const rows: [string, string][] = [
    ['Réponse du lauréat', ''],
    ['Convention', dossier.convention],
    ['Structure', plain(dossier.nom)],
    ['SIREN', dossier.siren],
    ['Appel à projets', dossier.aap],
    ['Version', 'définitive'],
    ['Chiffres arrêtés au', `${day}/${month}/${year}`],
  ]
  rows.forEach(([label, value], i) => {
    const row = sheet.getRow(i + 1)
    row.getCell(1).value = label
    row.getCell(1).font = { bold: true, size: i === 0 ? 14 : 11 }
    if (value !== '') {
      row.getCell(2).value = value
      row.getCell(2).numFmt = '@'
    }
  })
  sheet.getCell(8, 1).value = spaced(
    `Écrire un nombre entier dans chaque case jaune, ou NC si le chiffre n’existe pas. Demande du ${longDay(today)}.`,
  )
}

function demands(sheet: ExcelJS.Worksheet, dossier: Dossier): void {
  const header = sheet.getRow(firstRow - 1)
  const names = ['Indicateur', 'Votre chiffre', 'Précision', 'Remarque']
  names.forEach((name, i) => {
    const cell = header.getCell(i + 1)
    cell.value = name
    cell.font = { bold: true }
    cell.fill = fill('FFE8EDF3')
    cell.border = border
  })
  dossier.demands.forEach((demand, i) => {
    const row = sheet.getRow(firstRow + i)
    row.height = 24
    row.getCell(1).value = plain(demand.libelle)
    const answer = row.getCell(answerColumn)
    answer.protection = { locked: false }
    answer.fill = fill('FFFFF3C4')
    answer.numFmt = '#,##0'
    answer.dataValidation = {
      type: 'custom',
      allowBlank: true,
      formulae: [entered(answer.address)],
      showErrorMessage: true,
      errorTitle: 'Un nombre entier, ou NC',
      error: spaced(
        'Écrire un nombre entier positif ou nul, sans unité ni espace, ou NC si le chiffre n’existe pas.',
      ),
      showInputMessage: true,
      promptTitle: spaced('Exemples : 1250, 0 ou NC'),
      prompt: spaced(
        `${demand.libelle}, en tout (${demand.unite}), sur la durée de la convention. 0 : il n’y en a pas eu. NC : le chiffre n’existe pas.`,
      ),
    }
    const precision = row.getCell(answerColumn + 1)
    precision.protection = { locked: false }
    precision.dataValidation = {
      type: 'list',
      allowBlank: true,
      formulae: [`"${precisions.join(',')}"`],
      showErrorMessage: true,
      errorTitle: spaced('À choisir dans la liste'),
      error: spaced('Choisir exact ou environ.'),
    }
    const remark = row.getCell(answerColumn + 2)
    remark.protection = { locked: false }
    remark.alignment = { wrapText: true }
    for (let column = 1; column <= names.length; column++) row.getCell(column).border = border
  })
}

/** The rule of an answer: a whole number that isn't negative, or NC. */
function entered(cell: string): string {
  return `OR(UPPER(TRIM(${cell}))="NC",IF(ISNUMBER(${cell}),AND(${cell}>=0,${cell}=INT(${cell})),FALSE))`
}

function guide(book: ExcelJS.Workbook): void {
  const sheet = book.addWorksheet('Mode d’emploi')
  sheet.columns = [{ width: 100 }]
  const lines = [
    'Comment remplir ce classeur',
    'Seules les cases jaunes, la précision et la remarque s’écrivent ; le reste est protégé, sans mot de passe.',
    'Écrire le chiffre total, sur toute la durée de la convention, sans unité.',
    'Zéro veut dire qu’il n’y en a pas eu. NC veut dire que le chiffre n’existe pas ou ne peut pas être retrouvé.',
    'Laisser vide une case à laquelle vous répondrez plus tard.',
    'Si le chiffre est une estimation, choisir « environ » dans la colonne Précision.',
    'N’écrire aucun nom ni aucune coordonnée de bénéficiaire.',
  ]
  lines.forEach((text, i) => {
    const cell = sheet.getCell(i + 1, 1)
    cell.value = spaced(text)
    cell.alignment = { wrapText: true }
    if (i === 0) cell.font = { bold: true, size: 14 }
  })
}

const edge = { style: 'thin', color: { argb: 'FF767676' } } as const
const border = { top: edge, bottom: edge, left: edge, right: edge }

function fill(argb: string): ExcelJS.FillPattern {
  return { type: 'pattern', pattern: 'solid', fgColor: { argb } }
}
