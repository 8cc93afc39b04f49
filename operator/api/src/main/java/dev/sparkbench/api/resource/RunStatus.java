// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.contract.InstanceTypes;
import dev.sparkbench.api.contract.TimeSpent;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.soabase.recordbuilder.core.RecordBuilder;
import io.soabase.recordbuilder.core.RecordBuilder.BuilderMode;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The state and results of one node count. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
// Most fields are absent most of the time, so this builder does not ask for each of them.
@RecordBuilder
@RecordBuilder.Options(
    builderMode = BuilderMode.STANDARD,
    enableWither = false,
    enableGetters = false)
public record RunStatus(
    @JsonPropertyDescription("Executor pods.") @Required Integer nodes,
    @JsonPropertyDescription("Its progress.") @Required State state,
    @JsonPropertyDescription("Trials measured so far.") Integer trials,
    @JsonPropertyDescription("Attempts made so far, of all trials.") Integer attempts,
    @JsonPropertyDescription("The driver pod of the last attempt.") @Size(max = 63) String pod,
    @JsonPropertyDescription(
            "Measured wall times in seconds, in the order of measurement: those of the first trial, then those of the next. With spec.variants, only the median of each trial.")
        @Size(max = 100) List<Double> samples,
    @JsonPropertyDescription(
            "The geometric mean of the times of the trials measured so far, each the median of its iterations, in seconds.")
        Double timeSec,
    @JsonPropertyDescription("The smallest sample, in seconds.") Double minSec,
    @JsonPropertyDescription("The largest sample, in seconds.") Double maxSec,
    @JsonPropertyDescription("Executors lost while measuring.") Integer executorsLost,
    @JsonPropertyDescription(
            "Measured iterations that were disturbed by the loss of an executor or a failed task. They were repeated, up to twice the requested number of iterations in total; a disturbed one is a sample only if there are too few others.")
        Integer disturbedIterations,
    @JsonPropertyDescription("Why the last attempt failed: one CamelCase word.") @Size(max = 63) String reason,
    @JsonPropertyDescription("Why the last attempt failed, for people.") @Size(max = 1024) String message,
    @JsonPropertyDescription(
            "The time of measuring, for all trials, with attempts that failed; absent from drivers of earlier releases.")
        TimeSpent spent,
    @JsonPropertyDescription(
            "The number of executors by the instance type of their Kubernetes nodes, for all trials measured so far. Types for which there is no room, and unknown types, are left out.")
        @Size(max = InstanceTypes.MAX_TYPES) @ValidationRule(
            value = "self.all(k, size(k) <= 253)",
            message = "names must have at most 253 characters")
        Map<String, Integer> instanceTypes,
    @JsonPropertyDescription("The variant; absent without spec.variants.") @Size(max = 20) String variant) {

  /** The progress of a node count. */
  public enum State {
    /** It has not begun. */
    Pending,
    /** It is being measured, will be measured again, or is between two trials. */
    Running,
    /** It was measured. */
    Succeeded,
    /** It was given up. */
    Failed,
    /**
     * It has not begun, or some of its trials have not, because an earlier failure ended the
     * benchmark.
     */
    Skipped
  }

  /**
   * The entry of a node count that has not begun.
   *
   * @param variant null without variants
   */
  public static RunStatus pending(String variant, int nodes) {
    return RunStatusBuilder.builder().nodes(nodes).state(State.Pending).variant(variant).build();
  }

  /** Copies samples and instance types; null becomes empty. */
  public RunStatus {
    samples = samples == null ? List.of() : List.copyOf(samples);
    instanceTypes = InstanceTypes.bounded(instanceTypes);
  }

  /** Whether this entry is for this variant and node count. */
  public boolean isOf(String otherVariant, int otherNodes) {
    return nodes == otherNodes && Objects.equals(variant, otherVariant);
  }

  /**
   * The number of trials of the samples. Earlier releases, which had only one trial, do not record
   * it.
   */
  public int measuredTrials() {
    if (trials != null) {
      return trials;
    }
    return samples.isEmpty() ? 0 : 1;
  }
}
