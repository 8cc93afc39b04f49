// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import static dev.sparkbench.controller.gateway.RunningGateway.NAME;
import static dev.sparkbench.controller.gateway.RunningGateway.ORIGINAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.controller.gateway.Conformity.Reply;
import dev.sparkbench.controller.gateway.GatewayConfig.Times;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Neither the load of one caller nor the end of a gateway stops other callers. */
@EnableKubernetesMockClient(crud = true, https = false)
class BoundsTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  static KubernetesMockServer server;
  static KubernetesClient client;

  private static TestApiServer api;

  @BeforeAll
  static void prepare() {
    api = new TestApiServer(server, client);
  }

  @BeforeEach
  void clear() {
    api.clear();
    api.tokenReviews.clear();
  }

  @Test
  void oneCallerDoesNotTakeAllPlacesToWait() {
    try (RunningGateway gateway = start(10, 1, Duration.ZERO)) {
      final CompletableFuture<Reply> first = gateway.submit(ORIGINAL);
      gateway.awaitWaiting(1);
      String another = ORIGINAL.replace("job_001", "another");
      Reply refused = gateway.post("/submit-job", another);
      assertThat(refused.code()).isEqualTo(429);
      assertThat(refused.header("Retry-After")).contains("5");
      assertThat(refused.errors())
          .containsExactly("1 requests of alice wait already; try again later, or use wait=false");
      assertThat(api.names()).containsExactly(NAME);
      assertThat(gateway.post("/submit-job?wait=false", another).code()).isEqualTo(202);

      CompletableFuture<Reply> other =
          gateway.sendAsync(
              "POST",
              "/submit-job",
              TestApiServer.CAROL,
              Optional.of(ORIGINAL.replace("job_001", "other")));
      gateway.awaitWaiting(2);
      api.succeed(NAME);
      api.succeed("other");
      assertThat(first.join().code()).isEqualTo(200);
      assertThat(other.join().code()).isEqualTo(200);
    }
  }

  @Test
  void whoGuessesTokensTakesLittleOfTheApiServerAndNothingOfOthers() {
    try (RunningGateway gateway = start(10, 10, Duration.ZERO)) {
      assertThat(gateway.get("/jobs").code()).isEqualTo(200);
      List<CompletableFuture<Reply>> guesses =
          IntStream.range(0, 200)
              .mapToObj(i -> gateway.sendAsync("GET", "/jobs", "guess-" + i, Optional.empty()))
              .toList();
      assertThat(gateway.get("/jobs").code()).isEqualTo(200);
      assertThat(guesses.stream().map(CompletableFuture::join).map(Reply::code))
          .contains(401, 429)
          .containsOnly(401, 429);
      // A few more, because eight requests are checked at the same time.
      assertThat(api.tokenReviews.size()).isBetween(Peers.MAX_REFUSED, Peers.MAX_REFUSED + 8 + 2);
    }
  }

  @Test
  void whenItIsToldToStopItServesUntilNobodySendsRequestsAnyMore() {
    RunningGateway gateway = start(10, 10, Duration.ofSeconds(3));
    CompletableFuture<Reply> waiting = gateway.submit(ORIGINAL);
    gateway.awaitWaiting(1);
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(gateway::close);
    RunningGateway.await(() -> gateway.get("/readyz").code() == 503);
    assertThat(gateway.get("/readyz").body()).isEqualTo("stopping\n");
    assertThat(gateway.get("/healthz").code()).isEqualTo(200);
    assertThat(gateway.post("/submit-job?wait=false", ORIGINAL).code()).isEqualTo(202);
    assertThat(waiting).isNotDone();
    assertThat(waiting.join().code()).isEqualTo(503);
    stopped.join();
  }

  private static RunningGateway start(int maxWaiting, int maxWaitingPerCaller, Duration drain) {
    return RunningGateway.start(
        api, RunningGateway.config(maxWaiting, maxWaitingPerCaller, new Times(LONG, LONG, drain)));
  }
}
