// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.soabase.recordbuilder.core.RecordBuilder;
import io.soabase.recordbuilder.core.RecordBuilder.BuilderMode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the operator knows about a benchmark. The operator remembers nothing else: another replica
 * can continue from here and from the pods.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
// Most fields are absent most of the time, so this builder does not ask for each of them.
@RecordBuilder
@RecordBuilder.Options(
    builderMode = BuilderMode.STANDARD,
    enableWither = false,
    enableGetters = false)
public record SparkBenchmarkJobStatus(
    @JsonPropertyDescription("The generation of the spec that this status is about.")
        Long observedGeneration,
    @JsonPropertyDescription("The state in one word, for people; machines read the conditions.")
        Phase phase,
    @JsonPropertyDescription("The state in one sentence.") @Size(max = 2048) String message,
    @JsonPropertyDescription("The jobId in force.") @Size(max = 253) String jobId,
    @JsonPropertyDescription("When the benchmark began (RFC 3339).") @Size(max = 64) String startTime,
    @JsonPropertyDescription("When it ended (RFC 3339).") @Size(max = 64) String completionTime,
    @JsonPropertyDescription("Runs done, of all, such as 4/6: every node count once in each trial.")
        @Size(max = 16) String progress,
    @JsonPropertyDescription("Why it is interrupted; absent if it is not.") Pause pause,
    @JsonPropertyDescription("The node count being measured.") Integer currentNodes,
    @JsonPropertyDescription("The pod at work.") CurrentPod current,
    @JsonPropertyDescription("One entry per node count, and variant.") @Size(max = 64) List<RunStatus> runs,
    @JsonPropertyDescription(
            "The run that every speedup refers to; with spec.variants that of the reference.")
        Baseline baseline,
    @JsonPropertyDescription("One entry per node count that was measured, and variant.")
        @Size(max = 64) List<PerformanceMetric> performanceMetrics,
    @JsonPropertyDescription("The highest speedup; absent until two node counts were measured.")
        BestRun best,
    @JsonPropertyDescription("Conclusions from the measured node counts.") ScalingStatus scaling,
    @JsonPropertyDescription("The address of the results.") @Size(max = 2200) String resultPath,
    @JsonPropertyDescription("The address of performance.csv.") @Size(max = 2200) String performanceMetricsS3,
    @JsonPropertyDescription("The address of report.html, the page for people.") @Size(max = 2200) String reportS3,
    @JsonPropertyDescription(
            "Where the outputs of each node count are, such as 1_nodes: s3://…; those of its first trial. With variants, the folder of each variant.")
        @Size(max = 64) @ValidationRule(
            value = "self.all(k, size(k) <= 253)",
            message = "names must have at most 253 characters")
        Map<String, @Size(max = 2200) String> outputs,
    @JsonPropertyDescription(
            "Digest of the keys, sizes and ETags of the objects that the first run read.")
        @Size(max = 128) String datasetIdentity,
    @JsonPropertyDescription(
            "The address of data that is checked, and created if it is missing, before the first run; absent after that.")
        @Size(max = 2200) String toPrepare,
    @JsonPropertyDescription("Digest of the spec, as earlier releases compare it.") @Size(max = 64) String specDigest,
    @JsonPropertyDescription(
            "Digest of the fields that determine what is measured; when it changes, the benchmark starts over.")
        @Size(max = 64) String measuredDigest,
    @JsonPropertyDescription(
            "Digests of the fields that determine what is measured, one by one, so that a message can name the edited ones.")
        @Size(max = 64) @ValidationRule(
            value = "self.all(k, size(k) <= 253)",
            message = "names must have at most 253 characters")
        Map<String, @Size(max = 64) String> measuredFields,
    @JsonPropertyDescription(
            "Digest of the criteria for the measured times, such as the goal; when it changes, verdict and report are renewed.")
        @Size(max = 64) String judgedDigest,
    @JsonPropertyDescription(
            "How often the benchmark has started, started over, or continued after it was suspended. Part of the pods' names.")
        Integer starts,
    @JsonPropertyDescription(
            "The start at which the results in this status began. Pods of earlier starts are not kept.")
        Integer firstStart,
    @JsonPropertyDescription(
            "The value of the annotation sparkbench.dev/rerun that this status is about.")
        @Size(max = 1024) String rerun,
    @JsonPropertyDescription(
            "The seed of the order in which node counts are measured; absent unless measurement.order is Shuffled.")
        Long orderSeed,
    @JsonPropertyDescription(
            "How the variants compare with the reference: one entry per variant and node count that can be compared, because the reference was measured with the same number of executor cores in total.")
        @Size(max = 64) List<VariantRatio> comparisons,
    @JsonPropertyDescription("The variant with the shortest times; absent without spec.variants.")
        BestVariant bestVariant,
    @JsonPropertyDescription("The state for machines.") @Size(max = 16) List<Condition> conditions) {

  /** The longest message of the status and of its conditions, in characters. */
  public static final int MAX_MESSAGE_LENGTH = 2048;

  /** The state in one word. */
  public enum Phase {
    /** Accepted; nothing has run. */
    Pending,
    /** Measuring, or writing the report. */
    Running,
    /** Stopped by spec.suspend. */
    Suspended,
    /** Every node count was measured and the report written. */
    Succeeded,
    /** It ended without that. */
    Failed
  }

  /** What interrupts a benchmark. */
  public enum Pause {
    /** The spec suspends it. */
    Suspended,
    /** Another benchmark is writing to the same result path. */
    ResultPathInUse,
    /** The spec is refused. What was measured before is kept until there is a valid spec. */
    InvalidSpec
  }

  /**
   * Copies the collections; null becomes empty. Releases without this field recorded a pause as a
   * phase.
   */
  public SparkBenchmarkJobStatus {
    pause = pause == null && phase == Phase.Suspended ? Pause.Suspended : pause;
    runs = runs == null ? List.of() : List.copyOf(runs);
    performanceMetrics = performanceMetrics == null ? List.of() : List.copyOf(performanceMetrics);
    outputs =
        outputs == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    comparisons = comparisons == null ? List.of() : List.copyOf(comparisons);
    measuredFields =
        measuredFields == null
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(measuredFields));
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /** How often the benchmark has started. */
  public int timesStarted() {
    return starts == null ? 0 : starts;
  }
}
