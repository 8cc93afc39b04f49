// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import static dev.sparkbench.controller.gateway.RunningGateway.ORIGINAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.catalogue.TaskCatalogue;
import dev.sparkbench.controller.gateway.Conformity.Reply;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All errors in a request are reported together, with field, value and remedy. */
class RefusalTest {

  private static final String JOBS =
      "/apis/sparkbench.dev/v1alpha1/namespaces/team/sparkbenchmarkjobs";

  @RegisterExtension static final GatewayExtension EXTENSION = new GatewayExtension();

  private final TestApiServer api = EXTENSION.api();
  private final RunningGateway gateway = EXTENSION.gateway();

  @Test
  void severalUnknownFieldsAndBadValuesAreAllNamed() {
    assertThat(
            refused(
                """
                {
                  "job_id": "-x",
                  "jobId": "a",
                  "s3_path": "user/../sales.csv",
                  "job_config": {
                    "type": "descriptive", "task": ["a"],
                    "tasks": ["row_count", "row_count", "nonsense"],
                    "parameters": {"row_count.k": "8"}
                  },
                  "node_list": [1, 0, 1, 2000],
                  "dataset": {"label": "y", "options": {"multiLine": "maybe"}},
                  "measurement": {"iterations": 51}
                }
                """))
        .containsExactlyInAnyOrder(
            "jobId=\"a\": is no field of a request; did you mean job_id?",
            "job_config.task=[\"a\"]: is no field of a request; did you mean job_config.tasks?",
            "job_id=\"-x\": '-x' must be 1 to 63 letters, digits, '_', '.' or '-', the first a letter or digit",
            "s3_path=\"user/../sales.csv\": 'user/../sales.csv' must not contain '..'",
            "job_config.tasks=[\"row_count\",\"row_count\",\"nonsense\"]: 'row_count' is there twice; tasks must be unique",
            "job_config.tasks=[\"row_count\",\"row_count\",\"nonsense\"]: 'nonsense' is not a task of type descriptive; known are %s"
                .formatted(TaskCatalogue.names(JobType.DESCRIPTIVE)),
            "job_config.parameters.row_count.k=\"8\": is unknown; row_count has no parameters",
            "node_list=[1,0,1,2000]: 0 is not a node count; give whole numbers from 1 to 1000",
            "node_list=[1,0,1,2000]: 1 is there twice; node counts must be unique",
            "node_list=[1,0,1,2000]: 2000 is not a node count; give whole numbers from 1 to 1000",
            "dataset.label=\"y\": is only for tasks of type ml; remove it",
            "dataset.options.multiLine=\"maybe\": 'maybe' must be true or false",
            "measurement.iterations=51: 51 must be from 1 to 50");
  }

  @Test
  void wrongTypesAreNamedBesideWhatElseIsWrong() {
    assertThat(
            refused(
                """
                {
                  "job_id": 7,
                  "s3_path": ["a.csv"],
                  "job_config": {"type": "magic", "tasks": "row_count"},
                  "node_list": [1, "2", 2.5, 99999999999999999999],
                  "measurement": {"order": "Random", "warmups": 21}
                }
                """))
        .containsExactlyInAnyOrder(
            "job_id=7: integer found, string expected",
            "s3_path=[\"a.csv\"]: array found, string expected",
            "job_config.type=\"magic\": does not have a value in the enumeration [\"descriptive\", \"ml\", \"sql\", \"tpch\", \"tpcds\", \"application\"]",
            "job_config.tasks=\"row_count\": string found, array expected",
            "node_list[1]=\"2\": string found, integer expected",
            "node_list[2]=2.5: number found, integer expected",
            "node_list[3]=99999999999999999999: must have a maximum value of 1000",
            "measurement.order=\"Random\": does not have a value in the enumeration [\"Ascending\", \"Shuffled\"]",
            "measurement.warmups=21: 21 must be from 0 to 20");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThat(refused("{}"))
        .containsExactlyInAnyOrder(
            "job_id: is missing",
            "s3_path: is missing; give a key in the bucket, or s3://bucket/key",
            "job_config: is missing",
            "job_config.type: is missing; give one of descriptive, ml, sql, tpch, tpcds, application",
            "node_list: is missing; give the node counts, such as [1, 2, 4, 8]");
  }

  @Test
  void whatIsTooLongIsRefusedAndShownInPart() {
    assertThat(refused(ORIGINAL.replace("user123", "u".repeat(1024))))
        .singleElement()
        .satisfies(
            error ->
                assertThat(error)
                    .startsWith("s3_path=\"uuuu")
                    .endsWith("uuuu…\": must be at most 1,024 characters long"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                             | the body is not a JSON object
          []                             | the body is not a JSON object
          {"job_id": "a", "job_id": "b"} | the body is not JSON: Duplicate field 'job_id' at line 1, column 25
          {"job_id": "a"} {}             | the body is not JSON: Trailing token
          {"job_id": "a"                 | the body is not JSON: Unexpected end-of-input
          {'job_id': 'a'}                | the body is not JSON: Unexpected character
          """)
  void whatIsNotOneJsonObjectIsRefused(String body, String said) {
    assertThat(refused(body)).singleElement().satisfies(it -> assertThat(it).startsWith(said));
  }

  @Test
  void aPathWithoutBucketNeedsTheOperatorsDefault() {
    GatewayConfig config = RunningGateway.config(10, GatewayConfig.TIMES.patience());
    GatewayConfig without =
        new GatewayConfig(
            config.address(),
            config.tls(),
            config.defaultNamespace(),
            config.namespaces(),
            Optional.empty(),
            config.audiences(),
            config.maxWaiting(),
            config.maxWaitingPerCaller(),
            config.times());
    try (RunningGateway other = RunningGateway.start(api, without)) {
      assertThat(other.post("/submit-job?wait=false", ORIGINAL).errors())
          .containsExactly(
              "s3_path=\"user123/datasets/sales.csv\": names no bucket, and the operator has no default; give s3://bucket/key");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wait=maybe                  | wait="maybe": must be true or false
          wait=true&wait=false        | wait="true": is there more than once
          namespace=elsewhere         | namespace="elsewhere": is not served here; give one of [team, team-b]
          namepsace=team              | namepsace="team": is not a parameter here; known are [namespace, wait]
          """)
  void wrongParametersAreRefused(String query, String error) {
    Reply reply = gateway.post("/submit-job?" + query, ORIGINAL);
    assertThat(reply.code()).isEqualTo(400);
    assertThat(reply.errors()).containsExactly(error);
  }

  @Test
  void whatTheApiServerFindsIsSaidInTheRequestsWords() {
    api.server()
        .expect()
        .post()
        .withPath(JOBS)
        .andReturn(
            422,
            new StatusBuilder()
                .withCode(422)
                .withMessage("SparkBenchmarkJob is invalid")
                .withNewDetails()
                .addNewCause("spec.nodeList[1]", "should be less than 3", "FieldValueInvalid")
                .addNewCause(
                    "spec.jobConfig.tasks", "spec.jobConfig.tasks is odd", "FieldValueInvalid")
                .endDetails()
                .build())
        .once();
    Reply reply = gateway.post("/submit-job", ORIGINAL);
    assertThat(reply.code()).isEqualTo(400);
    assertThat(reply.errors())
        .containsExactly(
            "node_list[1]=2: should be less than 3",
            "job_config.tasks=[\"row_count\",\"min_max_mean\"]: job_config.tasks is odd");
  }

  @Test
  void aQuotaAndAnAbsentNamespaceAreExplained() {
    failCreation(403, "exceeded quota: jobs");
    Reply quota = gateway.post("/submit-job", ORIGINAL);
    assertThat(quota.code()).isEqualTo(403);
    assertThat(quota.errors()).containsExactly("exceeded quota: jobs");
    failCreation(404, "namespaces \"team\" not found");
    Reply absent = gateway.post("/submit-job", ORIGINAL);
    assertThat(absent.code()).isEqualTo(404);
    assertThat(absent.errors()).containsExactly("namespaces \"team\" not found");
  }

  @Test
  void anApiServerThatFailsIsNoFaultOfTheClient() {
    api.server()
        .expect()
        .post()
        .withPath(JOBS)
        .andReturn(500, new StatusBuilder().withCode(500).withMessage("etcd").build())
        .once();
    Reply reply = gateway.post("/submit-job", ORIGINAL);
    assertThat(reply.code()).isEqualTo(503);
    assertThat(reply.errors()).containsExactly("the API server does not answer, or not well");
    assertThat(reply.header("Retry-After")).contains("5");
  }

  @Test
  void pathsAndMethodsThatAreNotThere() {
    assertThat(gateway.get("/submit").errors())
        .containsExactly("there is no /submit; see /openapi.json");
    assertThat(gateway.get("/jobs/a/b").code()).isEqualTo(404);
    assertThat(gateway.get("/jobs/%2e%2e").code()).isEqualTo(404);
    Reply reply = gateway.get("/submit-job");
    assertThat(reply.code()).isEqualTo(405);
    assertThat(reply.header("Allow")).contains("POST");
    assertThat(reply.errors()).containsExactly("GET is not for /submit-job; use POST");
    assertThat(gateway.post("/jobs/a", "{}").header("Allow")).contains("GET, DELETE");
  }

  @Test
  void whatIsNoHttpIsRefused() throws Exception {
    assertThat(raw("GET /jobs/%zz HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("\"the request cannot be read: ");
    assertThat(raw("GET /jobs?wait=%zz HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(raw("GET /jobs HTTP/1.1\r\nA: " + "a".repeat(40_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("HTTP header is larger than 32768 bytes");
  }

  private String raw(String request) throws Exception {
    try (RawClient raw = new RawClient(gateway.port())) {
      raw.send(request);
      return raw.rest();
    }
  }

  @Test
  void aBodyThatIsNotSaidToBeJsonIsRefused() throws Exception {
    assertThat(typed("application/x-www-form-urlencoded").errors())
        .containsExactly(
            "the body's type is application/x-www-form-urlencoded; send Content-Type: application/json");
    assertThat(typed("application/x-www-form-urlencoded").code()).isEqualTo(415);
    assertThat(typed("application/json; charset=utf-8").code()).isEqualTo(202);
  }

  @Test
  void aLargeBodyIsRefusedWhetherItSaysSoOrNot() throws Exception {
    String body = " ".repeat(RequestBody.MAX_LENGTH) + ORIGINAL.replace("job_001", "large");
    Reply known = gateway.post("/submit-job?wait=false", body);
    assertThat(known.code()).isEqualTo(413);
    assertThat(known.errors()).containsExactly("the body is too large; send at most 65536 bytes");
    Reply chunked =
        gateway.send(
            request()
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(body)))
                .build());
    assertThat(chunked.code()).isEqualTo(413);
    assertThat(api.names()).doesNotContain("large");
  }

  private Reply typed(String type) throws Exception {
    return gateway.send(
        request().header("Content-Type", type).POST(BodyPublishers.ofString(ORIGINAL)).build());
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(gateway.uri("/submit-job?wait=false"))
        .header("Authorization", "Bearer " + TestApiServer.ALICE);
  }

  private List<String> refused(String body) {
    Reply reply = gateway.post("/submit-job", body);
    assertThat(reply.code()).isEqualTo(400);
    return reply.errors();
  }

  private void failCreation(int code, String message) {
    api.server()
        .expect()
        .post()
        .withPath(JOBS)
        .andReturn(code, new StatusBuilder().withCode(code).withMessage(message).build())
        .once();
  }
}
