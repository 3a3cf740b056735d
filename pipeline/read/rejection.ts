import { spaced } from '../french.ts'

/**
 * Why a file can't be read: a closed catalogue. The sentences are what the agency's staff see as `motif` of a
 * rejected file, and the table of docs/formats.md (a test compares both).
 */
export const rejections = {
  vide: 'Le fichier est vide : demander un nouvel envoi.',
  tronque: 'Le fichier est incomplet, sa fin manque : demander un nouvel envoi.',
  corrompu:
    'Le fichier est abîmé, son contenu ne correspond pas à son format : demander un nouvel envoi.',
  protege: 'Le fichier est protégé par un mot de passe : demander une version sans mot de passe.',
  bombe:
    'Le fichier prendrait une taille démesurée une fois ouvert : il n’est pas lu ; demander un nouvel envoi.',
  entites:
    'Le fichier déclare des entités XML, ce que ne fait aucun document bureautique : il n’est pas lu.',
  trop_volumineux:
    'Le fichier dépasse la taille admise : en garder les feuilles utiles et le déposer de nouveau.',
  feuille_trop_longue:
    'Une feuille a plus de cellules qu’un rapport et n’est pas une liste de pass : en garder les totaux et déposer le fichier de nouveau.',
  image_seule:
    'Le PDF ne contient que des images, sans texte : demander le document d’origine ou saisir les chiffres dans un tableur.',
  format_ancien:
    'Le format n’est pas lu : ouvrir le fichier et l’enregistrer en xlsx, ods, docx, odt ou pdf.',
  html: 'C’est une page HTML dont rien ne se lit, quelle que soit son extension : l’ouvrir dans un tableur et l’enregistrer en xlsx.',
  archive: 'C’est une archive : en extraire les rapports et les déposer à sa place.',
  message:
    'C’est un message dans un format propre à Outlook : l’enregistrer en msg ou en eml, ou en déposer les pièces jointes et, s’il contient des chiffres, son texte (docx, odt ou txt).',
  image: 'C’est une image : demander le document d’origine ou saisir les chiffres dans un tableur.',
  raccourci:
    'C’est un raccourci, qui dit où est un document et n’en contient rien : déposer le document lui-même.',
  format_inconnu: 'Le contenu n’est celui d’aucun format de document connu.',
  verrou: 'C’est le fichier de verrou que crée une suite bureautique : il peut être supprimé.',
  systeme: 'C’est un fichier du système, pas un document : il peut être supprimé.',
  lien: 'C’est un lien symbolique, qui n’est pas suivi : déposer le fichier lui-même.',
  special: 'Ce n’est pas un fichier ordinaire (tube, prise ou périphérique) : il n’est pas ouvert.',
  illisible: 'Le fichier ou le dossier ne peut pas être ouvert : vérifier les droits d’accès.',
  modifie: 'Le fichier a changé pendant le traitement : relancer.',
  delai:
    'La lecture a dépassé le temps imparti : garder du document ce qui est utile et le déposer de nouveau.',
  memoire: 'La lecture a dépassé la mémoire impartie : en garder les feuilles utiles.',
  arret: 'La lecture s’est arrêtée brutalement : vérifier le fichier.',
  erreur:
    'Le programme s’est trompé en lisant ce fichier : le signaler ; en attendant, enregistrer le document dans un autre format ou saisir ses chiffres dans un tableur.',
} as const satisfies Record<string, string>

export type RejectionCode = keyof typeof rejections

/** Thrown by readers; the one way in which a file is refused. */
export class Rejection extends Error {
  readonly code: RejectionCode
  /** What precisely was found (`xl/styles.xml : CRC`), in French; null when the sentence says it all. */
  readonly detail: string | null

  constructor(code: RejectionCode, detail: string | null = null, cause?: unknown) {
    super(reason(code, detail), cause === undefined ? undefined : { cause })
    this.name = 'Rejection'
    this.code = code
    this.detail = detail
  }
}

/** Why a file can't be opened, by what the system says: one that has gone in the meantime is no question of rights. */
export function unopened(error: unknown): Rejection {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new Rejection('modifie', 'il n’est plus là', error)
  if (code === 'ELOOP') return new Rejection('lien', null, error)
  return new Rejection('illisible', code === 'ENAMETOOLONG' ? 'chemin trop long' : null, error)
}

/**
 * The refusal of a file on which the reader's own code failed; null for an error that is none of the file's (a full disk, a part of the
 * program that is missing), which concerns the whole run. Of the error only its kind is told: its message may quote a person.
 */
export function ownFailure(error: unknown): Rejection | null {
  const kinds = [RangeError, TypeError, ReferenceError, SyntaxError, URIError]
  const kind = kinds.find((one) => error instanceof one)?.name
  if (kind !== undefined) return new Rejection('erreur', kind, error)
  const { code } = error instanceof Error && 'code' in error ? error : { code: null }
  return code === 'ERR_STRING_TOO_LONG' ? new Rejection('erreur', code, error) : null
}

/** The sentence of a code, with what was found in brackets, spaced as French is. */
export function reason(code: RejectionCode, detail: string | null = null): string {
  const sentence = rejections[code]
  const whole = detail === null ? sentence : `${sentence} (${detail})`
  return spaced(whole)
}
