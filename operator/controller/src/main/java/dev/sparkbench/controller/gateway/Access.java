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
 * Asks the API server who a caller is and what they may do. The caller's rights decide: the gateway
 * itself may do more than most of them.
 *
 * <p>What it grants is remembered for a moment; a right that it refuses is not, so that a new one
 * holds at once. A token that it does not accept is refused for a moment without asking, and so are
 * all new ones of an address that has sent too many such.
 */
final class Access {

  private static final Duration TRUST = Duration.ofMinutes(10);

  private static final String RESOURCE = HasMetadata.getPlural(SparkBenchmarkJob.class);

  private final KubernetesClient client;
  private final List<String> audiences;
  private final Peers peers;
  private final Cache<UserInfo> users;

  /** Tokens that were accepted not long ago: whoever has one is not guessing. */
  private final Cache<Boolean> trusted;

  private final Cache<Boolean> refused;
  private final Cache<Boolean> grants;

  /**
   * Asks with the gateway's own rights.
   *
   * @param audiences who a token has to be for; empty for the API server itself
   * @param peers what each address may do
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
   * Finds out whose token that is.
   *
   * @param peer the address that sent it
   * @throws Refusal if it is nobody's
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
   * Finds out whether a caller may do that.
   *
   * @param verb such as {@code create}
   * @param name the resource's name; empty for a collection and for what is to be created
   * @throws Refusal if not
   */
  void authorize(Caller caller, String verb, String namespace, String name) {
    if (!isAllowed(caller, verb, namespace, name)) {
      throw Refusal.forbidden(
          "%s may not %s %s in namespace %s; ask for that right"
              .formatted(caller.name(), verb, RESOURCE, namespace));
    }
  }

  /** Whether a caller may do that. */
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
    // A server that does not know of audiences names none.
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
