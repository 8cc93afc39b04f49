package dev.sparkbench.controller;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.StatusBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a status, if it is still the one that was read. */
final class StatusStore {

  /** How long to wait before looking again after somebody else wrote. */
  static final Duration PAUSE = Duration.ofMillis(100);

  private static final Logger LOG = LoggerFactory.getLogger(StatusStore.class);

  private StatusStore() {}

  /**
   * Replaces a status. Its own later reconciliations see at least this one.
   *
   * @param job the resource as read
   * @param before the status that the new one follows from
   * @param after the new one
   * @return false if the status has changed meanwhile, or the resource is gone
   */
  static boolean write(
      SparkBenchmarkJob job,
      SparkBenchmarkJobStatus before,
      SparkBenchmarkJobStatus after,
      Context<SparkBenchmarkJob> context) {
    try {
      PrimaryUpdateAndCacheUtils.updateStatusAndCacheResource(
          job,
          context,
          // After a conflict this is applied to a fresh copy, whose status may be another one.
          fresh -> {
            if (!before.equals(
                Objects.requireNonNullElseGet(
                    fresh.getStatus(), () -> new StatusBuilder().build()))) {
              throw new ChangedMeanwhile();
            }
            return with(fresh, after);
          });
      return true;
    } catch (ChangedMeanwhile e) {
      LOG.info("the status has changed meanwhile");
      return false;
    }
  }

  /** A copy of the resource with that status. */
  static SparkBenchmarkJob with(SparkBenchmarkJob job, SparkBenchmarkJobStatus status) {
    SparkBenchmarkJob copy = new SparkBenchmarkJob();
    copy.setMetadata(job.getMetadata());
    copy.setSpec(job.getSpec());
    copy.setStatus(status);
    return copy;
  }

  private static final class ChangedMeanwhile extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
