// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Options of a deletion. Dependents are always deleted in the background, whatever propagation is
 * requested.
 *
 * @param gracePeriodSeconds for pods; empty for the pod's own
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

  /** The options in an eviction. */
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
