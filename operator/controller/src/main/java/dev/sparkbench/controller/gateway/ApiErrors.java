// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns failures of requests to the API server into responses. */
final class ApiErrors {

  private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);

  private ApiErrors() {}

  /** The response to a failure of any request. */
  static Refusal refusal(KubernetesClientException e) {
    LOG.warn("the API server: {}", e.getCause() == null ? e.getMessage() : e.getCause().toString());
    return Refusal.unavailable(
        switch (e.getCode()) {
          case 401 -> "the API server does not accept the gateway's credentials";
          case 403 -> "the gateway may not do that: " + said(e);
          default -> "the API server does not answer, or not well";
        });
  }

  /** The response to a failed request for a benchmark, which the client may be able to correct. */
  static Refusal creationRefusal(KubernetesClientException e, JsonNode request) {
    return switch (e.getCode()) {
      // The namespace does not exist.
      case 404 -> Refusal.notFound(said(e));
      // Usually a quota; otherwise the gateway's own rights, and then the message says so.
      case 403 -> Refusal.forbidden(said(e));
      case 400, 422 -> Refusal.badRequest(problems(e, request));
      default -> refusal(e);
    };
  }

  private static List<Problem> problems(KubernetesClientException e, JsonNode request) {
    List<StatusCause> causes =
        Optional.ofNullable(e.getStatus())
            .map(Status::getDetails)
            .map(details -> details.getCauses())
            .orElse(List.of());
    return causes.isEmpty()
        ? List.of(Problem.of(FieldPath.translate(said(e))))
        : causes.stream().map(cause -> problem(cause, request)).toList();
  }

  private static Problem problem(StatusCause cause, JsonNode request) {
    String message = FieldPath.translate(cause.getMessage());
    return cause.getField() != null && cause.getField().startsWith("spec.")
        ? Problem.ofField(FieldPath.ofResource(cause.getField()), request, message)
        : Problem.of(message);
  }

  private static String said(KubernetesClientException e) {
    return e.getStatus() == null || e.getStatus().getMessage() == null
        ? e.getMessage()
        : e.getStatus().getMessage();
  }
}
