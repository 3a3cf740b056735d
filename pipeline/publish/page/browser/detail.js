// The dialog that follows a figure: to its laureates, and from each to the cells.

const dialog = /** @type {HTMLDialogElement} */ (byId('detail'))

/**
 * Shows the dialog with a title and what stands under it; focus goes to the title and comes back when it closes.
 * @param {string} title
 * @param {(Node | null)[]} parts
 */
function show(title, parts) {
  const head = byId('detail-titre')
  head.replaceChildren(foreign(title))
  byId('detail-corps').replaceChildren(...parts.filter((part) => part !== null))
  if (!dialog.open) dialog.showModal()
  dialog.scrollTop = 0
  head.focus()
}

/** @param {number} place of the figure */
function showFigure(place) {
  const figure = data.chiffres[place]
  if (figure === undefined) return
  const top = quantity(figure.numerateur)
  const bottom = quantity(figure.denominateur)
  show(figure.titre, [
    make('p', { class: 'where' }, figure.lieu),
    make('p', { class: 'value' }, figure.valeur ?? 'Ce chiffre ne se calcule pas.'),
    figure.explication === null ? null : make('p', {}, figure.explication),
    formula(figure, top, bottom),
    ...figure.bornes.map(({ texte, hypothese }) =>
      make('p', {}, texte, make('small', {}, data.motifs[hypothese] ?? '')),
    ),
    top === null ? null : members(top),
    bottom === null ? null : members(bottom),
  ])
}

/** @param {number | null} place */
function quantity(place) {
  return place === null ? null : (data.quantites[place] ?? null)
}

/**
 * How the figure comes from its quantities.
 * @param {DataFigure} figure
 * @param {DataQuantity | null} top
 * @param {DataQuantity | null} bottom
 */
function formula(figure, top, bottom) {
  if (top === null || bottom === null || figure.exacte === null) return null
  const said = (/** @type {DataQuantity} */ one) => `${one.somme ?? '—'} (${named(one.notion)})`
  const exact = figure.exacte === figure.valeur ? '' : `, arrondi à ${figure.valeur}`
  return make(
    'p',
    { class: 'formula' },
    `${said(top)} ÷ ${said(bottom)} = ${figure.exacte}${exact}`,
  )
}

/** @param {string} notion */
function named(notion) {
  const name = data.notions[notion] ?? notion
  return name.charAt(0).toLowerCase() + name.slice(1)
}

/**
 * The laureates of a quantity: those that count, then those left aside and why.
 * @param {DataQuantity} whole
 */
function members(whole) {
  const counting = whole.membres.filter(([, , why]) => why === null)
  const aside = whole.membres.filter(([, , why]) => why !== null)
  const held = counting.length + aside.length
  const total = whole.comptes + whole.laisses
  const name = data.notions[whole.notion] ?? whole.notion
  return make(
    'section',
    { class: 'members' },
    make('h3', {}, `${name}\u00a0: ${whole.somme ?? 'aucune valeur'}`),
    make(
      'p',
      {},
      `${counted(whole.comptes, 'lauréat compte', 'lauréats comptent')}, ${counted(whole.laisses, 'est laissé', 'sont laissés')} de côté.`,
      held < total
        ? ` Les ${grouped(held)} plus grands potentiels sont montrés ici\u00a0; tous sont dans la table bilan.composition de warehouse.duckdb.`
        : '',
    ),
    counting.length === 0 ? null : list(counting, whole.notion),
    aside.length === 0 ? null : make('h4', {}, 'Laissés de côté'),
    aside.length === 0 ? null : list(aside, whole.notion),
  )
}

/**
 * @param {DataQuantity['membres']} some
 * @param {string} notion
 */
function list(some, notion) {
  return make('ul', { class: 'plain' }, ...some.map((one) => make('li', {}, member(one, notion))))
}

/**
 * One laureate of a quantity; its cells are made when it is opened.
 * @param {DataQuantity['membres'][number]} one
 * @param {string} notion
 */
function member([place, value, why], notion) {
  const laureate = data.laureats[place]
  const reason = why === null ? null : (data.motifs[why] ?? null)
  const details = make(
    'details',
    { class: 'member', 'data-laureate': String(place) },
    make(
      'summary',
      {},
      make('span', { class: 'name' }, foreign(laureate?.nom ?? ''), ` · ${laureate?.appel ?? ''}`),
      make('span', { class: 'n' }, value ?? '—'),
      reason === null ? null : make('small', {}, foreign(reason)),
    ),
  )
  details.addEventListener('toggle', () => {
    if (details.childElementCount === 1) details.append(evidence(place, notion))
  })
  return details
}

/** @param {number} place of the laureate */
function showLaureate(place) {
  const laureate = data.laureats[place]
  if (laureate === undefined) return
  const where = [
    laureate.appel,
    laureate.type,
    `convention ${laureate.convention}`,
    `SIREN ${laureate.siren}`,
    laureate.departement === null ? '' : `département ${laureate.departement}`,
    `potentiel d’achat ${laureate.potentiel} pass`,
  ]
  const known = new Set(laureate.valeurs.map((one) => one.notion))
  const others = (data.lus[place] ?? []).filter((one) => !known.has(one.notion))
  const files = data.fichiers.filter((file) => file.laureats.includes(place))
  show(laureate.nom, [
    make('p', { class: 'where' }, where.filter((part) => part !== '').join(' · ')),
    ...laureate.valeurs.map((one) =>
      make(
        'section',
        { class: 'members' },
        make(
          'h3',
          {},
          `${data.notions[one.notion] ?? one.notion}\u00a0: ${one.valeur ?? one.statut}`,
        ),
        evidence(place, one.notion),
      ),
    ),
    others.length === 0
      ? null
      : make('h3', {}, 'Autres chiffres lus, qui ne servent à aucun tableau'),
    others.length === 0
      ? null
      : table(
          'Autres chiffres lus',
          ['Notion', 'Valeur', 'Fichier', 'Feuille', 'Cellule', 'Texte de la cellule'],
          others.map((one) => [
            data.notions[one.notion] ?? one.notion,
            one.valeur ?? '—',
            foreign(one.fichier),
            foreign(one.feuille),
            foreign(one.cellule),
            make('q', {}, foreign(one.texte)),
          ]),
        ),
    make('h3', {}, 'Fichiers'),
    files.length === 0
      ? make('p', {}, 'Aucun fichier reçu pour cette convention.')
      : make(
          'ul',
          {},
          ...files.map((file) => make('li', {}, foreign(file.fichier), ` — ${file.statut}`)),
        ),
  ])
}
