package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * The one pod that the benchmark is about. It is written before the pod is created: whoever reads
 * it knows that this pod, and no other, may exist.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CurrentPod(
    @JsonPropertyDescription("What the pod is for.") @Required Purpose purpose,
    @JsonPropertyDescription("Executor pods of the run; absent for a report.") Integer nodes,
    @JsonPropertyDescription("The trial of the run, counted from 1; absent for a report.")
        Integer trial,
    @JsonPropertyDescription("Counts from 1.") @Required Integer attempt,
    @JsonPropertyDescription("Name of the pod.") @Required @Size(max = 63) String pod,
    @JsonPropertyDescription("How far the pod is.") @Required State state,
    @JsonPropertyDescription("When this attempt was decided on (RFC 3339).")
        @Required
        @Size(max = 64) String startTime,
    @JsonPropertyDescription("When the next attempt is due, after a failed one (RFC 3339).")
        @Size(max = 64) String retryTime) {

  /** What a pod is for. */
  public enum Purpose {
    /** Measuring one node count. */
    Run,
    /** Writing the report. */
    Report
  }

  /** How far a pod is. */
  public enum State {
    /** To be created, or just created. */
    Starting,
    /** Seen to exist. */
    Running,
    /** Ended in a transient failure; another attempt follows. */
    Backoff
  }

  /** A run without a trial, as earlier releases wrote it, is of the first. */
  public CurrentPod {
    trial = trial == null && purpose == Purpose.Run ? Integer.valueOf(1) : trial;
  }

  /** The same pod in another state. */
  public CurrentPod in(State newState) {
    return new CurrentPod(purpose, nodes, trial, attempt, pod, newState, startTime, retryTime);
  }

  /** The same pod, failed, with the time of the next attempt. */
  public CurrentPod retryAt(String time) {
    return new CurrentPod(purpose, nodes, trial, attempt, pod, State.Backoff, startTime, time);
  }
}
