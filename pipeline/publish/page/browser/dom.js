// The pieces of the script that touch the document. Text of reports only ever becomes text nodes: nothing here takes markup.

/**
 * The element of the page with this id.
 * @param {string} id
 */
function byId(id) {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`no #${id}`)
  return found
}

/**
 * A new element with attributes and, as children, elements and texts; null and '' leave nothing.
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {...(Node | string | null)} children
 */
function make(name, attributes, ...children) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  for (const child of children) if (child !== null && child !== '') element.append(child)
  return element
}

/**
 * Text that someone else wrote, kept from turning the direction of what surrounds it.
 * @param {string} text
 */
function foreign(text) {
  return make('bdi', {}, text)
}

/**
 * A button that looks like a link.
 * @param {(Node | string)[]} children
 * @param {() => void} act
 */
function link(children, act) {
  const button = make('button', { type: 'button', class: 'link' }, ...children)
  button.addEventListener('click', act)
  return button
}

let regions = 0

/**
 * A table that scrolls in a region of its own.
 * @param {string} caption
 * @param {string[]} heads
 * @param {(Node | string | null)[][]} rows the first cell of each is its header
 */
function table(caption, heads, rows) {
  const id = `region-${++regions}`
  return make(
    'div',
    { class: 'scrolled', role: 'region', tabindex: '0', 'aria-labelledby': id },
    make(
      'table',
      { class: 'wordy' },
      make('caption', { id }, caption),
      make('thead', {}, make('tr', {}, ...heads.map((head) => make('th', { scope: 'col' }, head)))),
      make(
        'tbody',
        {},
        ...rows.map((cells) =>
          make(
            'tr',
            {},
            ...cells.map((cell, i) =>
              i === 0 ? make('th', { scope: 'row' }, cell) : make('td', {}, cell),
            ),
          ),
        ),
      ),
    ),
  )
}

/**
 * « 1 lauréat », « 2 lauréats ».
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
function counted(count, one, many = `${one}s`) {
  return `${grouped(count)}\u00a0${count < 2 ? one : many}`
}

/**
 * A whole number as French people write it.
 * @param {number} count
 */
function grouped(count) {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f')
}
