// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;

/** Accepts updates of a resource that may require work, which updates of its status do not. */
public final class RelevantUpdates implements OnUpdateFilter<SparkBenchmarkJob> {

  @Override
  public boolean accept(SparkBenchmarkJob now, SparkBenchmarkJob before) {
    return !Objects.equals(now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
        || !Objects.equals(rerun(now), rerun(before))
        || now.isMarkedForDeletion();
  }

  private static String rerun(SparkBenchmarkJob job) {
    return job.getMetadata().getAnnotations().get(SparkBenchmarkJob.RERUN_ANNOTATION);
  }
}
