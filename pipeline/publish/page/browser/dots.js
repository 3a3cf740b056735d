// The dots of the laureates, by pointer and by keyboard: one stop of Tab, then arrows.

/** @param {SVGElement} drawing */
function prepareDots(drawing) {
  const dots = /** @type {SVGElement[]} */ ([...drawing.querySelectorAll('[data-laureate]')])
  const across = (/** @type {SVGElement} */ dot) =>
    Number(/translate\(([-\d.]+)/.exec(dot.getAttribute('transform') ?? '')?.[1] ?? 0)
  dots.sort((a, b) => across(a) - across(b))
  const told = make('p', { class: 'told', 'aria-hidden': 'true' }, '\u00a0')
  drawing.after(told)
  // What has buttons in it is no image any more.
  drawing.setAttribute('role', 'group')
  dots.forEach((dot, i) => {
    const text = dot.querySelector('title')?.textContent ?? ''
    const tell = () => told.replaceChildren(foreign(text))
    const act = () => showLaureate(Number(dot.getAttribute('data-laureate')))
    dot.setAttribute('role', 'button')
    dot.setAttribute('aria-label', text)
    dot.setAttribute('tabindex', i === 0 ? '0' : '-1')
    dot.addEventListener('focus', tell)
    dot.addEventListener('pointerenter', tell)
    dot.addEventListener('click', act)
    dot.addEventListener('keydown', (event) => {
      const next = target(event.key, i, dots.length)
      if (event.key === 'Enter' || event.key === ' ') act()
      else if (next === null) return
      else {
        dot.setAttribute('tabindex', '-1')
        dots[next]?.setAttribute('tabindex', '0')
        dots[next]?.focus()
      }
      event.preventDefault()
    })
  })
}

/**
 * The dot that a key leads to, from left to right; null for a key that means nothing here.
 * @param {string} key
 * @param {number} from
 * @param {number} count
 */
function target(key, from, count) {
  if (key === 'ArrowRight' || key === 'ArrowDown') return Math.min(from + 1, count - 1)
  if (key === 'ArrowLeft' || key === 'ArrowUp') return Math.max(from - 1, 0)
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : null
}
