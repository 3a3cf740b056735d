import { buildModels } from '../models/build.ts'
import type { Engine } from './engine.ts'

/** The engine in this process: models are made in the warehouse itself, which the swap of its file publishes. */
export const duckdbEngine: Engine = {
  identity: '',
  folders: [],
  stands: async () => true,
  build: (connection, models, _fingerprint, progress) =>
    buildModels(connection, models, { progress }),
  publish: async () => undefined,
  abandon: async () => undefined,
}
