// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import dev.sparkbench.controller.spec.SpecDigest;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The resources of jobs at the API server. The name of a job's resource follows from its id. */
final class Jobs {

  private final KubernetesClient client;

  Jobs(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Creates a job's resource.
   *
   * @param user the caller's name
   * @return empty if there is a resource of that name already
   * @throws Refusal if the API server does not accept it
   */
  Optional<SparkBenchmarkJob> create(String namespace, JobRequest request, String user) {
    try {
      return Optional.of(client.resource(request.resource(namespace, user)).create());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return Optional.empty();
      }
      throw ApiErrors.creationRefusal(e, tree(request.spec()));
    }
  }

  /** The resource with the job's name, whoever created it. */
  Optional<SparkBenchmarkJob> find(String namespace, String jobId) {
    return Optional.ofNullable(resource(namespace, jobId).get());
  }

  /** The resources of a namespace. */
  Stream<SparkBenchmarkJob> list(String namespace) {
    return client
        .resources(SparkBenchmarkJob.class)
        .inNamespace(namespace)
        .list()
        .getItems()
        .stream();
  }

  /** Deletes a job's resource and its pods. */
  void delete(String namespace, String jobId) {
    resource(namespace, jobId).delete();
  }

  /** Whether a resource has the name that follows from its job id. */
  static boolean isFound(SparkBenchmarkJob job) {
    return JobNames.of(JobState.jobId(job)).equals(job.getMetadata().getName());
  }

  /**
   * Checks that a resource is what a request asks for. Fields without effect on what is measured
   * are ignored, and so is who created the resource.
   *
   * @throws Refusal with what differs
   */
  static void requireSame(JobRequest request, SparkBenchmarkJob job) {
    if (job.getMetadata().getDeletionTimestamp() != null) {
      throw Refusal.unavailable("job %s is being deleted".formatted(request.jobId()));
    }
    if (!job.unreadableSpec().isEmpty()) {
      // If a part of the spec is not understood, the whole cannot be compared.
      throw Refusal.conflict(
          job.unreadableSpec().stream()
              .map(
                  problem ->
                      Problem.of(
                          "the existing job has fields that this gateway does not know: "
                              + problem))
              .toList());
    }
    if (!SpecDigest.of(request.spec()).equals(SpecDigest.of(job.getSpec()))) {
      List<Problem> problems = new ArrayList<>();
      compare(new FieldPath(List.of()), tree(request.spec()), tree(job.getSpec()), problems);
      throw Refusal.conflict(problems);
    }
  }

  private static void compare(
      FieldPath field, JsonNode asked, JsonNode there, List<Problem> problems) {
    if (asked.isObject() && there.isObject()) {
      asked
          .fieldNames()
          .forEachRemaining(
              name -> compare(field.child(name), asked.path(name), there.path(name), problems));
      there
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (!asked.has(name)) {
                  compare(field.child(name), asked.path(name), there.path(name), problems);
                }
              });
    } else if (!asked.equals(there)) {
      problems.add(
          new Problem(
              field.toString(),
              asked.isMissingNode() ? null : asked,
              "the job that is there has %s; choose another job_id, or delete that job first"
                  .formatted(there.isMissingNode() ? "nothing here" : there)));
    }
  }

  private static JsonNode tree(SparkBenchmarkJobSpec spec) {
    return Json.MAPPER.valueToTree(spec);
  }

  private Resource<SparkBenchmarkJob> resource(String namespace, String jobId) {
    return client
        .resources(SparkBenchmarkJob.class)
        .inNamespace(namespace)
        .withName(JobNames.of(jobId));
  }
}
