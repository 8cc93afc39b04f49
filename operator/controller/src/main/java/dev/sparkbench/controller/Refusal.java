// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Why the API server did not create a pod. Temporary and permanent refusals often have the same
 * code, so they are distinguished by their texts.
 *
 * @param failure the failure to report
 * @param mayPass whether the refusal may be temporary
 */
record Refusal(Failure failure, boolean mayPass) {

  private static final int TOO_MANY_REQUESTS = 429;

  /** The meaning of words in an answer, and what to do. The first that fits is used. */
  private static final List<Meaning> MEANINGS =
      List.of(
          passing(FailureReason.QUOTA_EXCEEDED, "exceeded quota", ""),
          passing(FailureReason.POD_REJECTED, "status unknown for quota", ""),
          passing(FailureReason.POD_REJECTED, "not yet ready to handle request", ""),
          passing(
              FailureReason.POD_REJECTED,
              "error looking up service account",
              "create the service account, or name another in serviceAccountName"),
          passing(FailureReason.POD_REJECTED, "it is being terminated", ""),
          passing(
              FailureReason.POD_REJECTED,
              "cannot create resource \"pods\"",
              "give the operator the right to create pods there"),
          lasting(
              "violates PodSecurity",
              "change driver.podTemplate, or the namespace's pod-security labels"),
          lasting("must specify", "the namespace's quota wants a value that the pod does not have"),
          lasting(
              "cpu limit",
              "lower driver.cores, or set resources.limits.cpu of the container driver in driver.podTemplate to what the namespace's LimitRange allows"),
          lasting("memory limit", "lower driver.memory to what the namespace's LimitRange allows"),
          lasting(
              "usage per",
              "lower driver.cores or driver.memory, or set resources.limits.cpu of the container driver in driver.podTemplate to what the namespace's LimitRange allows"),
          lasting("no PriorityClass", "create it, or name another in driver.podTemplate"),
          lasting("admission webhook", "ask who runs that webhook"));

  private record Meaning(FailureReason reason, boolean mayPass, String words, String remedy) {}

  private static Meaning passing(FailureReason reason, String words, String remedy) {
    return new Meaning(reason, true, words, remedy);
  }

  private static Meaning lasting(String words, String remedy) {
    return new Meaning(FailureReason.POD_REJECTED, false, words, remedy);
  }

  /**
   * Reads an answer to the creation of a pod.
   *
   * @return empty if the API server did not answer at all
   */
  static Optional<Refusal> of(String pod, KubernetesClientException e) {
    String said =
        Optional.ofNullable(e.getStatus())
            .map(Status::getMessage)
            .orElseGet(() -> Objects.requireNonNullElse(e.getMessage(), "no reason given"));
    boolean unableNow =
        e.getCode() >= HttpURLConnection.HTTP_INTERNAL_ERROR || e.getCode() == TOO_MANY_REQUESTS;
    if (unableNow) {
      return Optional.of(refusal(FailureReason.START_TIMEOUT, true, pod, said, ""));
    }
    if (e.getCode() < HttpURLConnection.HTTP_BAD_REQUEST
        || e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
      return Optional.empty();
    }
    // Of the namespace: it is being deleted, or was not created yet. Of a quota: another request
    // was faster.
    boolean passing = e.getCode() == HttpURLConnection.HTTP_NOT_FOUND || isAboutAQuota(e);
    return Optional.of(
        passing
            ? refusal(FailureReason.POD_REJECTED, true, pod, said, "")
            : byWords(pod, said, isTerminating(e)));
  }

  /** Whether a conflict is about something other than the pod's name. */
  static boolean isAboutAQuota(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_CONFLICT
        && e.getStatus() != null
        && String.valueOf(e.getStatus().getMessage()).contains("resourcequotas");
  }

  private static Refusal byWords(String pod, String said, boolean terminating) {
    return MEANINGS.stream()
        .filter(meaning -> said.contains(meaning.words()))
        .findFirst()
        .map(meaning -> refusal(meaning.reason(), meaning.mayPass(), pod, said, meaning.remedy()))
        .orElseGet(() -> refusal(FailureReason.POD_REJECTED, terminating, pod, said, ""));
  }

  private static boolean isTerminating(KubernetesClientException e) {
    return e.getStatus() != null
        && e.getStatus().getDetails() != null
        && e.getStatus().getDetails().getCauses().stream()
            .map(StatusCause::getReason)
            .anyMatch("NamespaceTerminating"::equals);
  }

  private static Refusal refusal(
      FailureReason reason, boolean mayPass, String pod, String said, String remedy) {
    return new Refusal(
        new Failure(
            reason,
            "the API server refuses to create pod %s: %s%s"
                .formatted(pod, said, remedy.isEmpty() ? "" : "; " + remedy)),
        mayPass);
  }
}
