package dev.sparkbench.controller;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.pods.Labels;
import dev.sparkbench.controller.status.Announcement;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes events on a resource. They are for people: one that is lost changes nothing. */
final class EventPublisher {

  private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);

  private final KubernetesClient client;
  private final Clock clock;

  EventPublisher(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  void publish(SparkBenchmarkJob job, Announcement announcement) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    try {
      client
          .resource(
              new EventBuilder()
                  .withNewMetadata()
                  .withGenerateName(job.getMetadata().getName() + ".")
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
                  .withFirstTimestamp(now.toString())
                  .withLastTimestamp(now.toString())
                  .withCount(1)
                  .withNewSource()
                  .withComponent(Labels.OPERATOR)
                  .endSource()
                  .withReportingComponent(Labels.OPERATOR)
                  .withReportingInstance(Labels.OPERATOR)
                  .build())
          .create();
    } catch (KubernetesClientException e) {
      LOG.warn("event {} was not published: {}", announcement.reason(), e.getMessage());
    }
  }
}
