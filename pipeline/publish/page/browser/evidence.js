// From a laureate's figure to the cells that it was read from, and to those that were left aside.

/** @type {Data} */
const data = JSON.parse(byId('donnees').textContent ?? '')

/**
 * Where one figure of a laureate comes from.
 * @param {number} place of the laureate
 * @param {string} notion
 */
function evidence(place, notion) {
  const laureate = data.laureats[place]
  const readings = data.lus[place]
  if (laureate === undefined || readings === undefined) return make('p', {}, 'Lauréat inconnu.')
  const value = laureate.valeurs.find((one) => one.notion === notion)
  if (value === undefined) {
    return make(
      'p',
      {},
      'Ce chiffre vient du registre (',
      make('code', {}, 'raw/laureats.csv'),
      `), à la ligne de la convention ${laureate.convention}.`,
    )
  }
  const own = readings.filter((one) => one.notion === notion)
  const kept = own.filter((one) => one.retenue)
  const left = own.filter((one) => !one.retenue)
  const total = own[0]?.nombre ?? 0
  const reason = value.motif === null ? '' : (data.motifs[value.motif] ?? '')
  return make(
    'div',
    { class: 'evidence' },
    make('p', {}, `Statut\u00a0: ${value.statut}. `, reason === '' ? null : foreign(reason)),
    kept.length === 0 ? null : cells(kept, 'Ce qui compte'),
    left.length === 0 ? null : aside(left),
    total > own.length
      ? make(
          'p',
          {},
          `${counted(total - own.length, 'autre chiffre lu est', 'autres chiffres lus sont')} dans `,
          make('code', {}, 'exports/csv/observations.csv'),
          '.',
        )
      : null,
  )
}

/** @param {DataReading[]} left */
function aside(left) {
  return make(
    'details',
    { class: 'aside' },
    make(
      'summary',
      {},
      counted(left.length, 'chiffre lu, laissé de côté', 'chiffres lus, laissés de côté'),
    ),
    cells(left, 'Ce qui ne compte pas, et pourquoi'),
  )
}

/**
 * The cells of readings: file, sheet, cell, text.
 * @param {DataReading[]} readings
 * @param {string} caption
 */
function cells(readings, caption) {
  const heads = [
    'Fichier',
    'Feuille',
    'Cellule',
    'Texte de la cellule',
    'Libellé',
    'Valeur',
    'Pourquoi',
  ]
  return table(
    caption,
    heads,
    readings.map((one) => [
      foreign(one.fichier),
      foreign(one.feuille),
      foreign(one.cellule),
      make('q', {}, foreign(one.texte)),
      foreign(one.libelle),
      one.valeur ?? '—',
      foreign(data.motifs[one.motif] ?? ''),
    ]),
  )
}
