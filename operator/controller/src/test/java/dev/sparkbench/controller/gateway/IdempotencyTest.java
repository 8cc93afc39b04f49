// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import static dev.sparkbench.controller.gateway.RunningGateway.NAME;
import static dev.sparkbench.controller.gateway.RunningGateway.ORIGINAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import dev.sparkbench.controller.Manifests;
import dev.sparkbench.controller.gateway.Conformity.Reply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same request again is the same job. */
class IdempotencyTest {

  @RegisterExtension static final GatewayExtension EXTENSION = new GatewayExtension();

  private final TestApiServer api = EXTENSION.api();
  private final RunningGateway gateway = EXTENSION.gateway();

  @Test
  void theSameRequestJoinsTheWaiting() {
    CompletableFuture<Reply> first = gateway.submit(ORIGINAL);
    gateway.awaitWaiting(1);
    // The same, written in another way.
    CompletableFuture<Reply> second =
        gateway.submit(ORIGINAL.replace("\n", " ").replace("[1, 2]", "[ 1,2 ]"));
    gateway.awaitWaiting(2);
    api.succeed(NAME);
    assertThat(second.join()).isEqualTo(first.join());
    assertThat(api.names()).containsExactly(NAME);
  }

  @Test
  void afterTheEndItHasTheResultAtOnce() {
    gateway.post("/submit-job?wait=false", ORIGINAL);
    api.succeed(NAME);
    Reply waiting = gateway.post("/submit-job", ORIGINAL);
    assertThat(waiting.json().path("status").asText()).isEqualTo("SUCCESS");
    Reply notWaiting = gateway.post("/submit-job?wait=false", ORIGINAL);
    assertThat(notWaiting.code()).isEqualTo(200);
    assertThat(notWaiting.body()).isEqualTo(waiting.body());
  }

  @Test
  void requestsThatRaceMakeOneResource() {
    List<CompletableFuture<Reply>> replies =
        Stream.generate(() -> gateway.submit(ORIGINAL)).limit(20).toList();
    gateway.awaitWaiting(20);
    api.succeed(NAME);
    assertThat(replies.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    assertThat(api.names()).containsExactly(NAME);
  }

  @Test
  void anotherRequestUnderTheSameIdIsAConflictThatSaysWhatDiffers() {
    gateway.post("/submit-job?wait=false", ORIGINAL);
    Reply reply =
        gateway.post(
            "/submit-job",
            """
            {
              "job_id": "job_001",
              "s3_path": "user123/datasets/sales.csv",
              "job_config": {"type": "descriptive", "tasks": ["row_count"]},
              "node_list": [1, 2, 4],
              "measurement": {"trials": 2}
            }
            """);
    assertThat(reply.code()).isEqualTo(409);
    assertThat(reply.errors())
        .containsExactlyInAnyOrder(
            "job_config.tasks=[\"row_count\"]: the job that is there has [\"row_count\",\"min_max_mean\"]; choose another job_id, or delete that job first",
            "node_list=[1,2,4]: the job that is there has [1,2]; choose another job_id, or delete that job first",
            "measurement={\"trials\":2}: the job that is there has nothing here; choose another job_id, or delete that job first");
  }

  @Test
  void aResourceOfTheSameNameFromElsewhereIsAConflict() {
    SparkBenchmarkJob job = Manifests.smallest("[1, 2]", "  jobId: another");
    job.getMetadata().setName(NAME);
    api.client().resource(job).create();
    Reply reply = gateway.post("/submit-job", ORIGINAL);
    assertThat(reply.code()).isEqualTo(409);
    assertThat(reply.errors())
        .containsExactly(
            "job_id=\"job_001\": the job that is there has \"another\"; choose another job_id, or delete that job first");
  }

  @Test
  void whatDoesNotChangeTheBenchmarkIsNoConflict() {
    gateway.post("/submit-job?wait=false", ORIGINAL);
    SparkBenchmarkJob job = api.resource(NAME).get();
    job.getMetadata().setLabels(Map.of("team", "a"));
    job.setSpec(
        new ObjectMapper()
            .convertValue(
                new ObjectMapper()
                    .<ObjectNode>valueToTree(job.getSpec())
                    .put("podRetention", "Always"),
                SparkBenchmarkJobSpec.class));
    api.client().resource(job).update();
    assertThat(gateway.post("/submit-job?wait=false", ORIGINAL).code()).isEqualTo(202);
  }

  @Test
  void whoMayOnlyCreateLearnsNothingOfWhatIsThere() {
    assertThat(as(TestApiServer.CAROL).code()).isEqualTo(202);
    Reply again = as(TestApiServer.CAROL);
    assertThat(again.code()).isEqualTo(403);
    assertThat(again.errors())
        .containsExactly(
            "carol may not get sparkbenchmarkjobs in namespace team; ask for that right");
  }

  private Reply as(String token) {
    return gateway.send("POST", "/submit-job?wait=false", token, Optional.of(ORIGINAL));
  }
}
