// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.resource.ApplicationSpec;
import dev.sparkbench.api.resource.JobConfig;
import java.util.Optional;

/**
 * How a type of work is measured where the manifest does not say.
 *
 * @param warmups iterations that are not measured, at least
 * @param maxWarmupSeconds how long to go on warming up while that makes a difference
 * @param iterations iterations that are
 * @param partitionsPerSlot splits at least, and shuffle partitions, for each task slot of the
 *     largest node count. With one, the slowest partition decides how long a stage takes; tasks of
 *     the catalogue keep it, so that they stay comparable with earlier releases
 */
record MeasurementDefaults(
    int warmups, int maxWarmupSeconds, int iterations, int partitionsPerSlot) {

  private static final int MAX_WARMUP_SECONDS = 120;

  private static final MeasurementDefaults TASKS =
      new MeasurementDefaults(1, MAX_WARMUP_SECONDS, 2, 1);
  private static final MeasurementDefaults REPEATED =
      new MeasurementDefaults(1, MAX_WARMUP_SECONDS, 3, 2);

  /** {@code main} may not be called a second time. */
  private static final MeasurementDefaults ONCE = new MeasurementDefaults(0, 0, 1, 2);

  /** Of a manifest; of tasks if it names no type. */
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
