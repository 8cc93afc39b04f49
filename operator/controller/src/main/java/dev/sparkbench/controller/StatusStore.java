package dev.sparkbench.controller;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a status, if it is still the one that was read. */
final class StatusStore {

  /** How long to wait before looking again after somebody else wrote. */
  static final Duration PAUSE = Duration.ofMillis(100);

  private static final Logger LOG = LoggerFactory.getLogger(StatusStore.class);

  private static final int UNPROCESSABLE = 422;

  private StatusStore() {}

  /**
   * Replaces a status. Its own later reconciliations see at least this one.
   *
   * @param job the resource as read
   * @param after the new status
   * @return the resource as written; empty if it has changed meanwhile, or is gone
   * @throws Refused if the API server does not accept the status
   */
  static Optional<SparkBenchmarkJob> write(
      SparkBenchmarkJob job, SparkBenchmarkJobStatus after, Context<SparkBenchmarkJob> context) {
    try {
      return Optional.of(
          PrimaryUpdateAndCacheUtils.updateAndCacheResource(
              job,
              context,
              read -> with(read, after),
              written -> update(context.getClient(), written)));
    } catch (ChangedMeanwhile e) {
      LOG.info("the resource has changed meanwhile");
      return Optional.empty();
    }
  }

  /** The framework would wait for seconds, and without a reason, where the answer is clear. */
  private static SparkBenchmarkJob update(KubernetesClient client, SparkBenchmarkJob job) {
    try {
      return client.resource(job).updateStatus();
    } catch (KubernetesClientException e) {
      throw switch (e.getCode()) {
        case HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND ->
            new ChangedMeanwhile();
        case HttpURLConnection.HTTP_BAD_REQUEST, UNPROCESSABLE -> new Refused(e);
        default -> e;
      };
    }
  }

  /** Whether a resource is still there, with the status that a decision was based on. */
  static boolean isCurrent(
      KubernetesClient client, SparkBenchmarkJob job, SparkBenchmarkJobStatus status) {
    return Optional.ofNullable(client.resource(job).get())
        .filter(live -> live.getMetadata().getUid().equals(job.getMetadata().getUid()))
        .map(
            live ->
                Objects.requireNonNullElseGet(live.getStatus(), () -> new StatusBuilder().build()))
        .filter(status::equals)
        .isPresent();
  }

  private static SparkBenchmarkJob with(SparkBenchmarkJob job, SparkBenchmarkJobStatus status) {
    SparkBenchmarkJob copy = new SparkBenchmarkJob();
    copy.setMetadata(job.getMetadata());
    copy.setSpec(job.getSpec());
    copy.setStatus(status);
    return copy;
  }

  private static final class ChangedMeanwhile extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** The API server does not accept a status; the message says why. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Refused(KubernetesClientException e) {
      super(
          "the API server refuses the status: "
              + (e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage()),
          e);
    }
  }
}
