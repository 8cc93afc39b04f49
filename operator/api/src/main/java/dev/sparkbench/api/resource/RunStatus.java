package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What became of one node count. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RunStatus(
    @JsonPropertyDescription("Executor pods.") @Required Integer nodes,
    @JsonPropertyDescription("How far it is.") @Required State state,
    @JsonPropertyDescription("Attempts made so far.") Integer attempts,
    @JsonPropertyDescription("The driver pod of the last attempt.") @Size(max = 63) String pod,
    @JsonPropertyDescription("Measured wall times in seconds, in the order of measurement.")
        @Size(max = 100) List<Double> samples,
    @JsonPropertyDescription("Median of the samples, in seconds.") Double medianSec,
    @JsonPropertyDescription("Smallest sample, in seconds.") Double minSec,
    @JsonPropertyDescription("Largest sample, in seconds.") Double maxSec,
    @JsonPropertyDescription(
            "Lower end of the median's 95 % confidence interval, in seconds; absent below 6 samples.")
        Double intervalLowSec,
    @JsonPropertyDescription(
            "Upper end of the median's 95 % confidence interval, in seconds; absent below 6 samples.")
        Double intervalHighSec,
    @JsonPropertyDescription("Executors that went away while measuring.") Integer executorsLost,
    @JsonPropertyDescription(
            "Measured iterations that were disturbed, by the loss of an executor or a task that failed. They were done again, but at most as many as were asked for; a disturbed one is a sample only where the others do not suffice.")
        Integer disturbedIterations,
    @JsonPropertyDescription("Why the last attempt failed: one CamelCase word.") @Size(max = 63) String reason,
    @JsonPropertyDescription("Why the last attempt failed, for people.") @Size(max = 1024) String message) {

  /** How far a node count is. */
  public enum State {
    /** Not begun. */
    Pending,
    /** Being measured, or about to be measured again. */
    Running,
    /** Measured. */
    Succeeded,
    /** Given up. */
    Failed,
    /** Not begun, because an earlier failure ended the benchmark. */
    Skipped
  }

  /** A node count that has not begun. */
  public static RunStatus pending(int nodes) {
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
        null);
  }

  /** Copies the samples; null is empty. */
  public RunStatus {
    samples = samples == null ? List.of() : List.copyOf(samples);
  }
}
