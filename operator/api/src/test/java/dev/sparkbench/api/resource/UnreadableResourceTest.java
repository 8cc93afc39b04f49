// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resources that an API server can store and this release does not understand are still read. */
class UnreadableResourceTest {

  private static final String RESOURCE =
      """
      {"apiVersion": "sparkbench.dev/v1alpha1", "kind": "SparkBenchmarkJob",
       "metadata": {"name": "sales", "namespace": "team", "uid": "u", "generation": 3, "labels": {"a": "b"},
                    "managedFields": [{"manager": "kubectl", "fieldsV1": {"f:spec": {}}}]},
       "spec": {"s3Path": "a/b.csv", "jobConfig": {"type": "descriptive", "tasks": ["row_count"]}, "nodeList": [1, 2]%s},
       "status": {"phase": "Running", "startTime": "2026-01-31T12:00:00Z"%s}, "more": {"of": "it"}}
      """;

  @Test
  void whatIsUnderstoodIsReadAsAnyResource() {
    SparkBenchmarkJob job = read("", "");
    assertThat(job.getMetadata().getName()).isEqualTo("sales");
    assertThat(job.getMetadata().getGeneration()).isEqualTo(3);
    assertThat(job.getMetadata().getLabels()).containsEntry("a", "b");
    assertThat(job.getMetadata().getManagedFields()).isEmpty();
    assertThat(job.getSpec().nodeList()).containsExactly(1, 2);
    assertThat(job.getStatus().phase()).isEqualTo(Phase.Running);
    assertThat(job.unreadableSpec()).isEmpty();
    assertThat(job.unreadableStatus()).isEmpty();
    assertThat(Serialization.asJson(job)).doesNotContain("nreadable");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"queue\": \"a\" | spec.queue: this operator does not know the field, which is \"a\"; upgrade the operator, or remove the field",
        "\"measurement\": {\"order\": \"Random\"} | spec.measurement.order: this operator does not know the value \"Random\"; upgrade the operator, or change the value",
        "\"measurement\": {\"order\": \"\"} | spec.measurement.order: this operator does not know the value \"\"; upgrade the operator, or change the value",
        "\"measurement\": {\"order\": 1} | spec.measurement.order: this operator does not know the value 1; upgrade the operator, or change the value",
        "\"measurement\": {\"trials\": \"3\"} | spec.measurement.trials: this operator does not know the value \"3\"; upgrade the operator, or change the value",
        "\"executor\": {\"cores\": 1.5} | spec.executor.cores: this operator does not know the value 1.5; upgrade the operator, or change the value",
        "\"executor\": {\"cores\": 99999999999} | spec.executor.cores: this operator does not know the value 99999999999; upgrade the operator, or change the value",
        "\"executor\": [\"a\"] | spec.executor: this operator does not know the value [\"a\"]; upgrade the operator, or change the value",
        "\"suspend\": \"soon\" | spec.suspend: this operator does not know the value \"soon\"; upgrade the operator, or change the value",
        "\"imagePullSecrets\": [{\"name\": \"a\"}, {\"name\": \"b\", \"key\": \"c\"}] | spec.imagePullSecrets[1].key: this operator does not know the field, which is \"c\"; upgrade the operator, or remove the field",
        "\"sparkConf\": {\"spark.a.b\": {\"c\": 1}} | spec.sparkConf.spark.a.b: this operator does not know the value {\"c\":1}; upgrade the operator, or change the value"
      })
  void whatIsNotUnderstoodInASpecIsNamed(String field, String said) {
    SparkBenchmarkJob job = read(", " + field, "");
    assertThat(job.unreadableSpec()).extracting(Unreadable::toString).containsExactly(said);
    assertThat(job.unreadableStatus()).isEmpty();
    // The rest is kept, because the job's id may be needed.
    assertThat(job.getSpec().s3Path()).isEqualTo("a/b.csv");
    assertThat(job.getStatus().phase()).isEqualTo(Phase.Running);
  }

  @Test
  void everythingThatIsNotUnderstoodIsNamed() {
    assertThat(
            read(", \"measurement\": {\"order\": \"a\", \"cache\": \"b\", \"x\": 1}, \"y\": {}", "")
                .unreadableSpec())
        .extracting(Unreadable::field)
        .containsExactlyInAnyOrder(
            "spec.measurement.order", "spec.measurement.cache", "spec.measurement.x", "spec.y");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      many.append(", \"f%d\": %d".formatted(i, i));
    }
    assertThat(read(many.toString(), "").unreadableSpec()).hasSizeBetween(5, 20);
  }

  @Test
  void aSpecThatIsNoneIsNamed() {
    SparkBenchmarkJob job =
        Serialization.unmarshal(
            RESOURCE.formatted("", "").replaceAll("\"spec\": \\{.*},\n", "\"spec\": 5,\n"),
            SparkBenchmarkJob.class);
    assertThat(job.getSpec()).isNull();
    assertThat(job.unreadableSpec()).extracting(Unreadable::field).containsExactly("spec");
  }

  @Test
  void whatALaterReleaseAddsToAStatusIsPassedOver() {
    SparkBenchmarkJob job =
        read(
            "",
            ", \"queuedFor\": 3, \"runs\": [{\"nodes\": 1, \"state\": \"Pending\", \"queue\": {\"a\": []}}],"
                + " \"current\": {\"purpose\": \"Run\", \"attempt\": 1, \"pod\": \"p\", \"state\": \"Running\", \"node\": \"n\"}");
    assertThat(job.unreadableStatus()).isEmpty();
    assertThat(job.getStatus().runs()).hasSize(1);
    assertThat(job.getStatus().current().pod()).isEqualTo("p");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"runs\": [{\"nodes\": 1, \"state\": \"Queued\"}] | status.runs[0].state: this operator does not know the value \"Queued\"; upgrade the operator, or change the value",
        "\"current\": {\"purpose\": \"Warmup\"} | status.current.purpose: this operator does not know the value \"Warmup\"; upgrade the operator, or change the value",
        "\"starts\": \"two\" | status.starts: this operator does not know the value \"two\"; upgrade the operator, or change the value",
        "\"completionTime\": \"yesterday\" | status.completionTime: \"yesterday\" is not a time in UTC, such as 2026-01-31T12:00:00Z",
        "\"current\": {\"retryTime\": \"2026-01-31\"} | status.current.retryTime: \"2026-01-31\" is not a time in UTC, such as 2026-01-31T12:00:00Z"
      })
  void whatIsNotUnderstoodInAStatusIsNamed(String field, String said) {
    SparkBenchmarkJob job = read("", ", " + field);
    assertThat(job.unreadableStatus()).extracting(Unreadable::toString).containsExactly(said);
    assertThat(job.unreadableSpec()).isEmpty();
    assertThat(job.getStatus().phase()).isEqualTo(Phase.Running);
    assertThat(job.getStatus().startTime()).isEqualTo("2026-01-31T12:00:00Z");
  }

  @Test
  void depthIsBounded() {
    int depth = 900;
    for (String[] brackets : List.of(new String[] {"{\"a\":", "}"}, new String[] {"[", "]"})) {
      String deep = brackets[0].repeat(depth) + "1" + brackets[1].repeat(depth);
      SparkBenchmarkJob job = read(", \"driver\": {\"podTemplate\": {\"x\": " + deep + "}}", "");
      assertThat(job.unreadableSpec())
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.field()).startsWith("spec.driver.podTemplate.x");
                assertThat(problem.problem())
                    .isEqualTo(
                        "this operator does not read what is more than 100 levels deep; make it flatter");
              });
      // It is written, copied and compared like any other.
      assertThat(Serialization.asJson(job)).hasSizeLessThan(2000);
    }
  }

  @Test
  void metadataThatNobodyUnderstandsStillSayWhichResourceItIs() {
    SparkBenchmarkJob job =
        Serialization.unmarshal(
            RESOURCE.formatted("", "").replace("{\"a\": \"b\"}", "[{\"a\": \"b\"}]"),
            SparkBenchmarkJob.class);
    assertThat(job.getMetadata().getName()).isEqualTo("sales");
    assertThat(job.getMetadata().getNamespace()).isEqualTo("team");
    assertThat(job.getMetadata().getUid()).isEqualTo("u");
    assertThat(job.getMetadata().getGeneration()).isEqualTo(3);
  }

  @Test
  void aCopyKnowsTheSame() {
    SparkBenchmarkJob job = read(", \"queue\": 1", ", \"starts\": \"two\"");
    SparkBenchmarkJob copy = job.copy();
    assertThat(copy).isEqualTo(job);
    assertThat(copy.unreadableSpec()).isEqualTo(job.unreadableSpec());
    assertThat(copy.unreadableStatus()).isEqualTo(job.unreadableStatus());
    copy.getMetadata().getLabels().put("c", "d");
    assertThat(job.getMetadata().getLabels()).containsOnlyKeys("a");
  }

  @Test
  void everyClientReadsIt() {
    KubernetesSerialization client = new KubernetesSerialization();
    SparkBenchmarkJob job =
        client.unmarshal(RESOURCE.formatted(", \"queue\": 1", ""), SparkBenchmarkJob.class);
    assertThat(job.unreadableSpec()).hasSize(1);
  }

  private static SparkBenchmarkJob read(String inSpec, String inStatus) {
    return Serialization.unmarshal(RESOURCE.formatted(inSpec, inStatus), SparkBenchmarkJob.class);
  }
}
