// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.contract.InstanceTypes;
import dev.sparkbench.api.contract.TimeSpent;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What became of one node count. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RunStatus(
    @JsonPropertyDescription("Executor pods.") @Required Integer nodes,
    @JsonPropertyDescription("How far it is.") @Required State state,
    @JsonPropertyDescription("Trials measured so far.") Integer trials,
    @JsonPropertyDescription("Attempts made so far, of all trials.") Integer attempts,
    @JsonPropertyDescription("The driver pod of the last attempt.") @Size(max = 63) String pod,
    @JsonPropertyDescription(
            "Measured wall times in seconds, in the order of measurement: those of the first trial, then those of the next. With spec.variants, of each trial the median.")
        @Size(max = 100) List<Double> samples,
    @JsonPropertyDescription(
            "The geometric mean of the times of the trials measured so far, each the median of its iterations, in seconds.")
        Double timeSec,
    @JsonPropertyDescription("The smallest sample, in seconds.") Double minSec,
    @JsonPropertyDescription("The largest sample, in seconds.") Double maxSec,
    @JsonPropertyDescription("Executors that went away while measuring.") Integer executorsLost,
    @JsonPropertyDescription(
            "Measured iterations that were disturbed, by the loss of an executor or a task that failed. They were done again, but at most as many as were asked for; a disturbed one is a sample only where the others do not suffice.")
        Integer disturbedIterations,
    @JsonPropertyDescription("Why the last attempt failed: one CamelCase word.") @Size(max = 63) String reason,
    @JsonPropertyDescription("Why the last attempt failed, for people.") @Size(max = 1024) String message,
    @JsonPropertyDescription(
            "What measuring took, of all trials, with attempts that failed; absent from drivers of earlier releases.")
        TimeSpent spent,
    @JsonPropertyDescription(
            "How many executors ran on Kubernetes nodes of which instance type, of all trials measured so far together; those of further types than there is room for, or of unknown type, are left out.")
        @Size(max = InstanceTypes.MAX_TYPES) @ValidationRule(
            value = "self.all(k, size(k) <= 253)",
            message = "names must have at most 253 characters")
        Map<String, Integer> instanceTypes,
    @JsonPropertyDescription("The variant; absent without spec.variants.") @Size(max = 20) String variant) {

  /** How far a node count is. */
  public enum State {
    /** Not begun. */
    Pending,
    /** Being measured, about to be measured again, or between two trials. */
    Running,
    /** Measured. */
    Succeeded,
    /** Given up. */
    Failed,
    /** Not begun, or not all trials of it, because an earlier failure ended the benchmark. */
    Skipped
  }

  /**
   * A node count that has not begun.
   *
   * @param variant null without variants
   */
  public static RunStatus pending(String variant, int nodes) {
    return new RunStatus(
        nodes,
        State.Pending,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        variant);
  }

  /** Copies samples and instance types; null is empty. */
  public RunStatus {
    samples = samples == null ? List.of() : List.copyOf(samples);
    instanceTypes = InstanceTypes.bounded(instanceTypes);
  }

  /** Whether this is the node count of that variant. */
  public boolean isOf(String otherVariant, int otherNodes) {
    return nodes == otherNodes && Objects.equals(variant, otherVariant);
  }

  /** How many trials the samples are of; earlier releases, which knew of one only, do not say. */
  public int measuredTrials() {
    if (trials != null) {
      return trials;
    }
    return samples.isEmpty() ? 0 : 1;
  }
}
