package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * How to delete. Dependents are always deleted in the background, whatever propagation is asked
 * for.
 *
 * @param gracePeriodSeconds for pods; empty for what the pod says itself
 * @param uid delete only the object with this UID
 * @param resourceVersion delete only this version of the object
 * @param dryRun check, but do not delete
 */
record DeleteOptions(
    Optional<Long> gracePeriodSeconds,
    Optional<String> uid,
    Optional<String> resourceVersion,
    boolean dryRun) {

  static final DeleteOptions DEFAULT =
      new DeleteOptions(Optional.empty(), Optional.empty(), Optional.empty(), false);

  static DeleteOptions of(ApiRequest request) {
    Optional<Long> ofQuery =
        request.parameter("gracePeriodSeconds").map(text -> Long.parseLong(text));
    if (!request.hasBody()) {
      return new DeleteOptions(ofQuery, Optional.empty(), Optional.empty(), request.isDryRun());
    }
    return of(request, request.json(), ofQuery);
  }

  /** Those that an eviction brings along. */
  static DeleteOptions ofEviction(ApiRequest request) {
    return of(request, request.object().path("deleteOptions"), Optional.empty());
  }

  private static DeleteOptions of(ApiRequest request, JsonNode options, Optional<Long> ofQuery) {
    JsonNode grace = options.path("gracePeriodSeconds");
    JsonNode preconditions = options.path("preconditions");
    return new DeleteOptions(
        grace.isNumber() ? Optional.of(grace.asLong()) : ofQuery,
        text(preconditions, "uid"),
        text(preconditions, "resourceVersion"),
        request.isDryRun() || !options.path("dryRun").isEmpty());
  }

  private static Optional<String> text(JsonNode object, String field) {
    return Optional.of(object.path(field).asText("")).filter(text -> !text.isEmpty());
  }
}
