// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import static dev.sparkbench.controller.gateway.RunningGateway.NAME;
import static dev.sparkbench.controller.gateway.RunningGateway.ORIGINAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.controller.gateway.Conformity.Reply;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The waiting requests. */
@EnableKubernetesMockClient(crud = true, https = false)
class WaitingTest {

  static KubernetesMockServer server;
  static KubernetesClient client;

  private static TestApiServer api;

  private RunningGateway gateway;

  @BeforeAll
  static void prepare() {
    api = new TestApiServer(server, client);
  }

  @BeforeEach
  void start() {
    api.clear();
    gateway = RunningGateway.start(api, RunningGateway.config(2, GatewayConfig.TIMES.keepAlive()));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void aClientThatHangsUpIsForgottenAndStopsNothing() throws Exception {
    try (RawClient raw = new RawClient(gateway.port())) {
      raw.send(RawClient.post(ORIGINAL.length()) + ORIGINAL);
      gateway.awaitWaiting(1);
    }
    gateway.awaitWaiting(0);
    assertThat(api.names()).containsExactly(NAME);
    assertThat(api.resource(NAME).get().getMetadata().getDeletionTimestamp()).isNull();
    api.succeed(NAME);
    assertThat(gateway.post("/submit-job", ORIGINAL).json().path("status").asText())
        .isEqualTo("SUCCESS");
  }

  @Test
  void aJobThatIsDeletedMeanwhileIsGone() {
    CompletableFuture<Reply> reply = gateway.submit(ORIGINAL);
    gateway.awaitWaiting(1);
    gateway.delete("/jobs/job_001");
    assertThat(reply.join().code()).isEqualTo(410);
    assertThat(reply.join().errors()).containsExactly("job job_001 was deleted before it ended");
    assertThat(gateway.gateway().waiting()).isZero();
  }

  @Test
  void whatTheWatchMissesIsLookedAfter() {
    gateway.gateway().watch().close();
    CompletableFuture<Reply> first = gateway.submit(ORIGINAL);
    gateway.awaitWaiting(1);
    gateway.gateway().sweep();
    assertThat(first).isNotDone();
    api.succeed(NAME);
    gateway.gateway().sweep();
    assertThat(first.join().code()).isEqualTo(200);

    CompletableFuture<Reply> second = gateway.submit(ORIGINAL.replace("job_001", "second"));
    gateway.awaitWaiting(1);
    api.resource("second").delete();
    gateway.gateway().sweep();
    assertThat(second.join().code()).isEqualTo(410);
  }

  @Test
  void thereIsRoomForSoManyAndNothingIsMadeForMore() {
    CompletableFuture<Reply> first = gateway.submit(ORIGINAL);
    CompletableFuture<Reply> second = gateway.submit(ORIGINAL);
    gateway.awaitWaiting(2);
    String another = ORIGINAL.replace("job_001", "another");
    Reply refused = gateway.post("/submit-job", another);
    assertThat(refused.code()).isEqualTo(503);
    assertThat(refused.errors())
        .containsExactly("2 requests wait already; try again later, or use wait=false");
    assertThat(api.names()).containsExactly(NAME);
    assertThat(gateway.post("/submit-job?wait=false", another).code()).isEqualTo(202);
    api.succeed(NAME);
    assertThat(first.join()).isEqualTo(second.join());
    gateway.awaitWaiting(0);
  }

  @Test
  void whoWaitsWhenTheGatewayStopsIsToldToComeAgain() {
    CompletableFuture<Reply> reply = gateway.submit(ORIGINAL);
    gateway.awaitWaiting(1);
    gateway.close();
    assertThat(reply.join().code()).isEqualTo(503);
    assertThat(reply.join().header("Retry-After")).contains("5");
    assertThat(reply.join().header("Location")).contains("/jobs/job_001");
    assertThat(reply.join().errors())
        .containsExactly(
            "the gateway is being restarted; the benchmark goes on, send the same request again");
    try (RunningGateway next = RunningGateway.start(api)) {
      CompletableFuture<Reply> again = next.submit(ORIGINAL);
      next.awaitWaiting(1);
      api.succeed(NAME);
      assertThat(again.join().code()).isEqualTo(200);
    }
  }
}
