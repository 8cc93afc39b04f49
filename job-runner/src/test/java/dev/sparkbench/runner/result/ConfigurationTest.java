// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.api.contract.Workload;
import dev.sparkbench.runner.fixture.RunRequests;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationTest {

  private static final String OF_THE_RUN = "differs between the runs of a benchmark";
  private static final String IDENTITY = "the identity of the data is compared";
  private static final String WAY = "changes how the same data is reached";
  private static final String IMAGE = "the image that ran is compared";
  private static final String RIGHTS = "changes what pods may do, and not what they do";
  private static final String PINS = "the properties that follow from it are compared";

  private static final Map<String, String> NOT_COMPARED =
      Map.ofEntries(
          Map.entry("version", "is for the reader of the request"),
          Map.entry("jobId", "the same work may have several names"),
          Map.entry("nodes", OF_THE_RUN),
          Map.entry("trial", OF_THE_RUN),
          Map.entry("attempt", OF_THE_RUN),
          Map.entry("output", OF_THE_RUN),
          Map.entry("maxNodes", PINS),
          Map.entry("minNodes", "node counts are compared one by one"),
          Map.entry("measurement.partitionCount", PINS),
          Map.entry("dataset.uri", IDENTITY),
          Map.entry("dataset.expectedIdentity", IDENTITY),
          Map.entry("dataset.schemaFrom", "the schema is compared"),
          Map.entry("dataset.schema", "the schema is compared"),
          Map.entry("storage.region", WAY),
          Map.entry("storage.pathStyleAccess", WAY),
          Map.entry("storage.certificates.secret", WAY),
          Map.entry("storage.certificates.configMap", WAY),
          Map.entry("storage.results.bucket", WAY),
          Map.entry("storage.results.credentialsSecret", WAY),
          Map.entry("storage.properties", "those of sparkConf are compared"),
          Map.entry("executors.image", IMAGE),
          Map.entry("executors.imagePullPolicy", IMAGE),
          Map.entry("executors.imagePullSecrets", IMAGE),
          Map.entry("executors.serviceAccount", RIGHTS),
          Map.entry("executors.credentialsSecret", RIGHTS),
          Map.entry("executors.labels", OF_THE_RUN),
          Map.entry("startSeconds", "is over before anything is measured"),
          Map.entry("eventLog", "no cost of it could be measured"));

  @Test
  void tellsWhatRunsHaveInCommonApartFromTheirNodes() {
    assertThat(of(request().nodes(1, 4))).isEqualTo(of(request().nodes(2, 4)));
    assertThat(of(request().tasks("sum"))).isNotEqualTo(of(request()));
    assertThat(of(request().cores(4))).isNotEqualTo(of(request()));
    assertThat(of(request().cacheInMemory())).isNotEqualTo(of(request()));
    assertThat(of(request().sparkConf(Map.of("spark.x", "y")))).isNotEqualTo(of(request()));
    assertThat(of(request()).get("image")).isEqualTo("runner@sha256:1");
  }

  /** A store on one machine gets another port at each start. */
  @Test
  void comparesStoresByTheirHosts() {
    assertThat(of(request().storage(store("http://127.0.0.1:4000"))))
        .isEqualTo(of(request().storage(store("http://127.0.0.1:5000"))))
        .isNotEqualTo(of(request().storage(store("http://minio:4000"))))
        .isNotEqualTo(of(request().storage(store(null))));
  }

  @Test
  void holdsNoSecret() {
    assertThat(
            of(request().sparkConf(Map.of("spark.hadoop.fs.s3a.secret.key", "hush-hush")))
                .toString())
        .doesNotContain("hush-hush");
  }

  /** Of each field of a request it is known whether times are comparable if it differs. */
  @ParameterizedTest
  @MethodSource("fields")
  void everyFieldIsPartOfItOrListed(String field) {
    boolean differs = !of(request(field)).equals(of(request("")));
    assertThat(differs)
        .as(
            "a difference in %s; add it to Configuration, or to NOT_COMPARED with the reason",
            field)
        .isEqualTo(!NOT_COMPARED.containsKey(field));
  }

  @Test
  void thoseThatAreListedExist() {
    assertThat(fields()).containsAll(NOT_COMPARED.keySet());
  }

  static Stream<String> fields() {
    return fields(RunRequest.class, "");
  }

  private static Stream<String> fields(Class<?> type, String path) {
    return type.isRecord()
        ? Arrays.stream(type.getRecordComponents())
            .flatMap(part -> fields(part.getType(), below(path, part)))
        : Stream.of(path);
  }

  private static String below(String path, RecordComponent part) {
    return path.isEmpty() ? part.getName() : path + "." + part.getName();
  }

  /** A request with a value for every field, and another one for the given field. */
  private static RunRequest request(String changed) {
    return (RunRequest) sample(RunRequest.class, "", changed);
  }

  private static Object sample(Class<?> type, String path, String changed) {
    boolean other = path.equals(changed);
    String text = other ? "b" : "a";
    if (type.isRecord()) {
      RecordComponent[] parts = type.getRecordComponents();
      Object[] values =
          Arrays.stream(parts)
              .map(part -> sample(part.getType(), below(path, part), changed))
              .toArray();
      try {
        return type.getDeclaredConstructor(
                Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new))
            .newInstance(values);
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(path, e);
      }
    } else if (type == String.class) {
      return text;
    } else if (type == int.class || type == Integer.class) {
      return other ? 3 : 2;
    } else if (type == boolean.class) {
      return other;
    } else if (type.isEnum()) {
      return type.getEnumConstants()[other ? 1 : 0];
    } else if (type == List.class) {
      return List.of(text);
    } else if (type == Map.class) {
      return Map.of("spark.x", text);
    } else if (type == JsonNode.class) {
      return TextNode.valueOf(text);
    } else if (type == Workload.class) {
      return new TaskWorkload(JobType.DESCRIPTIVE, List.of(text), Map.of());
    }
    throw new AssertionError(path + " has a type that this test does not know: " + type);
  }

  private static Map<String, String> of(RunRequests request) {
    return of(request.build());
  }

  private static Map<String, String> of(RunRequest request) {
    return Configuration.of(
        request,
        "sha256:1",
        "a INT",
        Map.of("text", "digest"),
        Map.of("spark.executor.instances", "2"),
        "runner@sha256:1");
  }

  private static RunRequests request() {
    return RunRequests.of("s3://bucket/data.csv").storage(store("http://127.0.0.1:4000"));
  }

  private static Storage store(String endpoint) {
    return new Storage(endpoint, null, true);
  }
}
