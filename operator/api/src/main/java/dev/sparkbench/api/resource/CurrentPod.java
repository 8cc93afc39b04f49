// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * The one pod that the benchmark works with. It is recorded here before the pod is created, so
 * readers know that this pod may exist, and no other.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CurrentPod(
    @JsonPropertyDescription("What the pod is for.") @Required Purpose purpose,
    @JsonPropertyDescription(
            "Executor pods of the run, or of the preparation; absent for a report.")
        Integer nodes,
    @JsonPropertyDescription(
            "The trial of the run, counted from 1; absent for a preparation and a report.")
        Integer trial,
    @JsonPropertyDescription("Counts from 1.") @Required Integer attempt,
    @JsonPropertyDescription("Name of the pod.") @Required @Size(max = 63) String pod,
    @JsonPropertyDescription("How far the pod is.") @Required State state,
    @JsonPropertyDescription(
            "When this attempt was decided on, or released by the queue that held its pod (RFC 3339).")
        @Required
        @Size(max = 64) String startTime,
    @JsonPropertyDescription(
            "When the next attempt is due, after a failed one, or when to try again to create a pod that the API server refused for now (RFC 3339).")
        @Size(max = 64) String retryTime,
    @JsonPropertyDescription(
            "How many earlier attempts ended because their pod was taken away; they are not counted as failures.")
        Integer disruptions,
    @JsonPropertyDescription("The variant of the run; absent without spec.variants.")
        @Size(max = 20) String variant) {

  /** The purpose of a pod. */
  public enum Purpose {
    /** Creating missing data, before the first run. */
    Prepare,
    /** Measuring one node count. */
    Run,
    /** Writing the report. */
    Report
  }

  /** The progress of a pod. */
  public enum State {
    /** To be created, or created a moment ago. */
    Starting,
    /** Held by a queue or gang: the pod exists, but must not be scheduled yet. */
    Queued,
    /** The pod has been seen. */
    Running,
    /** Ended with a transient failure; another attempt follows. */
    Backoff
  }

  /** A run without a trial, as earlier releases wrote it, belongs to the first trial. */
  public CurrentPod {
    trial = trial == null && purpose == Purpose.Run ? Integer.valueOf(1) : trial;
  }

  /** The first attempt of a run, or of the report, with a pod that must be created. */
  public static CurrentPod first(
      Purpose purpose, String variant, Integer nodes, Integer trial, String pod, String now) {
    return new CurrentPod(purpose, nodes, trial, 1, pod, State.Starting, now, null, null, variant);
  }

  /** The attempt after this one. */
  public CurrentPod next(String nextPod, String now) {
    return new CurrentPod(
        purpose,
        nodes,
        trial,
        attempt + 1,
        nextPod,
        State.Starting,
        now,
        null,
        disruptions,
        variant);
  }

  /** The same pod in another state. */
  public CurrentPod in(State newState) {
    return new CurrentPod(
        purpose, nodes, trial, attempt, pod, newState, startTime, null, disruptions, variant);
  }

  /** The same pod in another state, with another start of the attempt. */
  public CurrentPod inFrom(State newState, String time) {
    return new CurrentPod(
        purpose, nodes, trial, attempt, pod, newState, time, null, disruptions, variant);
  }

  /** The same pod, not created yet; it will be requested again at the given time. */
  public CurrentPod postponedTo(String time) {
    return new CurrentPod(
        purpose, nodes, trial, attempt, pod, State.Starting, startTime, time, disruptions, variant);
  }

  /**
   * The same pod, failed, with the time of the next attempt.
   *
   * @param disrupted whether the attempt does not count as a failure
   */
  public CurrentPod retryAt(String time, boolean disrupted) {
    return new CurrentPod(
        purpose,
        nodes,
        trial,
        attempt,
        pod,
        State.Backoff,
        startTime,
        time,
        disrupted ? Integer.valueOf(timesDisrupted() + 1) : disruptions,
        variant);
  }

  /** The number of earlier attempts that were disrupted. */
  public int timesDisrupted() {
    return disruptions == null ? 0 : disruptions;
  }
}
