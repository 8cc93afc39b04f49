package dev.sparkbench.api.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
 * @param phases what the driver spent its time on; null where the answer had no room for it
 * @param failure what went wrong; null after a success
 */
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
    Failure failure)
    implements Versioned {

  /** The most samples that a report can carry. */
  public static final int MAX_SAMPLES = 100;

  /** More than any clock has that times are taken by. */
  private static final int ENOUGH_DIGITS = 6;

  /** What the rest of the time went to is worth more than the fourth digit of a sample. */
  private static final int LEAST_DIGITS_WITH_PHASES = 4;

  /** Why a run failed is worth more than what it took; enough for a reason and a remedy. */
  private static final int LEAST_MESSAGE_WITH_PHASES = 300;

  /** Whether a run counts. */
  public enum Outcome {
    /** All samples were taken and the output lies in the store. */
    SUCCEEDED,
    /** Nothing of the run counts. */
    FAILED
  }

  /** Copies the samples; null is empty. */
  public RunReport {
    samples = samples == null ? List.of() : List.copyOf(samples);
    if (samples.size() > MAX_SAMPLES) {
      throw new IllegalArgumentException(
          "%d samples; at most %d fit".formatted(samples.size(), MAX_SAMPLES));
    }
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

  /** The document for the termination message of a pod with a few containers. */
  public String toTerminationMessage() {
    return toTerminationMessage(AnswerLimit.MAX_BYTES);
  }

  /**
   * The document for the termination message: whole JSON of at most so many bytes, with every
   * sample. Where there is little room, numbers have fewer digits; then {@code phases} are left
   * out, and of a failure's message the end.
   *
   * @param bytes see {@link AnswerLimit}
   */
  public String toTerminationMessage(int bytes) {
    Stream<ObjectNode> withPhases =
        phases == null
            ? Stream.of()
            : Stream.concat(
                Stream.of(form(phases)), forms(phases.rounded(), LEAST_DIGITS_WITH_PHASES));
    return Stream.concat(withPhases, forms(null, 1))
        .flatMap(form -> fitted(form, bytes).stream())
        .findFirst()
        .orElseGet(() -> noRoom(bytes));
  }

  /** The report with these phases, from all digits of the samples to so many. */
  private Stream<ObjectNode> forms(Phases spent, int leastDigits) {
    Stream<ObjectNode> whole = Stream.of(form(spent));
    return samples.isEmpty()
        ? whole
        : Stream.concat(
            whole,
            IntStream.iterate(ENOUGH_DIGITS, digits -> digits >= leastDigits, digits -> digits - 1)
                .mapToObj(
                    digits -> form(spent).put("samples", PackedSamples.pack(samples, digits))));
  }

  private ObjectNode form(Phases spent) {
    return Contract.tree(
        new RunReport(
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
            spent,
            failure == null ? null : new Failure(failure.reason(), "")));
  }

  /** The form with as much of the failure's message as fits; empty if that is too little. */
  private Optional<String> fitted(ObjectNode form, int bytes) {
    int room = bytes - Wire.bytes(Contract.write(form));
    if (failure != null) {
      int least = form.has("phases") ? LEAST_MESSAGE_WITH_PHASES : 0;
      if (room < Math.min(least, Wire.bytesOf(failure.message()))) {
        return Optional.empty();
      }
      ((ObjectNode) form.get("failure")).put("message", Wire.shortened(failure.message(), room));
    }
    return room < 0 ? Optional.empty() : Optional.of(Contract.write(form));
  }

  /** Samples that differ by many orders of magnitude are none to go by. */
  private String noRoom(int bytes) {
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("no answer has room in " + bytes + " bytes");
    }
    return new RunReport(
            version,
            Outcome.FAILED,
            nodes,
            trial,
            attempt,
            List.of(),
            executorsRegistered,
            executorsLost,
            disturbed,
            datasetIdentity,
            null,
            new Failure(
                FailureReason.INTERNAL,
                "%d samples from %s to %s s do not fit into the %d bytes that the pod's containers have for an answer; take containers out of driver.podTemplate"
                    .formatted(
                        samples.size(), Collections.min(samples), Collections.max(samples), bytes)))
        .toTerminationMessage(bytes);
  }
}
