// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.pods.Labels;
import dev.sparkbench.controller.status.Announcement;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes events on a resource, for people. If an event is lost, nothing else changes. A repeated
 * event is counted instead of published again.
 */
final class EventPublisher {

  private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);

  private static final int LONGEST_PREFIX = 200;

  private final KubernetesClient client;
  private final Clock clock;

  EventPublisher(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  void publish(SparkBenchmarkJob job, Announcement announcement) {
    try {
      Event event = event(job, announcement);
      try {
        client.resource(event).create();
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw e;
        }
        countAgain(event);
      }
    } catch (KubernetesClientException e) {
      LOG.warn("event {} was not published: {}", announcement.reason(), e.getMessage());
    }
  }

  private void countAgain(Event event) {
    Resource<Event> resource = client.resource(event);
    Event before = resource.get();
    if (before == null) {
      resource.create();
      return;
    }
    client
        .resource(
            new EventBuilder(before)
                .withCount(Objects.requireNonNullElse(before.getCount(), 1) + 1)
                .withLastTimestamp(event.getLastTimestamp())
                .build())
        .patch();
  }

  private Event event(SparkBenchmarkJob job, Announcement announcement) {
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    return new EventBuilder()
        .withNewMetadata()
        .withName(name(job, announcement))
        .withNamespace(job.getMetadata().getNamespace())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(job.getApiVersion())
        .withKind(job.getKind())
        .withName(job.getMetadata().getName())
        .withNamespace(job.getMetadata().getNamespace())
        .withUid(job.getMetadata().getUid())
        .withResourceVersion(job.getMetadata().getResourceVersion())
        .endInvolvedObject()
        .withType(announcement.warning() ? "Warning" : "Normal")
        .withReason(announcement.reason())
        .withMessage(announcement.message())
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .withNewSource()
        .withComponent(Labels.OPERATOR)
        .endSource()
        .withReportingComponent(Labels.OPERATOR)
        .withReportingInstance(Labels.OPERATOR)
        .build();
  }

  /** A key that is the same for the same event of the same resource. */
  private static String name(SparkBenchmarkJob job, Announcement announcement) {
    String name = job.getMetadata().getName();
    String content =
        String.join(
            "\n", job.getMetadata().getUid(), announcement.reason(), announcement.message());
    return name.substring(0, Math.min(name.length(), LONGEST_PREFIX))
        + "."
        + UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8))
            .toString()
            .replace("-", "");
  }
}
