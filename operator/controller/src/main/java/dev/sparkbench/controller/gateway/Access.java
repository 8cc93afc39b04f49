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
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Asks the API server who a caller is and what they may do. The caller's rights decide: the gateway
 * itself may do more than most of them.
 */
final class Access {

  private static final String RESOURCE = HasMetadata.getPlural(SparkBenchmarkJob.class);

  private final KubernetesClient client;
  private final List<String> audiences;
  private final Cache<UserInfo> users;
  private final Cache<Boolean> grants;

  /**
   * Asks with the gateway's own rights.
   *
   * @param audiences who a token has to be for; empty for the API server itself
   */
  Access(KubernetesClient client, List<String> audiences, Clock clock) {
    this.client = client;
    this.audiences = audiences;
    this.users = new Cache<>(clock);
    this.grants = new Cache<>(clock);
  }

  /**
   * Finds out whose token that is.
   *
   * @throws Refusal if it is nobody's
   */
  Caller authenticate(String token) {
    String digest = digest(token);
    UserInfo user = users.get(digest, () -> review(token));
    return new Caller(digest, user);
  }

  /**
   * Finds out whether a caller may do that.
   *
   * @param verb such as {@code create}
   * @param name the resource's name; empty for a collection and for what is to be created
   * @throws Refusal if not
   */
  void authorize(Caller caller, String verb, String namespace, String name) {
    grants.get(
        String.join(" ", caller.token(), verb, namespace, name),
        () -> review(caller, verb, namespace, name));
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
      throw Refusal.unauthorized(
          ", error=\"invalid_token\"",
          "the token is not valid, or no longer, or not for this service; get a new one");
    }
    return status.getUser();
  }

  private Boolean review(Caller caller, String verb, String namespace, String name) {
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
    if (!Boolean.TRUE.equals(review.getStatus().getAllowed())) {
      throw Refusal.forbidden(
          "%s may not %s %s in namespace %s; ask for that right"
              .formatted(caller.name(), verb, RESOURCE, namespace));
    }
    return true;
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
