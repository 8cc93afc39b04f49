// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import static dev.sparkbench.controller.gateway.RunningGateway.NAME;
import static dev.sparkbench.controller.gateway.RunningGateway.ORIGINAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.controller.gateway.Conformity.Reply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Slow clients are disconnected, except those that wait for an answer. */
class SlowClientTest {

  @RegisterExtension
  static final GatewayExtension EXTENSION =
      new GatewayExtension(RunningGateway.config(2, Duration.ofSeconds(1)));

  private final TestApiServer api = EXTENSION.api();
  private final RunningGateway gateway = EXTENSION.gateway();

  @Test
  void aClientThatWaitsIsNotIdle() throws Exception {
    CompletableFuture<Reply> reply = gateway.submit(ORIGINAL);
    gateway.awaitWaiting(1);
    // Idle clients are disconnected in the meantime.
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
