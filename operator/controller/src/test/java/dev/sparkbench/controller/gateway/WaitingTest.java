package dev.sparkbench.controller.gateway;

import static dev.sparkbench.controller.gateway.RunningGateway.NAME;
import static dev.sparkbench.controller.gateway.RunningGateway.ORIGINAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.controller.gateway.Conformity.Reply;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of those who wait. */
@EnableKubernetesMockClient(crud = true)
class WaitingTest {

  KubernetesMockServer server;
  KubernetesClient client;

  private TestApiServer api;
  private RunningGateway gateway;

  @BeforeEach
  void start() {
    api = new TestApiServer(server, client);
    gateway = RunningGateway.start(api, RunningGateway.config(2, Duration.ofMillis(500)));
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
  void aClientThatWaitsIsNotIdle() throws Exception {
    CompletableFuture<Reply> reply = gateway.submit(ORIGINAL);
    gateway.awaitWaiting(1);
    // Idle clients are sent away in the meantime.
    try (RawClient idle = new RawClient(gateway.port())) {
      assertThat(idle.rest()).isEmpty();
    }
    try (RawClient idle = new RawClient(gateway.port())) {
      assertThat(idle.rest()).isEmpty();
    }
    assertThat(reply).isNotDone();
    api.succeed(NAME);
    assertThat(reply.join().code()).isEqualTo(200);
  }

  @Test
  void aHeadThatDripsInIsCutOff() throws Exception {
    try (RawClient slow = new RawClient(gateway.port())) {
      slow.send("POST /submit-job HTTP/1.1\r\nHost: gate");
      assertThat(slow.rest()).isEmpty();
    }
  }

  @Test
  void aBodyThatDoesNotComeIsATimeout() throws Exception {
    try (RawClient slow = new RawClient(gateway.port())) {
      slow.send(RawClient.post(ORIGINAL.length()) + "{\"job_id\"");
      assertThat(slow.rest())
          .startsWith("HTTP/1.1 408 ")
          .endsWith(
              "{\"status\":\"ERROR\",\"errors\":[{\"message\":\"the request took too long to arrive; send it at once\"}]}");
    }
    assertThat(api.names()).isEmpty();
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
