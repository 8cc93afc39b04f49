// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.Text;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a status, if the stored one is still the one that was read. */
final class StatusStore {

  /** The pause before reading again after another writer was faster. */
  static final Duration PAUSE = Duration.ofMillis(100);

  private static final Logger LOG = LoggerFactory.getLogger(StatusStore.class);

  private static final int UNPROCESSABLE = 422;

  /**
   * The longest part of the API server's message that is used, so that there is room for the
   * remedy.
   */
  private static final int MAX_LENGTH = 600;

  private final KubernetesClient client;
  private final DroppedFields dropped;

  StatusStore(KubernetesClient client, DroppedFields dropped) {
    this.client = client;
    this.dropped = dropped;
  }

  /**
   * Replaces a status. Later reconciliations see at least this status.
   *
   * @param job the resource as read
   * @param after the new status
   * @return the resource as written; empty if it has changed meanwhile, or is gone
   * @throws Refused if the API server does not accept the status
   * @throws Dropped if it does not store all of it, now or as far as is known
   */
  Optional<SparkBenchmarkJob> write(
      SparkBenchmarkJob job, SparkBenchmarkJobStatus after, Context<SparkBenchmarkJob> context) {
    Optional<Instant> known = dropped.none() ? Optional.empty() : dropped.patience(json(after));
    if (known.isPresent()) {
      throw new Dropped(dropped.remedy(), job, known.get());
    }
    Optional<SparkBenchmarkJob> written = replace(job, after, context);
    written
        .filter(stored -> !dropped.none() || !after.equals(stored.getStatus()))
        .flatMap(stored -> dropped.learn(json(after), json(stored.getStatus())))
        .ifPresent(
            nextTry -> {
              throw new Dropped(dropped.remedy(), written.get(), nextTry);
            });
    return written;
  }

  /** The same, even if some of it is not stored. */
  Optional<SparkBenchmarkJob> replace(
      SparkBenchmarkJob job, SparkBenchmarkJobStatus after, Context<SparkBenchmarkJob> context) {
    try {
      return Optional.of(
          PrimaryUpdateAndCacheUtils.updateAndCacheResource(
              job, context, read -> with(read, after), this::update));
    } catch (ChangedMeanwhile e) {
      LOG.info("the resource has changed meanwhile");
      return Optional.empty();
    }
  }

  /**
   * Does not retry if the answer is clear, as the framework would, for seconds and without a log of
   * the reason.
   */
  private SparkBenchmarkJob update(SparkBenchmarkJob job) {
    try {
      return client.resource(job).updateStatus();
    } catch (KubernetesClientException e) {
      throw switch (e.getCode()) {
        case HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND ->
            new ChangedMeanwhile();
        case HttpURLConnection.HTTP_BAD_REQUEST,
            HttpURLConnection.HTTP_FORBIDDEN,
            HttpURLConnection.HTTP_ENTITY_TOO_LARGE,
            UNPROCESSABLE ->
            new Refused(e);
        case HttpURLConnection.HTTP_INTERNAL_ERROR -> isAboutSize(e) ? new Refused(e) : e;
        default -> e;
      };
    }
  }

  /** If etcd refuses a request, the API server reports an internal error. */
  private static boolean isAboutSize(KubernetesClientException e) {
    String said = said(e).toLowerCase(Locale.ROOT);
    return said.contains("too large") || said.contains("larger than max");
  }

  private static String said(KubernetesClientException e) {
    return String.valueOf(e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage());
  }

  /** Whether a resource still exists, with the status that a decision was based on. */
  boolean isCurrent(SparkBenchmarkJob job, SparkBenchmarkJobStatus status) {
    return Optional.ofNullable(client.resource(job).get())
        .filter(live -> live.getMetadata().getUid().equals(job.getMetadata().getUid()))
        .map(
            live ->
                Objects.requireNonNullElseGet(
                    live.getStatus(), () -> SparkBenchmarkJobStatusBuilder.builder().build()))
        .filter(status::equals)
        .isPresent();
  }

  private JsonNode json(SparkBenchmarkJobStatus status) {
    return client.getKubernetesSerialization().convertValue(status, JsonNode.class);
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

  /** A status cannot be written as it should be; the message says why. */
  abstract static class NotKept extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NotKept(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The API server does not accept a status. */
  static final class Refused extends NotKept {
    private static final long serialVersionUID = 1L;

    private Refused(KubernetesClientException e) {
      super("the API server refuses the status: " + Text.shortened(said(e), MAX_LENGTH), e);
    }
  }

  /** The API server does not store all of a status. */
  static final class Dropped extends NotKept {
    private static final long serialVersionUID = 1L;

    private final transient SparkBenchmarkJob job;
    private final transient Instant nextTry;

    private Dropped(String message, SparkBenchmarkJob job, Instant nextTry) {
      super(message, null);
      this.job = job;
      this.nextTry = nextTry;
    }

    /** The resource as it is now. */
    SparkBenchmarkJob job() {
      return job;
    }

    /** When to try again. */
    Instant nextTry() {
      return nextTry;
    }
  }
}
