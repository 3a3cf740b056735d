import type { Convention } from './bodies.ts'
import { type Identity, variedName } from './hand.ts'
import type { Random } from './random.ts'

/** Hands out paths under `rapports/`, none twice (nor differing in case alone). */
export class Paths {
  private readonly taken = new Set<string>()
  private readonly root: string

  /** `root` is the folder that all of them are in; empty for none. */
  constructor(root: string) {
    this.root = root
  }

  /** The path itself when it is free, else with the distinction before its extension. */
  claim(path: string, distinction: string): string {
    const full = this.root === '' ? path : `${this.root}/${path}`
    const free = this.taken.has(full.toLowerCase())
      ? full.replace(/(\.\w+)?$/, ` - ${distinction}$1`)
      : full
    if (this.taken.has(free.toLowerCase())) throw new Error(`two files at ${free}`)
    this.taken.add(free.toLowerCase())
    return free
  }
}

/** Where a report ends up, without its extension; its name tells whose it is when nothing in it does. */
export function stemOf(c: Convention, identity: Identity, rng: Random): string {
  const { lieu, nom } = c.body
  const call = c.deuxAppels ? ` (AAP ${c.aap})` : ''
  const shared = ['', `AAP ${c.aap}/`, 'Envois mars 2024/', 'Réponses à la relance/']
  if (identity === 'nom_fichier') {
    const name = rng.chance(0.4)
      ? variedName(nom, rng).replaceAll(/[ ']/g, '_')
      : variedName(nom, rng)
    return `${rng.pick(shared)}${rng.pick(['Bilan Pass numérique - ', 'PN_', 'Rapport final ', ''])}${name}`
  }
  // A name that says nothing stands in a folder of one's own.
  const own = `AAP ${c.aap}/${lieu}/${rng.pick(['bilan final', 'Tableau indicateurs', 'Annexe 3 bilan', 'suivi pass num'])}`
  const named = rng.pick([
    `Bilan Pass numérique ${lieu}${call}`,
    `${lieu} - tableau de suivi${call}`,
    `PN_${lieu.toUpperCase().replaceAll(' ', '_')}_indicateurs${call.replaceAll(/[ ()]/g, '_')}`,
    `${nom} – bilan quantitatif${call}`,
  ])
  return rng.chance(0.3) ? own : `${rng.pick(shared)}${named}`
}
