import type { BuiltModel, Progress } from '../models/build.ts'
import type { Model } from '../models/model.ts'
import type { Answers } from '../models/prepared.ts'
import type { Connection } from '../warehouse/connection.ts'

/** What a build is of, and how it goes about it. */
export interface EngineBuild {
  /** Of all that the models are made from. */
  fingerprint: string
  progress: Progress
  /** What is known of queries already. */
  answers: Answers
}

/** Where the models outside staging are made. Reading, staging, checks and exports are DuckDB's whatever the engine. */
export interface Engine {
  /** What of it a publication depends on; empty for DuckDB. A publication of another engine is made anew. */
  readonly identity: string
  /** Folders that DuckDB writes for it. */
  readonly folders: readonly string[]
  /** Whether its readers see what was made of this fingerprint. */
  stands(fingerprint: string): Promise<boolean>
  /**
   * Makes the models, upstreams first, so that they stand in the warehouse of `connection`, in which the tables of `raw` and
   * `seeds` stand. Nothing that readers see changes. @throws BilanError
   */
  build(
    connection: Connection,
    models: readonly Model[],
    options: EngineBuild,
  ): Promise<BuiltModel[]>
  /** Shows its readers what was built. @throws BilanError when they see what they saw before */
  publish(): Promise<void>
  /** Takes back what was built, and what was published if it was; never throws. */
  abandon(): Promise<void>
}
