package dev.sparkbench.local.apiserver;

import static dev.sparkbench.local.apiserver.RunningApiServer.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BenchmarkAdmissionTest {

  private static final ResourceDefinitionContext JOBS =
      ResourceDefinitionContext.fromResourceType(SparkBenchmarkJob.class);

  @RegisterExtension static final RunningApiServer api = new RunningApiServer();

  @Test
  void aGoodOneIsTaken() {
    create(
        """
        s3Path: user/data.csv
        jobConfig: {type: descriptive, tasks: [row_count]}
        nodeList: [1, 2]
        failurePolicy: Stop
        executor: {memory: 512Mi, podTemplate: {spec: {nodeSelector: {any: thing}}}}
        """);

    SparkBenchmarkJob created =
        api.client()
            .resources(SparkBenchmarkJob.class)
            .inNamespace("admission")
            .withName("x")
            .get();
    assertThat(created.getSpec().s3Path()).isEqualTo("user/data.csv");
    api.client().resource(created).delete();
  }

  @Test
  void anUnknownFieldIsNamedWithThoseThatExist() {
    assertRefused(
        """
        s3Path: user/data.csv
        jobConfig: {type: descriptive, taskz: [row_count]}
        nodeList: [1]
        """,
        "spec.jobConfig.taskz: unknown field; allowed here: parameters, tasks, type");
  }

  @Test
  void aWrongTypeIsNamedWithTheValue() {
    assertRefused(
        """
        s3Path: user/data.csv
        jobConfig: {type: descriptive, tasks: [row_count]}
        nodeList: [1, two]
        """,
        "spec.nodeList[1]: Invalid value: \"two\": must be a whole number");
    assertRefused(
        """
        s3Path: user/data.csv
        jobConfig: {type: descriptive, tasks: [row_count]}
        nodeList: 4
        """,
        "spec.nodeList: Invalid value: 4: must be a list");
    assertRefused(
        """
        s3Path: [a]
        jobConfig: {type: descriptive, tasks: [row_count]}
        nodeList: [1]
        """,
        "spec.s3Path: Invalid value: [\"a\"]: must be a text");
    assertRefused(
        """
        s3Path: user/data.csv
        jobConfig: descriptive
        nodeList: [1]
        """,
        "spec.jobConfig: Invalid value: \"descriptive\": must be an object");
  }

  @Test
  void numbersAndTextsAreNotTakenForEachOther() {
    assertRefused(
        """
        s3Path: 42
        jobConfig: {type: descriptive, tasks: [row_count]}
        nodeList: [1]
        """,
        "spec.s3Path: Invalid value: 42: must be a text");
    assertRefused(
        """
        s3Path: user/data.csv
        jobConfig: {type: descriptive, tasks: [row_count]}
        nodeList: ["1"]
        """,
        "spec.nodeList[0]: Invalid value: \"1\": must be a whole number");
    assertRefused(
        """
        s3Path: user/data.csv
        jobConfig: {type: descriptive, tasks: [row_count]}
        nodeList: [1.5]
        """,
        "spec.nodeList[0]: Invalid value: 1.5: must be a whole number");
  }

  @Test
  void anUnknownEnumValueIsNamedWithThoseThatExist() {
    assertRefused(
        """
        s3Path: user/data.csv
        jobConfig: {type: deskriptive, tasks: [row_count]}
        nodeList: [1]
        """,
        "spec.jobConfig.type: Invalid value: \"deskriptive\": must be one of descriptive, ml");
    assertRefused(
        """
        s3Path: user/data.csv
        jobConfig: {type: descriptive, tasks: [row_count]}
        nodeList: [1]
        failurePolicy: Giveup
        """,
        "spec.failurePolicy: Invalid value: \"Giveup\": must be one of Continue, Stop");
  }

  @Test
  void allMissingFieldsAreNamed() {
    assertRefused(
        "jobConfig: {}",
        "spec.s3Path: Required value, spec.nodeList: Required value, spec.jobConfig.type: Required value, spec.jobConfig.tasks: Required value");
  }

  @Test
  void anEditIsCheckedToo() {
    SparkBenchmarkJob created = api.create(job("admission", "edited"));

    assertInvalid(
        () ->
            api.client()
                .resource(created)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"s3Path\": null}}"),
        "edited",
        "spec.s3Path: Required value");
    assertThat(api.get(created)).isEqualTo(created);
  }

  private static void create(String spec) {
    GenericKubernetesResource job = new GenericKubernetesResource();
    job.setApiVersion("sparkbench.dev/v1alpha1");
    job.setKind("SparkBenchmarkJob");
    job.setMetadata(job("admission", "x").getMetadata());
    job.setAdditionalProperty("spec", Serialization.unmarshal(spec, Object.class));
    api.client().genericKubernetesResources(JOBS).inNamespace("admission").resource(job).create();
  }

  private static void assertRefused(String spec, String problem) {
    assertInvalid(() -> create(spec), "x", problem);
  }

  private static void assertInvalid(ThrowingCallable call, String name, String problem) {
    assertThatThrownBy(call)
        .asInstanceOf(InstanceOfAssertFactories.type(KubernetesClientException.class))
        .satisfies(
            e -> {
              assertThat(e.getCode()).isEqualTo(422);
              assertThat(e.getStatus().getReason()).isEqualTo("Invalid");
              assertThat(e.getStatus().getMessage())
                  .isEqualTo("SparkBenchmarkJob \"%s\" is invalid: %s".formatted(name, problem));
            });
  }
}
