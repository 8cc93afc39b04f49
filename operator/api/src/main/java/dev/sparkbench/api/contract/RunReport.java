// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A driver's answer.
 *
 * @param version the contract's version
 * @param outcome whether the run counts
 * @param nodes as requested
 * @param trial as requested
 * @param attempt as requested
 * @param samples measured wall times in seconds, in the order of measurement; empty after a failure
 * @param executorsRegistered the number of executors when measuring began
 * @param executorsLost the number of executors lost while measuring
 * @param disturbed the number of measured iterations that were disturbed by the loss of an executor
 *     or a failed task; the samples are those of undisturbed iterations, if there were enough
 * @param datasetIdentity a digest of the keys, sizes and ETags of the objects read
 * @param phases how the driver spent its time; null if the answer had no room for it
 * @param failure what went wrong; null after a success
 * @param instanceTypes the number of executors by instance type of their Kubernetes nodes, as far
 *     as it is known when measuring ends
 */
@RecordBuilder
public record RunReport(
    int version,
    Outcome outcome,
    int nodes,
    int trial,
    int attempt,
    @JsonDeserialize(using = PackedSamples.class) List<Double> samples,
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

  /** No clock that measures the samples has more digits. */
  private static final int ENOUGH_DIGITS = 6;

  /**
   * Fields that no verdict needs, the least important first; each is left out if there is no room.
   */
  private static final List<String> DISPENSABLE = List.of("phases", "instanceTypes");

  /** These fields are more important than further digits of samples. */
  private static final int LEAST_DIGITS = 4;

  /**
   * This much of a failure's message, a reason and a remedy, is more important than those fields.
   */
  private static final int LEAST_MESSAGE = 300;

  /** Whether a run counts. */
  public enum Outcome {
    /** All samples were taken, and the output is in the store. */
    SUCCEEDED,
    /** The run has no result. */
    FAILED
  }

  /** Copies samples and instance types; null becomes empty. */
  public RunReport {
    samples = samples == null ? List.of() : List.copyOf(samples);
    instanceTypes = InstanceTypes.bounded(instanceTypes);
    if (samples.size() > MAX_SAMPLES) {
      throw new IllegalArgumentException(
          "%d samples; at most %d fit".formatted(samples.size(), MAX_SAMPLES));
    }
  }

  /** The report of a run that failed before or while measuring. */
  public static RunReport failed(RunRequest request, Phases phases, Failure failure) {
    return RunReportBuilder.builder()
        .version(Contract.VERSION)
        .outcome(Outcome.FAILED)
        .nodes(request.nodes())
        .trial(request.trial())
        .attempt(request.attempt())
        .samples(List.of())
        .executorsRegistered(0)
        .executorsLost(0)
        .disturbed(0)
        .datasetIdentity(null)
        .phases(phases)
        .failure(failure)
        .instanceTypes(null)
        .build();
  }

  /** Whether the run counts. */
  @JsonIgnore
  public boolean succeeded() {
    return outcome == Outcome.SUCCEEDED;
  }

  /** The document for the termination message of a pod with a few containers. */
  public String toTerminationMessage() {
    return toTerminationMessage(Contract.MAX_TERMINATION_MESSAGE_BYTES);
  }

  /**
   * The document for the termination message: complete JSON within the limit, with every sample. If
   * there is little room, numbers have fewer digits; then fields that no verdict needs are left
   * out, and a failure's message is cut.
   *
   * @param bytes see {@link AnswerLimit}
   */
  public String toTerminationMessage(int bytes) {
    return forms()
        .flatMap(form -> fitted(form, failure, bytes).stream())
        .findFirst()
        .orElseGet(() -> noRoom(bytes));
  }

  /** The possible forms of the answer, the longest first. */
  private Stream<ObjectNode> forms() {
    ObjectNode whole = Contract.tree(this);
    ObjectNode shorter = whole.deepCopy();
    if (phases != null) {
      shorter.set("phases", Contract.tree(phases.rounded()));
    }
    return Stream.concat(
        Stream.of(whole),
        IntStream.rangeClosed(0, DISPENSABLE.size())
            .boxed()
            .flatMap(
                left ->
                    withFewerDigits(
                        shorter.deepCopy().remove(DISPENSABLE.subList(0, left)),
                        left < DISPENSABLE.size() ? LEAST_DIGITS : 1)));
  }

  /** The form, followed by forms with fewer and fewer digits of samples, down to a minimum. */
  private Stream<ObjectNode> withFewerDigits(ObjectNode form, int least) {
    return samples.isEmpty()
        ? Stream.of(form)
        : Stream.concat(
            Stream.of(form),
            IntStream.iterate(ENOUGH_DIGITS, digits -> digits >= least, digits -> digits - 1)
                .mapToObj(
                    digits -> form.deepCopy().put("samples", PackedSamples.pack(samples, digits))));
  }

  /** The form with as much of a failure's message as fits; empty if that is too little. */
  private static Optional<String> fitted(ObjectNode form, Failure failure, int bytes) {
    if (failure == null) {
      String json = Contract.write(form);
      return Wire.bytes(json) <= bytes ? Optional.of(json) : Optional.empty();
    }
    ObjectNode told = form.putObject("failure").put("reason", failure.reason().code());
    told.put("message", "");
    int room = bytes - Wire.bytes(Contract.write(form));
    int least = DISPENSABLE.stream().anyMatch(form::has) ? LEAST_MESSAGE : 0;
    if (room < Math.min(least, Wire.bytesOf(failure.message()))) {
      return Optional.empty();
    }
    told.put("message", Wire.shortened(failure.message(), room));
    return Optional.of(Contract.write(form));
  }

  /**
   * The answer if even the shortest form is too long, because samples differ by many orders of
   * magnitude. Such samples would be useless.
   */
  private String noRoom(int bytes) {
    ObjectNode form = Contract.tree(this);
    form.remove(DISPENSABLE);
    form.put("outcome", Outcome.FAILED.name());
    form.putArray("samples");
    Failure why =
        new Failure(
            FailureReason.INTERNAL,
            "%d samples from %s to %s s do not fit into the %d bytes that the pod's containers have for an answer; take containers out of driver.podTemplate"
                .formatted(
                    samples.size(), Collections.min(samples), Collections.max(samples), bytes));
    return fitted(form, why, bytes).orElseThrow();
  }
}
