import { buildModels } from '../models/build.ts'
import type { Engine } from './engine.ts'

/** The engine in this process: models are made in the warehouse itself, which the swap of its file publishes. */
export const duckdbEngine: Engine = {
  identity: '',
  folders: [],
  stands: async () => true,
  build: (connection, models, { progress, answers }) =>
    buildModels(connection, models, { progress, answers }),
  publish: async () => undefined,
  abandon: async () => undefined,
}
