// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import static dev.sparkbench.local.apiserver.RunningApiServer.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The effect of the CRD on benchmarks; its schema has tests of its own. */
class AdmissionTest {

  private static final ResourceDefinitionContext JOBS =
      ResourceDefinitionContext.fromResourceType(SparkBenchmarkJob.class);

  @RegisterExtension static final RunningApiServer api = new RunningApiServer();

  @AfterEach
  void deleteAll() {
    api.client().resources(SparkBenchmarkJob.class).inNamespace("admission").delete();
  }

  @Test
  void aWrongBenchmarkIsRefusedWithAllCauses() {
    assertThatThrownBy(() -> create("s3Path: a\nnodeList: [0, 1, 0]", Validation.STRICT))
        .asInstanceOf(InstanceOfAssertFactories.type(KubernetesClientException.class))
        .satisfies(
            e -> {
              assertThat(e.getCode()).isEqualTo(422);
              assertThat(e.getStatus().getReason()).isEqualTo("Invalid");
              assertThat(e.getStatus().getMessage())
                  .startsWith("SparkBenchmarkJob.sparkbench.dev \"x\" is invalid: [spec");
              assertThat(e.getStatus().getDetails().getKind()).isEqualTo("SparkBenchmarkJob");
              assertThat(e.getStatus().getDetails().getGroup()).isEqualTo("sparkbench.dev");
              assertThat(e.getStatus().getDetails().getCauses())
                  .contains(
                      new StatusCause("spec.jobConfig", "Required value", "FieldValueRequired"),
                      new StatusCause(
                          "spec.nodeList[0]",
                          "Invalid value: 0: spec.nodeList[0] in body should be greater than or equal to 1",
                          "FieldValueInvalid"));
            });
  }

  @Test
  void unknownFieldsAreRefusedOrPruned() {
    String spec =
        """
        s3Path: user/data.csv
        jobConfig: {type: descriptive, tasks: [row_count], taskz: [sum]}
        nodeList: [1, 2]
        executors: 4
        """;
    assertThatThrownBy(() -> create(spec, Validation.STRICT))
        .asInstanceOf(InstanceOfAssertFactories.type(KubernetesClientException.class))
        .satisfies(
            e -> {
              assertThat(e.getCode()).isEqualTo(400);
              assertThat(e.getStatus().getMessage())
                  .isEqualTo(
                      "SparkBenchmarkJob in version \"v1alpha1\" cannot be handled as a SparkBenchmarkJob: strict decoding error: unknown field \"spec.executors\", unknown field \"spec.jobConfig.taskz\"");
            });

    assertThat(create(spec, Validation.IGNORE).<Object>get("spec", "executors")).isNull();
  }

  @Test
  void anEditIsChecked() {
    SparkBenchmarkJob created = api.create(job("admission", "edited"));

    assertInvalid(
        () ->
            api.client()
                .resource(created)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"nodeList\": [2, 2]}}"),
        "spec.nodeList: Invalid value: \"array\": node counts must be unique");
    assertThat(api.get(created)).isEqualTo(created);
  }

  @Test
  void aStatusIsCheckedAndCannotBeTakenAway() {
    SparkBenchmarkJob created = api.create(job("admission", "status"));

    assertInvalid(
        () -> patchStatus(created, "{\"phase\": \"Busy\"}"),
        "status.phase: Unsupported value: \"Busy\": supported values: \"Failed\", \"Pending\", \"Running\", \"Succeeded\"");
    patchStatus(created, "null");
    assertThat(api.get(created).getStatus().observedGeneration()).isEqualTo(-1);
  }

  private static void patchStatus(SparkBenchmarkJob job, String status) {
    api.client()
        .resource(job)
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\": %s}".formatted(status));
  }

  private static GenericKubernetesResource create(String spec, Validation validation) {
    GenericKubernetesResource job = new GenericKubernetesResource();
    job.setApiVersion("sparkbench.dev/v1alpha1");
    job.setKind("SparkBenchmarkJob");
    job.setMetadata(job("admission", "x").getMetadata());
    job.setAdditionalProperty("spec", Serialization.unmarshal(spec, Object.class));
    return api.client()
        .genericKubernetesResources(JOBS)
        .inNamespace("admission")
        .resource(job)
        .fieldValidation(validation)
        .create();
  }

  private static void assertInvalid(ThrowingCallable write, String problem) {
    assertThatThrownBy(write)
        .asInstanceOf(InstanceOfAssertFactories.type(KubernetesClientException.class))
        .satisfies(
            e -> {
              assertThat(e.getCode()).isEqualTo(422);
              assertThat(e.getStatus().getMessage()).contains(problem);
            });
  }
}
