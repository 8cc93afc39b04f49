// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import static dev.sparkbench.controller.gateway.RunningGateway.NAME;
import static dev.sparkbench.controller.gateway.RunningGateway.ORIGINAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.Manifests;
import dev.sparkbench.controller.gateway.Conformity.Reply;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The behaviour that clients of the original service rely on, and the other operations. */
class SubmitJobTest {

  private static final String SUCCESS =
      """
      {"status":"SUCCESS","data":{\
      "job_id":"job_001",\
      "result_path":"user123/result/job_001/output",\
      "performance_metrics":[\
      {"nodes":1,"time_sec":10.5,"speedup":1.0,"efficiency":1.0},\
      {"nodes":2,"time_sec":6.0,"speedup":1.75,"efficiency":0.875}],\
      "performance_metrics_s3":"s3://bucket/user123/result/job_001/output/performance.csv",\
      "outputs":{\
      "1_nodes":"s3://bucket/user123/result/job_001/output/1_nodes.json",\
      "2_nodes":"s3://bucket/user123/result/job_001/output/2_nodes.json"}}}""";

  @RegisterExtension static final GatewayExtension EXTENSION = new GatewayExtension();

  private final TestApiServer api = EXTENSION.api();
  private final RunningGateway gateway = EXTENSION.gateway();

  @Test
  void theOriginalRequestGetsTheOriginalAnswerWhenTheBenchmarkHasEnded() {
    CompletableFuture<Reply> reply = gateway.submit(ORIGINAL);
    gateway.awaitWaiting(1);
    api.write(NAME, Statuses.RUNNING.formatted(api.generation(NAME)));
    api.succeed(NAME);
    assertThat(reply.join().body()).isEqualTo(SUCCESS);
    assertThat(reply.join().code()).isEqualTo(200);
    assertThat(reply.join().header("Location")).contains("/jobs/job_001");
  }

  @Test
  void theResourceIsWhatWasAskedForAndSaysWhoAsked() {
    gateway.post("/submit-job?wait=false", ORIGINAL);
    SparkBenchmarkJob job = api.resource(NAME).get();
    assertThat(written(job)).isEqualTo(read(ORIGINAL));
    assertThat(job.getMetadata().getAnnotations())
        .isEqualTo(Map.of("sparkbench.dev/submitted-by", "alice"));
  }

  @Test
  void everyFieldOfARequestReachesTheResource() {
    String request =
        """
        {
          "job_id": "all",
          "s3_path": "s3://other/iris.csv",
          "job_config": {
            "type": "ml",
            "tasks": ["kmeans", "decision_tree"],
            "parameters": {"kmeans.k": "3", "kmeans.maxIter": "10"}
          },
          "node_list": [1],
          "dataset": {
            "format": "csv",
            "options": {"multiLine": "true"},
            "schema": "a DOUBLE, b DOUBLE, y STRING",
            "bad_records": "Drop",
            "columns": ["a", "b", "y"],
            "label": "y",
            "features": ["a", "b"]
          },
          "measurement": {
            "warmups": 0, "iterations": 6, "trials": 2, "order": "Shuffled", "cache": "Memory",
            "max_warmup_seconds": 60, "partitions": "Pinned", "partition_count": 64
          },
          "event_log": true,
          "timeouts": {"start_seconds": 600, "run_seconds": 7200}
        }
        """;
    assertThat(gateway.post("/submit-job?wait=false", request).code()).isEqualTo(202);
    assertThat(written(api.resource("all").get())).isEqualTo(read(request));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        "job_config": {"type": "sql", "sql": {
          "table": "sales",
          "tables": [{"name": "t", "s3_path": "t.csv", "format": "csv", "options": {"multiLine": "true"},
            "schema": "a INT", "bad_records": "Drop"}],
          "queries": [{"name": "a", "text": "SELECT 1"}, {"name": "b", "from": "b.sql"}, {"from": "c/"}],
          "canonical": ["group_by"],
          "result": "Collect"}},
        "measurement": {"partition_count": 64}, "event_log": true
        """,
        """
        "job_config": {"type": "tpch",
          "tpch": {"scale": "0.01", "queries": ["q1"], "generate": "Never", "result": "Collect"}}
        """,
        """
        "job_config": {"type": "tpcds", "tpcds": {"scale": "10"}}
        """,
        """
        "job_config": {"type": "application", "application": {
          "main_class": "a.B", "jar": "a.jar", "jars": ["local:///b.jar"], "arguments": ["$(scratch)", "1"],
          "repeatable": true, "compare": ["out"],
          "tables": [{"name": "stores", "s3_path": "user/stores/", "format": "delta"}]}}
        """
      })
  void everyFieldOfOwnWorkReachesTheResource(String work) {
    String request =
        "{\"job_id\": \"own\", \"s3_path\": \"user/data/\", \"node_list\": [1], %s}"
            .formatted(work);
    assertThat(gateway.post("/submit-job?wait=false", request).code()).isEqualTo(202);
    assertThat(written(api.resource("own").get())).isEqualTo(read(request));
  }

  @Test
  void aMistakeInOwnWorkIsSaidInTheCallersWords() {
    Reply reply =
        gateway.post(
            "/submit-job",
            """
            {"job_id": "own", "s3_path": "user/data/", "node_list": [1], "job_config": {"type": "sql", "sql": {
              "tables": [{"name": "dataset", "s3_path": "t.csv"}],
              "queries": [{"name": "a", "text": "DROP TABLE dataset"}]}}}
            """);
    assertThat(reply.code()).isEqualTo(400);
    assertThat(reply.body())
        .contains("job_config.sql.tables[0].name", "is the name of the dataset too")
        .contains("job_config.sql.queries[0].text", "query a begins with DROP");
  }

  @Test
  void whoDoesNotWaitIsToldWhereTheStateIs() {
    Reply accepted = gateway.post("/submit-job?wait=false", ORIGINAL);
    assertThat(accepted.code()).isEqualTo(202);
    assertThat(accepted.body())
        .isEqualTo("{\"status\":\"PENDING\",\"data\":{\"job_id\":\"job_001\"}}");
    String location = accepted.header("Location").orElseThrow();

    api.write(NAME, Statuses.RUNNING.formatted(api.generation(NAME)));
    awaitStatus(location, "RUNNING");
    assertThat(gateway.get(location).body())
        .isEqualTo(
            """
            {"status":"RUNNING","progress":"1/2","message":"Measuring 2 nodes (1/2 done)","data":{\
            "job_id":"job_001",\
            "result_path":"user123/result/job_001/output",\
            "performance_metrics":[{"nodes":1,"time_sec":10.5,"speedup":1.0,"efficiency":1.0}],\
            "outputs":{"1_nodes":"s3://bucket/user123/result/job_001/output/1_nodes.json"}}}""");

    api.succeed(NAME);
    awaitStatus(location, "SUCCESS");
    assertThat(gateway.get(location).body()).isEqualTo(SUCCESS);
  }

  @Test
  void aFailedBenchmarkAnswersWhyAndWhatThereIs() {
    CompletableFuture<Reply> reply = gateway.submit(ORIGINAL);
    gateway.awaitWaiting(1);
    api.write(NAME, Statuses.FAILED.formatted(api.generation(NAME)));
    assertThat(reply.join().code()).isEqualTo(200);
    assertThat(reply.join().body())
        .isEqualTo(
            """
            {"status":"FAILED",\
            "error":{"reason":"OutOfMemory","message":"1 of 2 node counts measured; 2 nodes: OutOfMemory"},\
            "data":{"job_id":"job_001",\
            "result_path":"user123/result/job_001/output",\
            "performance_metrics":[{"nodes":1,"time_sec":10.5,"speedup":1.0,"efficiency":1.0}],\
            "performance_metrics_s3":"s3://bucket/user123/result/job_001/output/performance.csv",\
            "outputs":{"1_nodes":"s3://bucket/user123/result/job_001/output/1_nodes.json"}}}""");
  }

  @Test
  void anotherBucketThanTheOperatorsIsNamed() {
    gateway.post("/submit-job?wait=false", ORIGINAL);
    api.write(
        NAME,
        Statuses.SUCCEEDED.formatted(api.generation(NAME)).replace("s3://bucket", "s3://other"));
    awaitStatus("/jobs/job_001", "SUCCESS");
    JsonNode data = gateway.get("/jobs/job_001").json().path("data");
    assertThat(data.path("result_path").asText()).isEqualTo("user123/result/job_001/output");
    assertThat(data.path("result_bucket").asText()).isEqualTo("other");
  }

  /** As another release, or a person, may write it. */
  @Test
  void whatIsNotUnderstoodOfOneJobConcernsThatJob() {
    GenericKubernetesResource strange =
        Serialization.unmarshal(
            """
            apiVersion: sparkbench.dev/v1alpha1
            kind: SparkBenchmarkJob
            metadata: {name: strange, namespace: team, generation: 1}
            spec: {s3Path: a/b.csv, nodeList: [1], queue: research,
                   jobConfig: {type: descriptive, tasks: [row_count]}}
            status: {observedGeneration: 1, phase: Queued, resultPath: somewhere,
                     performanceMetrics: [{nodes: one}], conditions: [{status: "True"}]}
            """,
            GenericKubernetesResource.class);
    api.client().resource(strange).create();
    api.client().resource(strange).updateStatus();
    gateway.post("/submit-job?wait=false", ORIGINAL);
    RunningGateway.await(() -> gateway.get("/jobs").body().contains("strange"));
    assertThat(gateway.get("/jobs").body())
        .isEqualTo(
            """
            {"jobs":[{"job_id":"job_001","status":"PENDING"},\
            {"job_id":"strange","status":"PENDING"}]}""");
    assertThat(gateway.get("/jobs/strange").code()).isEqualTo(200);
    Reply again =
        gateway.post(
            "/submit-job",
            """
            {"job_id": "strange", "s3_path": "a/b.csv", "node_list": [1],
             "job_config": {"type": "descriptive", "tasks": ["row_count"]}}
            """);
    assertThat(again.code()).isEqualTo(409);
    assertThat(again.errors())
        .singleElement()
        .asString()
        .contains("spec.queue: this operator does not know the field");
  }

  @Test
  void aStatusOfAnEarlierSpecIsNoEnd() {
    gateway.post("/submit-job?wait=false", ORIGINAL);
    api.write(NAME, Statuses.SUCCEEDED.formatted(api.generation(NAME) - 1));
    CompletableFuture<Reply> reply = gateway.submit(ORIGINAL);
    gateway.awaitWaiting(1);
    assertThat(gateway.get("/jobs/job_001").json().path("status").asText()).isEqualTo("PENDING");
    api.succeed(NAME);
    assertThat(reply.join().body()).isEqualTo(SUCCESS);
  }

  @Test
  void jobsAreListedByIdWithThoseOfOthersThatCanBeFound() {
    assertThat(gateway.get("/jobs").body()).isEqualTo("{\"jobs\":[]}");
    gateway.post("/submit-job?wait=false", ORIGINAL);
    // By kubectl: found by its name; the third one has another id, which is not its name's.
    create("by-hand", "");
    create("hidden", "jobId: other");
    api.succeed(NAME);
    RunningGateway.await(() -> gateway.get("/jobs").body().contains("SUCCESS"));
    assertThat(gateway.get("/jobs").body())
        .isEqualTo(
            """
            {"jobs":[{"job_id":"by-hand","status":"PENDING"},\
            {"job_id":"job_001","status":"SUCCESS"}]}""");
    assertThat(gateway.get("/jobs/by-hand").code()).isEqualTo(200);
    assertThat(gateway.get("/jobs/other").code()).isEqualTo(404);
    assertThat(gateway.get("/jobs/hidden").code()).isEqualTo(404);
  }

  @Test
  void aDeletedJobIsGone() {
    gateway.post("/submit-job?wait=false", ORIGINAL);
    Reply deleted = gateway.delete("/jobs/job_001");
    assertThat(deleted.code()).isEqualTo(200);
    assertThat(deleted.body())
        .isEqualTo("{\"status\":\"DELETED\",\"data\":{\"job_id\":\"job_001\"}}");
    assertThat(api.names()).isEmpty();
    RunningGateway.await(() -> gateway.get("/jobs/job_001").code() == 404);
    assertThat(gateway.delete("/jobs/job_001").errors())
        .containsExactly("there is no job job_001 in namespace team");
  }

  @Test
  void anotherNamespaceIsAnother() {
    Reply accepted = gateway.post("/submit-job?wait=false&namespace=team-b", ORIGINAL);
    assertThat(accepted.header("Location")).contains("/jobs/job_001?namespace=team-b");
    assertThat(api.names()).isEmpty();
    assertThat(gateway.get("/jobs/job_001?namespace=team-b").code()).isEqualTo(200);
    assertThat(gateway.get("/jobs/job_001").code()).isEqualTo(404);
  }

  @Test
  void whatIsNoSecretNeedsNoToken() throws Exception {
    for (String path : new String[] {"/healthz", "/readyz", "/openapi.json"}) {
      Reply reply = gateway.send(HttpRequest.newBuilder(gateway.uri(path)).build());
      assertThat(reply.code()).as(path).isEqualTo(200);
    }
    assertThat(gateway.get("/healthz").body()).isEqualTo("alive\n");
    assertThat(gateway.get("/readyz").body()).isEqualTo("ready\n");
    assertThat(gateway.get("/openapi.json").json()).isEqualTo(Conformity.DOCUMENT);
  }

  private void awaitStatus(String location, String status) {
    RunningGateway.await(() -> gateway.get(location).json().path("status").asText().equals(status));
  }

  private void create(String name, String jobId) {
    SparkBenchmarkJob job = Manifests.benchmark("[1]", "  " + jobId);
    job.getMetadata().setName(name);
    api.client().resource(job).create();
  }

  /** The spec, in the words of requests. */
  private static JsonNode written(SparkBenchmarkJob job) {
    return read(Json.MAPPER.valueToTree(job.getSpec()).toString());
  }

  private static JsonNode read(String json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
