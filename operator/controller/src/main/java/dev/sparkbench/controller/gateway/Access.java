// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Asks the API server who a caller is and what the caller may do. The caller's rights decide,
 * because the gateway itself may do more than most callers.
 *
 * <p>Granted rights are cached for a few seconds; refused rights are not, so that a new right takes
 * effect at once. A token that the API server does not accept is refused for a few seconds without
 * asking again, and so are all new tokens of an address that has sent too many invalid ones.
 */
final class Access {

  private static final Duration TRUST = Duration.ofMinutes(10);

  private static final String RESOURCE = HasMetadata.getPlural(SparkBenchmarkJob.class);

  private final KubernetesClient client;
  private final List<String> audiences;
  private final Peers peers;
  private final Cache<UserInfo> users;

  /** Tokens that were accepted recently: a caller with such a token is not guessing. */
  private final Cache<Boolean> trusted;

  private final Cache<Boolean> refused;
  private final Cache<Boolean> grants;

  /**
   * Creates the checks, which run with the gateway's own rights.
   *
   * @param audiences the audiences that a token must have; empty for the API server's
   * @param peers the limits per address
   */
  Access(KubernetesClient client, List<String> audiences, Peers peers, Clock clock) {
    this.client = client;
    this.audiences = audiences;
    this.peers = peers;
    this.users = new Cache<>(clock);
    this.trusted = new Cache<>(clock, TRUST);
    this.refused = new Cache<>(clock);
    this.grants = new Cache<>(clock);
  }

  /**
   * Finds the owner of a token.
   *
   * @param peer the address that sent it
   * @throws Refusal if the token is not valid
   */
  Caller authenticate(String token, String peer) {
    String digest = digest(token);
    return new Caller(digest, users.get(digest, () -> review(token, digest, peer)));
  }

  private UserInfo review(String token, String digest, String peer) {
    if (refused.has(digest)) {
      throw invalidToken();
    }
    if (!trusted.has(digest)) {
      peers.requireTrust(peer);
    }
    try {
      UserInfo user = review(token);
      trusted.put(digest, true);
      return user;
    } catch (Refusal e) {
      refused.put(digest, true);
      peers.refused(peer);
      throw e;
    }
  }

  /**
   * Checks that a caller may do something.
   *
   * @param verb such as {@code create}
   * @param name the resource's name; empty for a collection and for a new resource
   * @throws Refusal if not
   */
  void authorize(Caller caller, String verb, String namespace, String name) {
    if (!isAllowed(caller, verb, namespace, name)) {
      throw Refusal.forbidden(
          "%s may not %s %s in namespace %s; ask for that right"
              .formatted(caller.name(), verb, RESOURCE, namespace));
    }
  }

  /** Whether a caller may do something. */
  boolean isAllowed(Caller caller, String verb, String namespace, String name) {
    String key = String.join(" ", caller.token(), verb, namespace, name);
    if (grants.has(key)) {
      return true;
    }
    boolean allowed = review(caller, verb, namespace, name);
    if (allowed) {
      grants.put(key, true);
    }
    return allowed;
  }

  private UserInfo review(String token) {
    TokenReview review =
        client
            .tokenReviews()
            .create(
                new TokenReviewBuilder()
                    .withNewSpec()
                    .withToken(token)
                    .withAudiences(audiences)
                    .endSpec()
                    .build());
    TokenReviewStatus status = review.getStatus();
    // A server without support for audiences returns none.
    boolean isForUs =
        audiences.isEmpty() || !Collections.disjoint(audiences, status.getAudiences());
    if (!Boolean.TRUE.equals(status.getAuthenticated()) || !isForUs) {
      throw invalidToken();
    }
    return status.getUser();
  }

  private static Refusal invalidToken() {
    return Refusal.unauthorized(
        ", error=\"invalid_token\"",
        "the token is not valid, or no longer, or not for this service; get a new one");
  }

  private boolean review(Caller caller, String verb, String namespace, String name) {
    UserInfo user = caller.user();
    Map<String, List<String>> extra = user.getExtra() == null ? Map.of() : user.getExtra();
    SubjectAccessReview review =
        client
            .authorization()
            .v1()
            .subjectAccessReview()
            .create(
                new SubjectAccessReviewBuilder()
                    .withNewSpec()
                    .withUser(user.getUsername())
                    .withUid(user.getUid())
                    .withGroups(user.getGroups())
                    .withExtra(extra)
                    .withNewResourceAttributes()
                    .withGroup(SparkBenchmarkJob.GROUP)
                    .withVersion(SparkBenchmarkJob.VERSION)
                    .withResource(RESOURCE)
                    .withVerb(verb)
                    .withNamespace(namespace)
                    .withName(name.isEmpty() ? null : name)
                    .endResourceAttributes()
                    .endSpec()
                    .build());
    return Boolean.TRUE.equals(review.getStatus().getAllowed());
  }

  private static String digest(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
