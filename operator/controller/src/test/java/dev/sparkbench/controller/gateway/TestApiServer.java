// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.controller.Manifests;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mock API server that knows some users, and acts as the operator if a test needs it. */
final class TestApiServer {

  /** May do everything in the namespace {@code team}. */
  static final String ALICE = "token-of-alice";

  /** May only look. */
  static final String BOB = "token-of-bob";

  /** May only create. */
  static final String CAROL = "token-of-carol";

  /** May only delete. */
  static final String DAVE = "token-of-dave";

  private static final Map<String, String> USERS =
      Map.of(ALICE, "alice", BOB, "bob", CAROL, "carol", DAVE, "dave");
  private static final Map<String, List<String>> RIGHTS =
      new ConcurrentHashMap<>(
          Map.of(
              "alice", List.of("create", "get", "list", "delete"),
              "bob", List.of("get", "list"),
              "carol", List.of("create"),
              "dave", List.of("delete")));

  /** What the gateway asked about tokens. */
  final List<TokenReview> tokenReviews = new CopyOnWriteArrayList<>();

  /** What the gateway asked about rights. */
  final List<SubjectAccessReview> accessReviews = new CopyOnWriteArrayList<>();

  /** Whether tokens are looked at as those of an audience. */
  volatile boolean knowsAudiences = true;

  private final KubernetesMockServer server;
  private final KubernetesClient client;

  TestApiServer(KubernetesMockServer server, KubernetesClient client) {
    this.server = server;
    // One that does not try again and again.
    this.client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(client.getConfiguration())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
    Manifests.installCrd(server, client);
    server
        .expect()
        .post()
        .withPath("/apis/authentication.k8s.io/v1/tokenreviews")
        .andReply(201, request -> review(read(request.getBody().readUtf8(), TokenReview.class)))
        .always();
    server
        .expect()
        .post()
        .withPath("/apis/authorization.k8s.io/v1/subjectaccessreviews")
        .andReply(
            201, request -> review(read(request.getBody().readUtf8(), SubjectAccessReview.class)))
        .always();
  }

  private static <T> T read(String json, Class<T> type) {
    return Serialization.unmarshal(json, type);
  }

  private TokenReview review(TokenReview asked) {
    tokenReviews.add(asked);
    String user = USERS.get(asked.getSpec().getToken());
    TokenReviewBuilder answer =
        new TokenReviewBuilder(asked)
            .withNewStatus()
            .withAuthenticated(user != null)
            .withAudiences(knowsAudiences ? asked.getSpec().getAudiences() : List.of())
            .endStatus();
    return user == null
        ? answer.build()
        : answer
            .editStatus()
            .withNewUser()
            .withUsername(user)
            .withUid("uid-of-" + user)
            .withGroups("people")
            .withExtra(Map.of("scopes", List.of("bench")))
            .endUser()
            .endStatus()
            .build();
  }

  private SubjectAccessReview review(SubjectAccessReview asked) {
    accessReviews.add(asked);
    ResourceAttributes what = asked.getSpec().getResourceAttributes();
    boolean allowed =
        what.getNamespace().startsWith("team")
            && what.getGroup().equals("sparkbench.dev")
            && what.getResource().equals("sparkbenchmarkjobs")
            && RIGHTS.get(asked.getSpec().getUser()).contains(what.getVerb());
    return new SubjectAccessReviewBuilder(asked)
        .withNewStatus()
        .withAllowed(allowed)
        .endStatus()
        .build();
  }

  KubernetesClient client() {
    return client;
  }

  KubernetesMockServer server() {
    return server;
  }

  /** The resources, by name. */
  List<String> names() {
    return client.resources(SparkBenchmarkJob.class).inNamespace("team").list().getItems().stream()
        .map(job -> job.getMetadata().getName())
        .toList();
  }

  /** Deletes all resources. */
  void clear() {
    client
        .resources(SparkBenchmarkJob.class)
        .inAnyNamespace()
        .list()
        .getItems()
        .forEach(job -> client.resource(job).delete());
  }

  Resource<SparkBenchmarkJob> resource(String name) {
    return client.resources(SparkBenchmarkJob.class).inNamespace("team").withName(name);
  }

  /** Writes a resource's status, as the operator would. */
  void write(String name, String status) {
    SparkBenchmarkJob job = resource(name).get();
    job.setStatus(Serialization.unmarshal(status, SparkBenchmarkJobStatus.class));
    client.resource(job).updateStatus();
  }

  /** The end of {@code job_001}. */
  void succeed(String name) {
    write(name, Statuses.SUCCEEDED.formatted(generation(name)));
  }

  long generation(String name) {
    Long generation = resource(name).get().getMetadata().getGeneration();
    return generation == null ? 0 : generation;
  }
}
