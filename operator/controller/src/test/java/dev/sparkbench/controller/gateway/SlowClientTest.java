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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that take their time are sent away, but for those who wait. */
@EnableKubernetesMockClient(crud = true)
class SlowClientTest {

  static KubernetesMockServer server;
  static KubernetesClient client;

  private static TestApiServer api;
  private static RunningGateway gateway;

  @BeforeAll
  static void start() {
    api = new TestApiServer(server, client);
    gateway = RunningGateway.start(api, RunningGateway.config(2, Duration.ofSeconds(1)));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void clear() {
    api.clear();
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
}
