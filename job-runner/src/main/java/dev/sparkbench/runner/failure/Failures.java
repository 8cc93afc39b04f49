// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.failure;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.Storage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Explains an exception in terms of the contract's reasons: first by what the command was doing,
 * then by the exception's type, and last by its message. No content of rows gets into a message:
 * Spark quotes rows in exceptions of tasks, so only the types of these are reported.
 *
 * @param uri the dataset, or whatever the command is about
 * @param format the dataset's format
 * @param storage the store of the dataset
 * @param output where results go
 * @param settings what the manifest passes to Spark by name: {@code sparkConf} and the dataset's
 *     options
 */
public record Failures(
    String uri, String format, Storage storage, String output, Map<String, String> settings) {

  /** The message if the run ends because Spark {@linkplain SparkExit gives up}. */
  public static final String GIVEN_UP =
      "more executor pods failed than Spark puts up with; it deletes them, so watch the next attempt: kubectl logs -f -l spark-role=executor";

  /** The explanations; the first that applies is used. */
  private static final List<Function<Case, Optional<Failure>>> RULES =
      List.of(
          Failures::explained,
          ExecutorFailures::givenUp,
          one -> ApplicationExit.underWay(),
          MemoryFailures::of,
          StoreFailures::of,
          SettingFailures::of,
          DataFailures::of,
          ExecutorFailures::of,
          Failures::query);

  /** Copies the settings. */
  public Failures {
    settings = Map.copyOf(settings);
  }

  /** For a command without settings whose results go where it reads. */
  public Failures(String uri, String format, Storage storage) {
    this(uri, format, storage, uri, Map.of());
  }

  /** The failure to report for an exception that occurred while the dataset was read. */
  public Failure of(Throwable e) {
    return of(e, Step.COMPUTING, () -> true);
  }

  /**
   * The failure to report for an exception.
   *
   * @param step what the command was doing
   * @param changed whether the dataset has changed; called only if the answer matters
   */
  public Failure of(Throwable e, Step step, BooleanSupplier changed) {
    Case one = new Case(this, Causes.of(e), step, changed);
    Failure failure =
        RULES.stream()
            .map(rule -> rule.apply(one))
            .flatMap(Optional::stream)
            .findFirst()
            .orElseGet(() -> internal(one));
    return new Failure(failure.reason(), RunFailure.withUsersUris(failure.message()));
  }

  private static Optional<Failure> explained(Case one) {
    return one.causes().first(RunFailure.class).map(RunFailure::failure);
  }

  /** Names the query and the kind of error, without any values. */
  private static Optional<Failure> query(Case one) {
    return one.causes()
        .first(QueryError.class)
        .map(
            e ->
                new Failure(
                    FailureReason.QUERY_FAILED,
                    "query %s failed while it ran (%s): correct it or the data; the driver's log has the details"
                        .formatted(
                            e.query(), one.errorClasses().findFirst().orElseGet(one::kinds))));
  }

  private static Failure internal(Case one) {
    String message =
        one.isOfTask()
            ? "a Spark task failed: " + one.kinds()
            : Case.named(one.causes().outermost());
    return new Failure(FailureReason.INTERNAL, message + "; the driver's log has the details");
  }
}
