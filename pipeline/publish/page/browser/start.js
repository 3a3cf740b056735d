// What the page gains with script: figures and names that open, search, dots that speak. Everything else reads without.

for (const span of document.querySelectorAll('.figure[data-figure]')) {
  const place = Number(span.getAttribute('data-figure'))
  const button = make('button', { type: 'button', class: 'figure', 'aria-haspopup': 'dialog' })
  button.setAttribute('data-figure', String(place))
  button.append(
    ...span.childNodes,
    make('span', { class: 'unseen' }, '\u00a0: voir de quoi c’est fait'),
  )
  button.addEventListener('click', () => showFigure(place))
  span.replaceWith(button)
}
for (const name of document.querySelectorAll('.laureate[data-laureate]')) {
  const place = name.getAttribute('data-laureate')
  if (place === null || place === '') continue
  const button = make('button', { type: 'button', class: 'link', 'aria-haspopup': 'dialog' })
  button.addEventListener('click', () => showLaureate(Number(place)))
  name.replaceWith(button)
  button.append(name)
}
for (const drawing of document.querySelectorAll('svg.dots')) {
  prepareDots(/** @type {SVGElement} */ (drawing))
}
prepareSearch()
byId('fermer').addEventListener('click', () => dialog.close())
dialog.addEventListener('click', (event) => {
  if (event.target === dialog) dialog.close()
})

/** @type {Element[]} */
let opened = []
window.addEventListener('beforeprint', () => {
  opened = [...document.querySelectorAll('details[data-print]:not([open])')]
  for (const details of opened) details.setAttribute('open', '')
})
window.addEventListener('afterprint', () => {
  for (const details of opened) details.removeAttribute('open')
  opened = []
})
document.documentElement.classList.add('js')
