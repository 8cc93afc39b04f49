// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.resource.ApplicationSpec;
import dev.sparkbench.api.resource.JobConfig;
import java.util.Optional;

/**
 * The defaults of measurement for a type of work.
 *
 * @param warmups the minimum number of iterations that are not measured
 * @param maxWarmupSeconds how long to continue warming up while passes get faster
 * @param iterations the number of iterations that are measured
 * @param partitionsPerSlot the number of shuffle partitions, and the minimum number of splits, per
 *     task slot of the largest node count. With one per slot, the slowest partition determines how
 *     long a stage takes. Tasks of the catalogue still have one, so that they stay comparable with
 *     earlier releases
 */
record MeasurementDefaults(
    int warmups, int maxWarmupSeconds, int iterations, int partitionsPerSlot) {

  private static final int MAX_WARMUP_SECONDS = 120;

  private static final MeasurementDefaults TASKS =
      new MeasurementDefaults(1, MAX_WARMUP_SECONDS, 2, 1);
  private static final MeasurementDefaults REPEATED =
      new MeasurementDefaults(1, MAX_WARMUP_SECONDS, 3, 2);

  /** {@code main} cannot be called a second time. */
  private static final MeasurementDefaults ONCE = new MeasurementDefaults(0, 0, 1, 2);

  /** The defaults for a manifest; those of tasks if it names no type. */
  static MeasurementDefaults of(JobConfig config) {
    return config == null || config.type() == null
        ? TASKS
        : switch (config.type()) {
          case DESCRIPTIVE, ML -> TASKS;
          case SQL, TPCH, TPCDS -> REPEATED;
          case APPLICATION -> isOnce(config) ? ONCE : REPEATED;
        };
  }

  /** Whether a run can do the work only once. */
  static boolean isOnce(JobConfig config) {
    return config.type() == JobType.APPLICATION
        && !Optional.ofNullable(config.application())
            .map(ApplicationSpec::repeatable)
            .orElse(false);
  }
}
