// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sparkbench.controller.OperatorConfig.Leadership;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Two replicas of the operator and one Lease. */
@EnableKubernetesMockClient(crud = true, https = false)
class LeaderElectionTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Logger LOG = (Logger) LoggerFactory.getLogger(SparkBenchmarkOperator.class);

  KubernetesMockServer server;
  KubernetesClient client;

  private final AtomicInteger deposed = new AtomicInteger();
  private final Deque<SparkBenchmarkOperator> operators = new ArrayDeque<>();

  @BeforeEach
  void install() {
    Manifests.installCrd(server, client);
  }

  @AfterEach
  void stop() {
    operators.forEach(SparkBenchmarkOperator::close);
    LOG.detachAndStopAllAppenders();
    LOG.setAdditive(true);
  }

  @Test
  void theSecondReplicaTakesOverWhenTheFirstLeaves() throws Exception {
    grant("create", "get", "update", "patch");
    SparkBenchmarkOperator first = start("one");
    awaitLeader("one");
    SparkBenchmarkOperator second = start("two");
    assertThat(Http.get(second.httpPort(), "/metrics")).contains("sparkbench_operator_leader 0.0");
    assertThat(Http.get(second.httpPort(), "/readyz")).isEqualTo("200 ready\n");

    client.resource(Manifests.benchmark("[1]", "  retry: {backoffSeconds: 0}")).create();
    await().atMost(LIMIT).until(() -> pods() == 1);

    first.close();
    operators.remove(first);
    // The Lease is released; waiting for its expiry would take 15 seconds.
    assertThat(lease().orElseThrow().getSpec().getHolderIdentity()).isNotEqualTo("one");
    awaitLeader("two");
    assertThat(Http.get(second.httpPort(), "/metrics")).contains("sparkbench_operator_leader 1.0");
    client.pods().inNamespace("team").delete();
    await().atMost(LIMIT).until(() -> pods() == 1);
    assertThat(deposed).hasValue(0);
  }

  @Test
  void aReplicaThatLosesItsLeaseSaysSo() {
    ListAppender<ILoggingEvent> log = captureLog();
    grant("create", "get", "update", "patch");
    start("one");
    awaitLeader("one");

    client
        .leases()
        .inNamespace("system")
        .withName("sparkbench")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"holderIdentity\": \"two\"}}");

    await().atMost(LIMIT).untilAsserted(() -> assertThat(deposed).hasValue(1));
    assertThat(log.list)
        .extracting(ILoggingEvent::getLevel, ILoggingEvent::getFormattedMessage)
        .contains(tuple(Level.ERROR, "the Lease is lost; another replica works"));
  }

  @Test
  void withoutRightsOnTheLeaseItDoesNotStart() {
    grant("get");
    assertThatThrownBy(() -> start("one"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "cannot start: No permission to lease resource. in namespace: system; missing required verbs: [create, update]");
  }

  private SparkBenchmarkOperator start(String identity) {
    SparkBenchmarkOperator operator =
        SparkBenchmarkOperator.start(
            client,
            new OperatorConfig(
                Manifests.DEFAULTS,
                Set.of("team"),
                Optional.of(new Leadership("sparkbench", "system", identity)),
                new InetSocketAddress("127.0.0.1", 0)),
            deposed::incrementAndGet);
    operators.add(operator);
    return operator;
  }

  /** Captures the operator's log from the console. */
  private static ListAppender<ILoggingEvent> captureLog() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    LOG.addAppender(log);
    LOG.setAdditive(false);
    return log;
  }

  private void grant(String... verbs) {
    SelfSubjectRulesReview review =
        new SelfSubjectRulesReviewBuilder()
            .withNewStatus()
            .withIncomplete(false)
            .addNewResourceRule()
            .withApiGroups("coordination.k8s.io")
            .withResources("leases")
            .withVerbs(verbs)
            .endResourceRule()
            .endStatus()
            .build();
    server
        .expect()
        .post()
        .withPath("/apis/authorization.k8s.io/v1/selfsubjectrulesreviews")
        .andReturn(201, review)
        .always();
  }

  private Optional<Lease> lease() {
    return Optional.ofNullable(client.leases().inNamespace("system").withName("sparkbench").get());
  }

  private void awaitLeader(String identity) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                lease().filter(l -> identity.equals(l.getSpec().getHolderIdentity())).isPresent());
  }

  private int pods() {
    return client.pods().inNamespace("team").list().getItems().size();
  }
}
