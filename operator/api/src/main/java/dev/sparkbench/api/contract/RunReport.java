package dev.sparkbench.api.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A driver's whole answer.
 *
 * @param version the contract's version
 * @param outcome whether the run counts
 * @param nodes as requested
 * @param trial as requested
 * @param attempt as requested
 * @param samples measured wall times in seconds, in the order of measurement; empty after a failure
 * @param executorsRegistered how many executors were there when measuring began
 * @param executorsLost how many executors went away while measuring
 * @param disturbed how many measured iterations an executor's loss or a failed task disturbed;
 *     samples are of others as far as there were enough
 * @param datasetIdentity a digest of the keys, sizes and ETags of the objects read
 * @param phases what the driver spent its time on
 * @param failure what went wrong; null after a success
 * @param instanceTypes how many executors ran on Kubernetes nodes of which instance type, as far as
 *     that is known when measuring ends
 */
public record RunReport(
    int version,
    Outcome outcome,
    int nodes,
    int trial,
    int attempt,
    List<Double> samples,
    int executorsRegistered,
    int executorsLost,
    int disturbed,
    String datasetIdentity,
    Phases phases,
    Failure failure,
    Map<String, Integer> instanceTypes)
    implements Versioned {

  /** The most samples that a report can carry. */
  public static final int MAX_SAMPLES = 100;

  /** Whether a run counts. */
  public enum Outcome {
    /** All samples were taken and the output lies in the store. */
    SUCCEEDED,
    /** Nothing of the run counts. */
    FAILED
  }

  /** Copies samples and instance types; null is empty. */
  public RunReport {
    samples = samples == null ? List.of() : List.copyOf(samples);
    instanceTypes = InstanceTypes.bounded(instanceTypes);
    if (samples.size() > MAX_SAMPLES) {
      throw new IllegalArgumentException(
          "%d samples; at most %d fit".formatted(samples.size(), MAX_SAMPLES));
    }
  }

  /** A report of executors whose instance types are not known. */
  public RunReport(
      int version,
      Outcome outcome,
      int nodes,
      int trial,
      int attempt,
      List<Double> samples,
      int executorsRegistered,
      int executorsLost,
      int disturbed,
      String datasetIdentity,
      Phases phases,
      Failure failure) {
    this(
        version,
        outcome,
        nodes,
        trial,
        attempt,
        samples,
        executorsRegistered,
        executorsLost,
        disturbed,
        datasetIdentity,
        phases,
        failure,
        null);
  }

  /** The report of a run that failed before or while measuring. */
  public static RunReport failed(RunRequest request, Phases phases, Failure failure) {
    return new RunReport(
        Contract.VERSION,
        Outcome.FAILED,
        request.nodes(),
        request.trial(),
        request.attempt(),
        List.of(),
        0,
        0,
        0,
        null,
        phases,
        failure);
  }

  /** Whether the run counts. */
  @JsonIgnore
  public boolean succeeded() {
    return outcome == Outcome.SUCCEEDED;
  }

  /** The document for the termination message: whole JSON within the kubelet's limit. */
  public String toTerminationMessage() {
    for (int length = Failure.MAX_MESSAGE_LENGTH; ; length /= 2) {
      String json = Contract.write(failure == null ? this : withMessageOf(length));
      if (json.getBytes(StandardCharsets.UTF_8).length <= Contract.MAX_TERMINATION_MESSAGE_BYTES) {
        return json;
      }
      if (failure == null || length == 0) {
        throw new IllegalStateException("report too long: " + json.length() + " characters");
      }
    }
  }

  private RunReport withMessageOf(int length) {
    return new RunReport(
        version,
        outcome,
        nodes,
        trial,
        attempt,
        samples,
        executorsRegistered,
        executorsLost,
        disturbed,
        datasetIdentity,
        phases,
        failure.shortenedTo(length),
        instanceTypes);
  }
}
