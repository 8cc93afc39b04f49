// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.resource.EditOf.Effect;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/**
 * What to benchmark, as users write it. Absent fields are null. The controller fills in their
 * defaults, which depend on the operator's configuration; so the stored resource has only what the
 * user wrote. {@code kubectl explain} shows the descriptions.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SparkBenchmarkJobSpec(
    @JsonPropertyDescription("Names the results in the object store. Default: the resource's name.")
        @Pattern("^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$") @Size(max = 63) @EditOf(Effect.STARTS_OVER)
        String jobId,
    @JsonPropertyDescription(
            "The dataset: a key in storage.bucket, or s3://bucket/key. A file, a prefix (everything below it) or a glob.")
        @Required
        @Size(min = 1, max = 1024) @ValidationRule(
            value = "!self.matches('(^|/)[.][.](/|$)')",
            message = "must not contain '..'")
        @EditOf(Effect.STARTS_OVER)
        String s3Path,
    @JsonPropertyDescription("What to compute.")
        @Required
        @ValidationRule(
            value =
                "self.type in ['descriptive', 'ml'] ? has(self.tasks) : !has(self.tasks) && !has(self.parameters)",
            message =
                "types descriptive and ml need tasks; other types have neither tasks nor parameters")
        @ValidationRule(
            value = "!has(self.sql) || self.type == 'sql'",
            message = "sql is for type sql")
        @ValidationRule(
            value = "has(self.tpch) == (self.type == 'tpch')",
            message = "type tpch needs tpch, and no other type has it")
        @ValidationRule(
            value = "has(self.tpcds) == (self.type == 'tpcds')",
            message = "type tpcds needs tpcds, and no other type has it")
        @ValidationRule(
            value = "has(self.application) == (self.type == 'application')",
            message = "type application needs application, and no other type has it")
        JobConfig jobConfig,
    @JsonPropertyDescription(
            "Executor pods of each run. One run per entry and trial, one after another, in the order of measurement.order.")
        @Required
        @Size(min = 1, max = 32) @ValidationRule(
            value = "self.all(n, self.exists_one(m, m == n))",
            message = "node counts must be unique")
        @EditOf(Effect.STARTS_OVER)
        List<@Min(1) @Max(1000) Integer> nodeList,
    @JsonPropertyDescription(
            "Configurations to compare, each measured at every node count, side by side in every trial. The first is the reference. Speedups are relative to the same variant. Without variants, there is one configuration, that of the rest of the spec.")
        @Size(min = 1, max = 8) @EditOf(Effect.STARTS_OVER)
        List<VariantSpec> variants,
    @JsonPropertyDescription("The requirements for every variant, compared with the reference.")
        ComparisonSpec comparison,
    @JsonPropertyDescription("How to read the dataset.") DatasetSpec dataset,
    @JsonPropertyDescription("The store of the dataset and the results.") StorageSpec storage,
    @JsonPropertyDescription("How often to measure, and in which order.")
        @ValidationRule(
            value =
                "(has(self.iterations) ? self.iterations : 2) * (has(self.trials) ? self.trials : 1) <= 100",
            message = "iterations times trials must be at most 100")
        @ValidationRule(
            value =
                "!has(self.partitionCount) || !has(self.partitions) || self.partitions == 'Pinned'",
            message = "partitionCount is only for partitions: Pinned")
        MeasurementSpec measurement,
    @JsonPropertyDescription(
            "Whether Spark's event log of each run is kept with the results, for Spark's history server. Writing it takes the driver a little time. Default: false.")
        @EditOf(value = Effect.STARTS_OVER, unless = "false")
        Boolean eventLog,
    @JsonPropertyDescription("The requirements for a node count.") GoalSpec goal,
    @JsonPropertyDescription("The prices of pods.") CostSpec cost,
    @JsonPropertyDescription("The driver pods.") DriverSpec driver,
    @JsonPropertyDescription("The executor pods.") ExecutorSpec executor,
    @JsonPropertyDescription(
            "Spark properties for tuning. Properties that the operator sets itself, such as spark.executor.instances, are refused. So are those that could run code, unless an administrator allows them.")
        @Size(max = 64) @ValidationRule(
            value = "self.all(k, size(k) <= 253)",
            message = "names must have at most 253 characters")
        @EditOf(Effect.STARTS_OVER)
        Map<String, @Size(max = 4096) String> sparkConf,
    @JsonPropertyDescription(
            "The runner image. Default, and the only one unless an administrator allows others: that of the operator's configuration.")
        @Size(min = 1, max = 512) @EditOf(Effect.STARTS_OVER)
        String image,
    @JsonPropertyDescription(
            "When to pull the image, as in a container. Default: that of the operator's configuration.")
        @EditOf(Effect.RUNS_OTHERWISE)
        ImagePullPolicy imagePullPolicy,
    @JsonPropertyDescription(
            "Secrets in the resource's namespace to pull the image with. Default, and the only ones unless an administrator allows others: those of the operator's configuration.")
        @Size(max = 8) @EditOf(Effect.RUNS_OTHERWISE)
        List<SecretName> imagePullSecrets,
    @JsonPropertyDescription(
            "Service account of the driver and executor pods; the driver needs to manage pods in its namespace. Default, and the only one unless an administrator allows others: that of the operator's configuration.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$") @Size(max = 253) @EditOf(Effect.RUNS_OTHERWISE)
        String serviceAccountName,
    @JsonPropertyDescription("What to do after a transient failure.") RetrySpec retry,
    @JsonPropertyDescription("How long a run may take.") TimeoutsSpec timeouts,
    @JsonPropertyDescription(
            "After a run has failed for good: Continue (default) with the other node counts, or Stop. A failure that every node count would share, such as a missing dataset, always stops; one that only the other node counts of a variant would share, such as a missing image, stops that variant.")
        @EditOf(Effect.RUNS_OTHERWISE)
        FailurePolicy failurePolicy,
    @JsonPropertyDescription(
            "Which finished driver and report pods to keep for their logs: OnFailure (default), Always or Never. All of them are deleted with the resource.")
        @EditOf(Effect.RUNS_OTHERWISE)
        PodRetention podRetention,
    @JsonPropertyDescription(
            "True stops the benchmark and deletes its running pod; false (default) continues with what is missing. Finished runs are kept.")
        @EditOf(Effect.RUNS_OTHERWISE)
        Boolean suspend,
    @JsonPropertyDescription(
            "Seconds after which an ended benchmark's resource is deleted, with its pods. The results stay in the object store. Default: never.")
        @Min(0) @Max(31536000) @EditOf(Effect.RUNS_OTHERWISE)
        Integer ttlSecondsAfterFinished) {

  /** When the kubelet pulls the image. */
  public enum ImagePullPolicy {
    /** At every start. */
    Always,
    /** If it is not on the node. */
    IfNotPresent,
    /** Never; it must be on the node. */
    Never
  }

  /** Whether a failed node count ends the benchmark. */
  public enum FailurePolicy {
    /** Go on with the other node counts. */
    Continue,
    /** Skip the other node counts. */
    Stop
  }

  /** Which finished pods are kept. */
  public enum PodRetention {
    /** Those that failed. */
    OnFailure,
    /** All. */
    Always,
    /** None. */
    Never
  }
}
