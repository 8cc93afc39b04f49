// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.controller.StatusStore.Dropped;
import dev.sparkbench.controller.StatusStore.NotKept;
import dev.sparkbench.controller.StatusStore.Refused;
import dev.sparkbench.controller.plan.Observation;
import dev.sparkbench.controller.plan.ObservedPod;
import dev.sparkbench.controller.status.Announcement;
import dev.sparkbench.controller.status.StatusChanges;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Informs users about decisions that cannot be written into the status. Such decisions are not
 * carried out, so nothing is lost: a driver's answer stays in its pod, which is not deleted.
 */
final class RefusedStatuses {

  private static final Logger LOG = LoggerFactory.getLogger(RefusedStatuses.class);

  /** With the framework's pauses, this takes about 13 seconds. */
  static final int TRIES = 8;

  private static final Duration REST = Duration.ofMinutes(5);

  /** What is remembered only saves attempts. */
  private static final int MAX_SIZE = 1000;

  private final StatusStore statuses;
  private final EventPublisher events;
  private final Clock clock;
  private final Map<String, Integer> refusals =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > MAX_SIZE;
        }
      };

  RefusedStatuses(StatusStore statuses, EventPublisher events, Clock clock) {
    this.statuses = statuses;
    this.events = events;
    this.clock = clock;
  }

  /** A status of the resource was written, so its attempts are counted from the beginning. */
  synchronized void forget(SparkBenchmarkJob job) {
    refusals.remove(job.getMetadata().getUid());
  }

  private synchronized int count(SparkBenchmarkJob job) {
    return refusals.merge(job.getMetadata().getUid(), 1, Integer::sum);
  }

  /**
   * Reports a status that was not stored completely, with an event and with the smallest status
   * that can be stored.
   *
   * @param o what the decision was based on
   * @param job the resource as it was read
   * @return when to try again
   * @throws Refused if the next attempts may succeed
   */
  Instant tell(
      NotKept e, Observation o, SparkBenchmarkJob job, Context<SparkBenchmarkJob> context) {
    if (e instanceof Dropped dropped) {
      String message =
          dropped.getMessage() + "; until then this benchmark waits, and keeps its results";
      say("CrdOutdated", message, o, dropped.job(), context);
      return dropped.nextTry();
    }
    if (count(job) < TRIES) {
      throw e;
    }
    String message =
        "%s; see whether the CRD is the one of the operator's release, and what admission webhooks and policies say about sparkbenchmarkjobs/status. The operator tries again every %d minutes%s"
            .formatted(e.getMessage(), REST.toMinutes(), keptAnswer(o));
    LOG.error(message);
    say("StatusRefused", message, o, job, context);
    return clock.instant().plus(REST);
  }

  private static String keptAnswer(Observation o) {
    return o.currentPod()
        .filter(pod -> pod.termination().isPresent())
        .map(ObservedPod::name)
        .map("; pod %s keeps what its driver has measured until then"::formatted)
        .orElse("");
  }

  /** A benchmark that has ended or is paused keeps its message, which is more important. */
  private void say(
      String reason,
      String message,
      Observation o,
      SparkBenchmarkJob job,
      Context<SparkBenchmarkJob> context) {
    boolean rests = o.ended() || o.paused();
    write(
        rests
            ? List.of(o.status())
            : List.of(
                StatusChanges.unwritten(o, reason, message),
                StatusChanges.refused(o, message),
                o.status()),
        job,
        context);
    if (!o.ended()) {
      events.publish(job, Announcement.ofTrouble(reason, message));
    }
  }

  /** Reports the refusal in the status while the next attempts may succeed. */
  void mention(
      Refused refused, Observation o, SparkBenchmarkJob job, Context<SparkBenchmarkJob> context) {
    if (!o.ended() && !o.paused()) {
      write(List.of(StatusChanges.refused(o, refused.getMessage())), job, context);
    }
  }

  /** Writes the first status that the API server accepts. */
  private void write(
      List<SparkBenchmarkJobStatus> statusesToTry,
      SparkBenchmarkJob job,
      Context<SparkBenchmarkJob> context) {
    for (SparkBenchmarkJobStatus status : statusesToTry) {
      if (status.equals(job.getStatus())) {
        return;
      }
      try {
        statuses.replace(job, status, context);
        return;
      } catch (Refused again) {
        LOG.warn("a smaller status cannot be written either: {}", again.getMessage());
      }
    }
  }
}
