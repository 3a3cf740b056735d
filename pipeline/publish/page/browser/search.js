// The search over laureates and files: all words must be found, whatever the accents.

/** How many of each are shown at once. */
const most = 100

/** @param {string} text */
function plain(text) {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('’', "'")
}

/** @param {Data} all */
function searchable(all) {
  return {
    laureats: all.laureats.map((one) =>
      plain(
        [one.nom, one.convention, one.siren, one.departement ?? '', one.type, one.appel].join(' '),
      ),
    ),
    fichiers: all.fichiers.map((one) => plain(`${one.fichier} ${one.statut}`)),
  }
}

function prepareSearch() {
  const field = /** @type {HTMLInputElement} */ (byId('cherche'))
  const texts = searchable(data)
  field.addEventListener('input', () => find(field.value, texts))
  field.form?.addEventListener('submit', (event) => event.preventDefault())
}

/**
 * @param {string} asked
 * @param {{laureats: string[], fichiers: string[]}} texts
 */
function find(asked, texts) {
  const words = plain(asked)
    .split(/\s+/)
    .filter((word) => word !== '')
  const found = (/** @type {string[]} */ list) =>
    words.length === 0
      ? []
      : list.flatMap((text, i) => (words.every((word) => text.includes(word)) ? [i] : []))
  const laureats = found(texts.laureats)
  const fichiers = found(texts.fichiers)
  byId('trouves').textContent =
    words.length === 0
      ? ''
      : laureats.length + fichiers.length === 0
        ? 'Rien ne correspond.'
        : `${counted(laureats.length, 'lauréat')} et ${counted(fichiers.length, 'fichier')}.${
            Math.max(laureats.length, fichiers.length) > most
              ? ` Les ${most} premiers sont montrés\u00a0: précisez.`
              : ''
          }`
  byId('resultats').replaceChildren(
    ...(laureats.length === 0 ? [] : [foundLaureates(laureats.slice(0, most))]),
    ...(fichiers.length === 0 ? [] : [foundFiles(fichiers.slice(0, most))]),
  )
}

/** @param {number} place */
function laureateLink(place) {
  return link([foreign(data.laureats[place]?.nom ?? '')], () => showLaureate(place))
}

/** @param {number[]} places */
function foundLaureates(places) {
  const names = data.laureats[0]?.valeurs.map((one) => data.notions[one.notion] ?? one.notion) ?? []
  return table(
    'Lauréats trouvés',
    ['Lauréat', 'Appel', 'Type', 'Potentiel', ...names],
    places.map((place) => {
      const one = data.laureats[place]
      return [
        laureateLink(place),
        one?.appel ?? '',
        one?.type ?? '',
        one?.potentiel ?? '',
        ...(one?.valeurs ?? []).map((value) => value.valeur ?? value.statut),
      ]
    }),
  )
}

/** @param {number[]} places */
function foundFiles(places) {
  return table(
    'Fichiers trouvés',
    ['Fichier', 'Statut', 'Remarque', 'Lauréats'],
    places.map((place) => {
      const one = data.fichiers[place]
      return [
        foreign(one?.fichier ?? ''),
        one?.statut ?? '',
        foreign(one?.motif ?? ''),
        make('span', {}, ...(one?.laureats ?? []).map(laureateLink)),
      ]
    }),
  )
}
