// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers reviews of tokens and rights: users whose token was added may do everything, others
 * nothing. The server itself requires no token.
 */
final class Reviews {

  private final Map<String, String> usersByToken = new ConcurrentHashMap<>();

  void accept(String token, String user) {
    usersByToken.put(token, user);
  }

  /** Completes a {@code TokenReview}. */
  ObjectNode ofToken(ObjectNode review) {
    Optional<String> user =
        Optional.ofNullable(usersByToken.get(review.path("spec").path("token").asText()));
    ObjectNode status = review.putObject("status").put("authenticated", user.isPresent());
    user.ifPresentOrElse(
        name -> {
          ObjectNode found = status.putObject("user").put("username", name).put("uid", name);
          found.putArray("groups").add("system:authenticated");
        },
        () -> status.put("error", "invalid bearer token"));
    return review;
  }

  /** Completes a {@code SubjectAccessReview}. */
  ObjectNode ofAccess(ObjectNode review) {
    boolean known = usersByToken.containsValue(review.path("spec").path("user").asText());
    review
        .putObject("status")
        .put("allowed", known)
        .put("reason", known ? "all known users may do everything here" : "no such user here");
    return review;
  }
}
